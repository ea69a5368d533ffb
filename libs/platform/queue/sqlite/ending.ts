import { messageOf } from '#core/kernel';
import { type Backoff, backoffMs, DEFAULT_BACKOFF, LONGEST_REASON } from '../contract/definition.js';
import type { Ending, StartEnd } from '../contract/engine.js';
import type { Effect } from '../contract/job.js';
import { effectRefused } from '../errors.js';
import { CANCELLED, DEAD, DONE, RUNNING } from './codes.js';
import { type Deed, row } from './deed.js';
import type { Ledger } from './ledger.js';
import { afterEnd, finish, place, STANDING, type Standing } from './moving.js';
import { park } from './steering.js';

/** Parameters: moment, result, id, attempt. */
export const END_DONE = 'UPDATE job SET state = 6, finished_at = ?, result = ? WHERE id = ? AND attempt = ? AND state = 5';
/**
 * Many at once, for half of what they cost one by one; gives those that it changed. Parameters: moment, JSON array of [id, attempt,
 * result]. The plus keeps it from looking among all that run.
 */
export const END_ALL_DONE = `UPDATE job SET state = 6, finished_at = ?, result = e.value ->> 2 FROM json_each(?) e
  WHERE job.id = e.value ->> 0 AND job.attempt = e.value ->> 1 AND +job.state = 5 RETURNING id`;
export const PROGRESS = 'UPDATE job SET progress = ? WHERE id = ? AND attempt = ? AND state = 5';
const GIVE_UP_KEY = 'UPDATE job SET holds = 0 WHERE id = ?';
const STARTED = `SELECT ${STANDING}, failures, max_attempts, cancel_asked, reason, rescues, lane FROM job WHERE id = ? AND attempt = ? AND state = 5`;
const FAIL = 'UPDATE job SET failures = failures + 1, reason = ? WHERE id = ?';

/** A job that runs. */
export interface Started extends Standing {
  readonly failures: number;
  readonly max_attempts: number;
  readonly cancel_asked: number;
  readonly reason: string | null;
  readonly rescues: number;
  readonly lane: number;
}

/** The job of a start; undefined when it was taken from that start. */
export function started(id: number, attempt: number): Deed<Started | undefined> {
  return row<Started>(STARTED, id, attempt);
}

/** How a start ends that is not simply done. */
export function* endStart(ledger: Ledger, job: Started, ending: Exclude<Ending, { kind: 'done' }>): Deed {
  if (job.cancel_asked && ending.kind !== 'cancelled') return yield* endCancelled(ledger, job, null);
  switch (ending.kind) {
    case 'cancelled':
      return yield* endCancelled(ledger, job, ending.reason);
    case 'failed':
      return yield* endFailed(ledger, job, ending);
    case 'snoozed':
      yield* ledger.frequentEvent(job.id, 'snoozed', job.attempt);
      yield* place(ledger, job, ledger.now + ending.afterMs);
      return;
    case 'interrupted':
      yield* ledger.frequentEvent(job.id, 'interrupted', job.attempt);
      yield* place(ledger, job, Math.min(job.run_at, ledger.now));
      return;
    case 'parked':
      return yield* park(ledger, job, ending.reason);
  }
}

function* endCancelled(ledger: Ledger, job: Started, reason: string | null): Deed {
  yield* ledger.event(job.id, 'cancelled', job.attempt, reason ?? job.reason);
  yield* finish(ledger, job, CANCELLED, job.cancel_asked ? null : reason);
}

/** One failure more: tried again after a while, or dead. */
export function* endFailed(ledger: Ledger, job: Started, failure: Extract<Ending, { kind: 'failed' }>): Deed {
  const reason = failure.reason.slice(0, LONGEST_REASON);
  yield [FAIL, reason, job.id];
  const isOver = failure.final === true || job.failures + 1 >= job.max_attempts;
  yield* ledger.event(job.id, 'failed', job.attempt, reason);
  if (isOver) yield* ledger.event(job.id, 'died', job.attempt);
  if (isOver) yield* finish(ledger, job, DEAD, reason);
  else yield* place(ledger, job, ledger.now + failure.afterMs);
}

/** What follows once `END_DONE` has changed the job. */
export function* afterDone(ledger: Ledger, job: { id: number; name: string; key: string | null }): Deed {
  ledger.move(job.name, RUNNING, DONE);
  if (job.key !== null) yield [GIVE_UP_KEY, job.id];
  yield* afterEnd(ledger, job, DONE);
}

const WRITES = /^\s*(insert|update|delete|replace|with)\b/i;

/** The rows of an effect, after the end that they belong to. Throws when one is not a change of rows. */
export function* effectOf(effect: Effect): Deed {
  for (const { sql, parameters } of effect) {
    if (!WRITES.test(sql)) throw effectRefused(sql);
    yield [sql, ...parameters];
  }
}

/** The failure that a start ends with whose effect the database refused. */
export function refusal(job: Started, error: unknown, backoff: Backoff = DEFAULT_BACKOFF): Extract<Ending, { kind: 'failed' }> {
  return {
    kind: 'failed',
    reason: `Its effect was refused: ${messageOf(error)}`.slice(0, LONGEST_REASON),
    afterMs: backoffMs(job.failures, backoff),
  };
}

/** Whether a start's end is nothing but its result: the common way. */
export const isPlainDone = ({ ending, progress }: StartEnd): boolean => ending.kind === 'done' && !ending.effect && progress === undefined;
