import { BLOCKED, READY } from './codes.js';
import { type Deed, row, rows } from './deed.js';
import type { Ledger } from './ledger.js';

const HOLDERS = 'SELECT count(*) AS holders FROM job WHERE holds = 1 AND key = ?';
const NEXT = 'SELECT id, name, key_concurrency FROM job WHERE state = 2 AND key = ? ORDER BY turn, id LIMIT 1';
const PROMOTE = 'UPDATE job SET state = 0, holds = 1 WHERE id = ?';
const LAST_TURN = 'SELECT turn FROM job WHERE state = 2 AND key = ? ORDER BY turn DESC, id DESC LIMIT 1';

/** Whether a job that is due gets its key's place, or has to wait behind others. */
export function* placeOf(key: string, keyConcurrency: number): Deed<typeof READY | typeof BLOCKED> {
  const { holders } = (yield* row<{ holders: number }>(HOLDERS, key)) ?? { holders: 0 };
  if (holders >= keyConcurrency) return BLOCKED;
  const waiting = yield* row(NEXT, key);
  return waiting ? BLOCKED : READY;
}

/** The place in line of a job that came due at a moment: never before those that stand there, whatever the wall clock did meanwhile. */
export function* turnAt(key: string, moment: number): Deed<number> {
  const last = yield* row<{ turn: number | null }>(LAST_TURN, key);
  return Math.max(moment, last?.turn ?? moment);
}

/** Somebody left the key: those who stood longest in line get its free places. */
export function* release(ledger: Ledger, key: string): Deed {
  for (;;) {
    const [next] = yield* rows<{ id: number; name: string; key_concurrency: number }>(NEXT, key);
    if (!next) return;
    const { holders } = (yield* row<{ holders: number }>(HOLDERS, key)) ?? { holders: 0 };
    if (holders >= next.key_concurrency) return;
    yield [PROMOTE, next.id];
    ledger.move(next.name, BLOCKED, READY);
  }
}
