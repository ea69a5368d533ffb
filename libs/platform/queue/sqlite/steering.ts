import { uniqueKeyTaken } from '../errors.js';
import { CANCELLED, DEAD, DONE, HOLD_FOR_PARENT, PARKED, RUNNING, WAITING } from './codes.js';
import { type Deed, row, rows } from './deed.js';
import { release } from './keys.js';
import type { Ledger } from './ledger.js';
import { find, finish, place, STANDING, type Standing } from './moving.js';

const ASK_TO_CANCEL = 'UPDATE job SET cancel_asked = 1, reason = ? WHERE id = ?';
const ENDED = `SELECT ${STANDING}, unique_key, parent_policy FROM job WHERE id = ? AND state >= 6`;
const HOLDS_UNIQUE = 'SELECT id FROM job WHERE unique_key = ? AND state < 6';
const RESET = `UPDATE job SET lane = 0, failures = 0, rescues = 0, cancel_asked = 0, open_parents = ?, run_at = ?, started_at = NULL,
  finished_at = NULL, progress = NULL, result = NULL, reason = NULL WHERE id = ?`;
const EDIT = 'UPDATE job SET payload = ?, version = ? WHERE id = ?';
const PARENT_STATES = 'SELECT p.parent_id, j.state FROM job_parent p LEFT JOIN job j ON j.id = p.parent_id WHERE p.child_id = ?';
const SET_EDGE = 'UPDATE job_parent SET open = ? WHERE child_id = ? AND parent_id = ?';
const WAIT = 'UPDATE job SET state = 3, holds = 0 WHERE id = ?';
const PAUSE = 'INSERT INTO job_pause (name) VALUES (?) ON CONFLICT DO NOTHING';
const GO_ON = 'DELETE FROM job_pause WHERE name = ?';

/** Cancels a job that does not run; asks for the end of one that does. */
export function* cancel(ledger: Ledger, id: number, reason: string): Deed<'cancelled' | 'cancelling' | 'ended'> {
  const job = yield* find(id);
  if (!job || job.state >= DONE) return 'ended';
  if (job.state === RUNNING) {
    yield [ASK_TO_CANCEL, reason, id];
    yield* ledger.event(id, 'cancel-asked', job.attempt, reason);
    return 'cancelling';
  }
  yield* finish(ledger, job, CANCELLED, reason);
  yield* ledger.event(id, 'cancelled', job.attempt, reason);
  return 'cancelled';
}

/** Starts an ended job's life again. Throws `queue.unique-key-taken`. */
export function* replay(ledger: Ledger, id: number, payload?: { json: string; version: number }): Deed<boolean> {
  const job = yield* row<Standing & { unique_key: string | null; parent_policy: number | null }>(ENDED, id);
  if (!job) return false;
  const other = job.unique_key === null ? undefined : yield* row<{ id: number }>(HOLDS_UNIQUE, job.unique_key);
  if (other) throw uniqueKeyTaken(String(id), String(other.id));
  const open = job.parent_policy === null ? 0 : yield* waitAgain(id, job.parent_policy);
  yield [RESET, open, ledger.now, id];
  if (payload) {
    yield [EDIT, payload.json, payload.version, id];
    yield* ledger.event(id, 'edited', job.attempt);
  }
  yield* ledger.event(id, 'replayed', job.attempt);
  if (open === 0) yield* place(ledger, job, ledger.now);
  else {
    yield [WAIT, id];
    ledger.move(job.name, job.state, WAITING);
  }
  return true;
}

/** A replayed child waits for the parents that may still be done; it does not die again of the one it died of. */
function* waitAgain(id: number, policy: number): Deed<number> {
  let open = 0;
  for (const { parent_id, state } of yield* rows<{ parent_id: number; state: number | null }>(PARENT_STATES, id)) {
    const failed = state === CANCELLED || state === DEAD;
    const waits = state !== null && state !== DONE && !(failed && policy !== HOLD_FOR_PARENT);
    yield [SET_EDGE, waits ? 1 : 0, id, parent_id];
    if (waits) open += 1;
  }
  return open;
}

/** A paused name starts no job. */
export function* pause(name: string, paused: boolean): Deed {
  yield [paused ? PAUSE : GO_ON, name];
}

/** A job that nobody here can run is kept aside; it gives its key away. */
export function* park(ledger: Ledger, job: Standing, reason: string): Deed {
  yield ['UPDATE job SET state = 4, holds = 0, executor = NULL, reason = ? WHERE id = ?', reason, job.id];
  ledger.move(job.name, job.state, PARKED);
  if (job.key !== null) yield* release(ledger, job.key);
  yield* ledger.event(job.id, 'parked', job.attempt, reason);
}
