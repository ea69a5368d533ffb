import { BLOCKED, READY } from './codes.js';
import { type Deed, row, rows } from './deed.js';
import type { Ledger } from './ledger.js';

const HOLDERS = 'SELECT count(*) AS holders FROM job WHERE holds = 1 AND key = ?';
const NEXT = 'SELECT id, name, key_concurrency FROM job WHERE state = 2 AND key = ? ORDER BY turn, run_at, id LIMIT 1';
const PROMOTE = 'UPDATE job SET state = 0, holds = 1 WHERE id = ?';
/** Numbers of jobs only grow: twice the next one is a place behind all that stand in line, one less is before the next that comes. */
const LAST_ID = "SELECT seq FROM sqlite_sequence WHERE name = 'job'";

/** Whether a job that is due gets its key's place, or has to wait behind others. */
export function* placeOf(key: string, keyConcurrency: number): Deed<typeof READY | typeof BLOCKED> {
  const { holders } = (yield* row<{ holders: number }>(HOLDERS, key)) ?? { holders: 0 };
  if (holders >= keyConcurrency) return BLOCKED;
  const waiting = yield* row(NEXT, key);
  return waiting ? BLOCKED : READY;
}

/** The place in line of the job that is inserted next. */
export function* turnOfNewJob(): Deed<number> {
  return 2 * ((yield* lastId()) + 1);
}

/** The place in line of a job that was there before and has just come due. */
export function* turnNow(): Deed<number> {
  return 2 * (yield* lastId()) + 1;
}

function* lastId(): Deed<number> {
  return (yield* row<{ seq: number }>(LAST_ID))?.seq ?? 0;
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
