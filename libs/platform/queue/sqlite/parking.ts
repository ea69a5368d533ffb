import type { JobRules } from '../contract/definition.js';
import { PARKED, WAITING } from './codes.js';
import { type Deed, row, rows } from './deed.js';
import type { Ledger } from './ledger.js';
import { place, STANDING, type Standing } from './moving.js';
import { park } from './steering.js';

const MOST_AT_ONCE = 500;
const READY_OF_NAME = `SELECT ${STANDING} FROM job WHERE state = 0 AND name = ? LIMIT ${MOST_AT_ONCE}`;
const NEXT_READY_NAME = 'SELECT name FROM job WHERE state = 0 AND name > ? ORDER BY name LIMIT 1';
const PARKED_OF_NAME = `SELECT ${STANDING}, open_parents FROM job WHERE state > 0 AND state < 5 AND state = ${PARKED} AND name = ? AND version <= ?
  AND id > ? ORDER BY id LIMIT ${MOST_AT_ONCE}`;
const WAIT_AGAIN = 'UPDATE job SET state = 3, reason = NULL WHERE id = ?';
/** It comes due anew: others of its key have not waited for it meanwhile. */
const FORGET = 'UPDATE job SET reason = NULL WHERE id = ?';

/** Keeps ready jobs of a name aside that nobody here knows; gives how many. */
export function* parkUnknown(ledger: Ledger, name: string): Deed<number> {
  const jobs = yield* rows<Standing>(READY_OF_NAME, name);
  for (const job of jobs) yield* park(ledger, job, `Nobody here knows jobs named ${name}.`);
  return jobs.length;
}

/** At the opening: the first ready jobs of all names that nobody here knows. */
export function* parkAllUnknown(ledger: Ledger, rules: ReadonlyMap<string, JobRules>): Deed {
  for (let at = yield* row<{ name: string }>(NEXT_READY_NAME, ''); at; at = yield* row<{ name: string }>(NEXT_READY_NAME, at.name))
    if (!rules.has(at.name)) yield* parkUnknown(ledger, at.name);
}

/** Jobs that somebody knows now, a few at a time: where the next look begins, or undefined when there is none left. */
export function* unpark(ledger: Ledger, { name, version }: JobRules, after: number): Deed<number | undefined> {
  const jobs = yield* rows<Standing & { open_parents: number }>(PARKED_OF_NAME, name, version, after);
  for (const job of jobs) {
    yield* ledger.event(job.id, 'unparked', job.attempt);
    if (job.open_parents > 0) {
      yield [WAIT_AGAIN, job.id];
      ledger.move(job.name, PARKED, WAITING);
    } else {
      yield [FORGET, job.id];
      yield* place(ledger, job, Math.max(job.run_at, ledger.now));
    }
  }
  return jobs.length === MOST_AT_ONCE ? jobs.at(-1)?.id : undefined;
}
