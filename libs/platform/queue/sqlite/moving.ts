import { BLOCKED, CANCEL_WITH_PARENT, CANCELLED, DEAD, DELAYED, DONE, HOLD_FOR_PARENT, READY, WAITING } from './codes.js';
import { type Deed, row, rows } from './deed.js';
import { placeOf, release, turnAt } from './keys.js';
import type { Ledger } from './ledger.js';

/** What the moves need to know of a job. */
export interface Standing {
  readonly id: number;
  readonly name: string;
  readonly state: number;
  readonly key: string | null;
  readonly holds: number;
  readonly key_concurrency: number;
  readonly attempt: number;
  readonly run_at: number;
}

export const STANDING = 'id, name, state, key, holds, key_concurrency, attempt, run_at';
const FIND = `SELECT ${STANDING} FROM job WHERE id = ?`;
const PLACE = 'UPDATE job SET state = ?, holds = ?, turn = ?, run_at = ? WHERE id = ?';
const END = `UPDATE job SET state = ?, holds = 0, executor = NULL, cancel_asked = 0, finished_at = ?, reason = coalesce(?, reason) WHERE id = ?`;
const CLOSE_EDGES = 'UPDATE job_parent SET open = 0 WHERE parent_id = ? AND open = 1 RETURNING child_id';
const OPEN_CHILDREN = `SELECT ${STANDING.replaceAll(/\w+/g, 'c.$&')}, c.parent_policy, c.open_parents FROM job_parent p JOIN job c ON c.id = p.child_id
  WHERE p.parent_id = ? AND p.open = 1 AND c.state = 3`;
const ONE_PARENT_LESS = 'UPDATE job SET open_parents = open_parents - 1 WHERE id = ? RETURNING open_parents';
const CLOSE_EDGE = 'UPDATE job_parent SET open = 0 WHERE parent_id = ? AND child_id = ?';

/** The job as far as the moves need it. */
export function find(id: number): Deed<Standing | undefined> {
  return row<Standing>(FIND, id);
}

/**
 * A job that runs no more, or not yet, goes where it belongs: delayed until `runAt`, else ready, or blocked behind others of its key.
 * One that has its key's place keeps it.
 */
export function* place(ledger: Ledger, job: Standing, runAt: number): Deed<number> {
  let state: number = runAt > ledger.now ? DELAYED : READY;
  let { holds } = job;
  if (state === READY && job.key !== null && !holds) {
    state = yield* placeOf(job.key, job.key_concurrency);
    holds = state === READY ? 1 : 0;
  }
  const turn = job.key !== null && state === BLOCKED ? yield* turnAt(job.key, runAt) : null;
  yield [PLACE, state, holds, turn, runAt, job.id];
  ledger.move(job.name, job.state, state);
  return state;
}

/** A job ends for good, and with it those of its children that go with it. */
export function* finish(ledger: Ledger, job: Standing, state: number, reason: string | null): Deed {
  yield [END, state, ledger.now, reason, job.id];
  ledger.move(job.name, job.state, state);
  yield* afterEnd(ledger, job, state);
}

/** What follows from an end that is written already: the key goes to the next, the children go on or not. */
export function* afterEnd(ledger: Ledger, job: Pick<Standing, 'id' | 'key'>, state: number): Deed {
  const ended: [Pick<Standing, 'id' | 'key'>, number][] = [[job, state]];
  for (let next = ended.pop(); next; next = ended.pop()) {
    const [parent, how] = next;
    if (parent.key !== null) yield* release(ledger, parent.key);
    if (how === DONE) yield* parentDone(ledger, parent.id);
    else for (const child of yield* parentFailed(ledger, parent.id, how)) ended.push([child, CANCELLED]);
  }
}

function* parentDone(ledger: Ledger, parentId: number): Deed {
  for (const { child_id } of yield* rows<{ child_id: number }>(CLOSE_EDGES, parentId)) yield* oneParentLess(ledger, child_id);
}

/** Gives the children that were cancelled with it: their own children come next. */
function* parentFailed(ledger: Ledger, parentId: number, state: number): Deed<Standing[]> {
  const cancelled: Standing[] = [];
  for (const child of yield* rows<Standing & { parent_policy: number }>(OPEN_CHILDREN, parentId)) {
    if (child.parent_policy === HOLD_FOR_PARENT) continue;
    if (child.parent_policy === CANCEL_WITH_PARENT) {
      const reason = `Its parent ${parentId} ${state === DEAD ? 'died' : 'was cancelled'}.`;
      yield [END, CANCELLED, ledger.now, reason, child.id];
      ledger.move(child.name, child.state, CANCELLED);
      yield* ledger.event(child.id, 'cancelled', child.attempt, reason);
      cancelled.push(child);
    } else {
      yield [CLOSE_EDGE, parentId, child.id];
      yield* oneParentLess(ledger, child.id);
    }
  }
  return cancelled;
}

function* oneParentLess(ledger: Ledger, childId: number): Deed {
  const left = yield* row<{ open_parents: number }>(ONE_PARENT_LESS, childId);
  const child = left?.open_parents === 0 ? yield* find(childId) : undefined;
  // one that waited for its parents comes due when they are done, unless it is delayed beyond that
  if (child?.state === WAITING) yield* place(ledger, child, Math.max(child.run_at, ledger.now));
}

/** Delayed jobs whose moment has come. */
export function* comeDue(ledger: Ledger, most: number): Deed<number> {
  const due = yield* rows<Standing>(
    `SELECT ${STANDING} FROM job WHERE state = 1 AND run_at <= ? ORDER BY run_at, id LIMIT ?`,
    ledger.now,
    most,
  );
  for (const job of due) {
    if (job.key === null) {
      yield ['UPDATE job SET state = 0 WHERE id = ?', job.id];
      ledger.move(job.name, DELAYED, READY);
    } else yield* place(ledger, job, job.run_at);
  }
  return due.length;
}
