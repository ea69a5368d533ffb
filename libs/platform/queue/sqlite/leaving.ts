import type { Leaving } from '../contract/engine.js';
import { CANCELLED, DEAD, QUARANTINE_LANE } from './codes.js';
import { type Deed, rows } from './deed.js';
import { endFailed, type Started } from './ending.js';
import type { Ledger } from './ledger.js';
import { finish, place, STANDING } from './moving.js';

/** A job that was running each time when the whole node died is taken for the cause. */
const MOST_RESCUES = 20;

const HELD = `SELECT ${STANDING}, failures, max_attempts, cancel_asked, reason, rescues, lane FROM job WHERE state = 5`;
const SUSPECT = 'UPDATE job SET lane = 1, reason = ? WHERE id = ?';
const RESCUE = 'UPDATE job SET rescues = rescues + 1 WHERE id = ?';

export interface Left {
  freed: number;
  readonly charged: string[];
  readonly quarantined: string[];
}

/** The jobs an executor holds. */
export function heldBy(executor: string): Deed<Started[]> {
  return rows<Started>(`${HELD} AND executor = ?`, executor);
}

/** Puts back what an executor held that is gone; whoever cannot have been the cause pays nothing. */
export function* giveBack(ledger: Ledger, held: readonly Started[], why: Exclude<Leaving, { kind: 'killed' }>): Deed<Left> {
  const left: Left = { freed: 0, charged: [], quarantined: [] };
  const suspects = new Set(why.kind === 'crash' ? why.started : []);
  const reason = why.kind === 'crash' ? why.reason : 'Its process stopped.';
  const present = held.filter(({ id }) => suspects.has(String(id)));
  for (const job of held) {
    if (job.cancel_asked) yield* endAskedFor(ledger, job);
    else if (!suspects.has(String(job.id))) yield* free(ledger, job, reason);
    else if (present.length === 1) {
      yield* endFailed(ledger, job, { kind: 'failed', reason, afterMs: 0 });
      left.charged.push(String(job.id));
      continue;
    } else {
      yield* suspect(ledger, job, reason);
      left.quarantined.push(String(job.id));
      continue;
    }
    left.freed += 1;
  }
  return left;
}

/** Everything that was running when the node died: nobody is charged, but rescues are counted. */
export function* recover(ledger: Ledger): Deed<number> {
  const held = yield* rows<Started>(HELD);
  for (const job of held) {
    if (job.cancel_asked) yield* endAskedFor(ledger, job);
    else if (job.rescues + 1 >= MOST_RESCUES) {
      const reason = `It was running each of the ${MOST_RESCUES} times that the whole node died.`;
      yield* ledger.event(job.id, 'died', job.attempt, reason);
      yield [RESCUE, job.id];
      yield* finish(ledger, job, DEAD, reason);
    } else {
      yield [RESCUE, job.id];
      yield* free(ledger, job, 'The node died.');
    }
  }
  return held.length;
}

function* endAskedFor(ledger: Ledger, job: Started): Deed {
  yield* ledger.event(job.id, 'cancelled', job.attempt, job.reason);
  yield* finish(ledger, job, CANCELLED, null);
}

function* free(ledger: Ledger, job: Started, why: string): Deed {
  yield* ledger.event(job.id, 'freed', job.attempt, why);
  yield* place(ledger, job, Math.min(job.run_at, ledger.now));
}

function* suspect(ledger: Ledger, job: Started, why: string): Deed {
  if (job.lane !== QUARANTINE_LANE) yield* ledger.event(job.id, 'quarantined', job.attempt, why);
  yield [SUSPECT, why, job.id];
  yield* place(ledger, job, Math.min(job.run_at, ledger.now));
}
