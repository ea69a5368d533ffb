import type { PreparedJob } from '../contract/engine.js';
import type { Enqueued } from '../contract/job.js';
import { unknownParent } from '../errors.js';
import { BLOCKED, CANCELLED, DEAD, DELAYED, DONE, HOLD_FOR_PARENT, policyCode, READY, RUNNING, WAITING } from './codes.js';
import { type Deed, row, rows, type Value } from './deed.js';
import { placeOf, release, turnAt } from './keys.js';
import type { Ledger } from './ledger.js';
import { place, STANDING, type Standing } from './moving.js';

/** A job with nothing that has to be looked up. Parameters: name, state, priority, payload, version, max_attempts, run_at, created_at. */
export const INSERT_PLAIN = `INSERT INTO job (name, state, priority, payload, version, max_attempts, run_at, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const INSERT = `INSERT INTO job (name, state, priority, payload, version, max_attempts, run_at, created_at, key, key_concurrency, holds, turn,
    unique_key, idempotency_key, parent_policy, open_parents, finished_at, reason)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`;
const KNOWN = 'SELECT id FROM job WHERE idempotency_key = ?';
const SAME_UNIQUE = `SELECT ${STANDING} FROM job WHERE unique_key = ? AND state < 6 ORDER BY id`;
const REPLACE = 'UPDATE job SET payload = ?, version = ?, priority = ? WHERE id = ?';
const HOLD_BACK = 'UPDATE job SET state = 1, holds = 0, run_at = ? WHERE id = ?';
const RESCHEDULE = 'UPDATE job SET run_at = ? WHERE id = ?';
const PARENT = 'SELECT state FROM job WHERE id = ?';
const INSERT_EDGE = 'INSERT INTO job_parent (child_id, parent_id, open) VALUES (?, ?, ?)';

/** Whether nothing has to be looked up before the job is kept. */
export const isPlain = (job: PreparedJob): boolean =>
  job.key === undefined && job.unique === undefined && job.idempotencyKey === undefined && job.parents.length === 0;

/** Parameters of `INSERT_PLAIN`. */
export function plainRow(job: PreparedJob, now: number): [string, number, number, string, number, number, number, number] {
  const state = job.delayMs > 0 ? DELAYED : READY;
  return [job.name, state, job.priority, job.payload, job.version, job.maxAttempts, now + job.delayMs, now];
}

/** Keeps a job, or answers the one that stands for the request already. Throws `queue.unknown-parent` before it has written anything. */
export function* enqueue(ledger: Ledger, job: PreparedJob): Deed<Enqueued> {
  if (job.idempotencyKey !== undefined) {
    const known = yield* row<{ id: number }>(KNOWN, job.idempotencyKey);
    if (known) return { id: String(known.id), outcome: 'known' };
  }
  if (job.unique) {
    const met = yield* meet(ledger, job, job.unique);
    if (met) return met;
  }
  return yield* insert(ledger, job, yield* parentsOf(job));
}

/** What becomes of a job whose unique key is taken; undefined when it is free. */
function* meet(ledger: Ledger, job: PreparedJob, unique: NonNullable<PreparedJob['unique']>): Deed<Enqueued | undefined> {
  const taken = yield* rows<Standing>(SAME_UNIQUE, unique.key);
  const first = taken.find(({ state }) => unique.within === 'unfinished' || state !== RUNNING);
  if (!first) return undefined;
  const id = String(first.id);
  const untouched = first.state !== RUNNING && first.attempt === 0 && first.name === job.name;
  if (unique.onConflict === 'keep' || !untouched) return { id, outcome: 'duplicate' };
  yield [REPLACE, job.payload, job.version, job.priority, first.id];
  yield* reschedule(ledger, first, ledger.now + job.delayMs);
  return { id, outcome: 'replaced' };
}

/** A job that has not started gets another due moment; one that is pushed back leaves its key's place. */
function* reschedule(ledger: Ledger, job: Standing, runAt: number): Deed {
  if (job.state === READY || job.state === BLOCKED || job.state === DELAYED) {
    if (runAt <= ledger.now) {
      if (job.state === DELAYED) yield* place(ledger, job, runAt);
    } else {
      yield [HOLD_BACK, runAt, job.id];
      ledger.move(job.name, job.state, DELAYED);
      if (job.key !== null) yield* release(ledger, job.key);
    }
  } else yield [RESCHEDULE, runAt, job.id];
}

interface Parents {
  readonly edges: readonly (readonly [id: number, open: number])[];
  readonly open: number;
  /** The parent that takes the job with it before it has begun. */
  readonly failed?: number;
}

function* parentsOf(job: PreparedJob): Deed<Parents> {
  const edges: [number, number][] = [];
  let failed: number | undefined;
  for (const parent of job.parents) {
    const id = Number(parent);
    const found = Number.isSafeInteger(id) ? yield* row<{ state: number }>(PARENT, id) : undefined;
    if (!found) throw unknownParent(parent);
    const isFailed = found.state === CANCELLED || found.state === DEAD;
    if (isFailed && job.onParentFailure === 'cancel') failed ??= id;
    const over = found.state === DONE || (isFailed && policyCode(job.onParentFailure) !== HOLD_FOR_PARENT);
    edges.push([id, over ? 0 : 1]);
  }
  return { edges, open: edges.filter(([, open]) => open).length, failed };
}

function* insert(ledger: Ledger, job: PreparedJob, parents: Parents): Deed<Enqueued> {
  const { edges, open, failed } = parents;
  const key = job.key ?? null;
  const state = failed !== undefined ? CANCELLED : open > 0 ? WAITING : yield* firstState(job);
  const turn = key !== null && state === BLOCKED ? yield* turnAt(key, ledger.now) : null;
  const holds = key !== null && state === READY ? 1 : 0;
  const reason = failed === undefined ? null : `Its parent ${failed} had failed already.`;
  const values: Value[] = [
    ...plainRow(job, ledger.now),
    key,
    job.keyConcurrency,
    holds,
    state === READY || state === BLOCKED ? turn : null,
  ];
  values[1] = state;
  values.push(job.unique?.key ?? null, job.idempotencyKey ?? null);
  values.push(edges.length > 0 ? policyCode(job.onParentFailure) : null, open, state === CANCELLED ? ledger.now : null, reason);
  const { id } = (yield* row<{ id: number }>(INSERT, ...values)) as { id: number };
  for (const [parent, isOpen] of edges) yield [INSERT_EDGE, id, parent, isOpen];
  if (reason !== null) yield* ledger.event(id, 'cancelled', 0, reason);
  ledger.move(job.name, undefined, state);
  return { id: String(id), outcome: 'enqueued' };
}

function* firstState(job: PreparedJob): Deed<number> {
  if (job.delayMs > 0) return DELAYED;
  return job.key === undefined ? READY : yield* placeOf(job.key, job.keyConcurrency);
}
