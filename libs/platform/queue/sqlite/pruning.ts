import { DEFAULT_RETENTION, type JobRules, type Retention } from '../contract/definition.js';
import { CANCELLED, DEAD, DONE } from './codes.js';
import { type Deed, row, rows } from './deed.js';
import type { Ledger } from './ledger.js';

/** A producer may send a request again so long after its job has ended. */
const IDEMPOTENT_MS = 86_400_000;
const STEP = 500;

const NAMES = 'SELECT DISTINCT name FROM job_count WHERE state >= 6 AND jobs > 0';
const COUNT = 'SELECT coalesce(sum(jobs), 0) AS jobs FROM job_count WHERE name = ? AND state IN (?, ?)';
const OLDEST = `SELECT * FROM (SELECT id, state, finished_at, idempotency_key FROM job WHERE state >= 6 AND state = ? AND name = ? AND id > ? ORDER BY id LIMIT ${STEP})`;
const HAS_PARENTS = 'SELECT 1 FROM job_parent LIMIT 1';
const OPEN_CHILD = 'SELECT 1 FROM job_parent p JOIN job c ON c.id = p.child_id WHERE p.parent_id = ? AND c.state < 6 LIMIT 1';
const FORGOTTEN_RATES = `DELETE FROM job_rate WHERE rowid IN (SELECT rowid FROM job_rate WHERE rowid > ? ORDER BY rowid LIMIT ${STEP})
  AND json_extract(starts, '$[#-1][0]') < ?`;
const LAST_RATE = `SELECT max(rowid) AS last FROM (SELECT rowid FROM job_rate WHERE rowid > ? ORDER BY rowid LIMIT ${STEP})`;

interface Old {
  readonly id: number;
  readonly state: number;
  readonly finished_at: number;
  readonly idempotency_key: string | null;
}

interface Class {
  readonly states: readonly [number, number];
  readonly ms: number;
  readonly jobs: number;
}

/** Forgets what has ended and is older, or more, than its definition keeps: a few hundred at a time, the oldest first. */
export class Pruning {
  private readonly cursors = new Map<string, number>();
  private rateCursor = 0;

  constructor(private readonly rules: ReadonlyMap<string, JobRules>) {}

  /** One step over all names. True when there was more than a step of something. */
  *step(ledger: Ledger): Deed<boolean> {
    let more = false;
    const hasParents = (yield* row(HAS_PARENTS)) !== undefined;
    for (const { name } of yield* rows<{ name: string }>(NAMES))
      for (const each of classesOf(this.rules.get(name)?.keep ?? DEFAULT_RETENTION))
        more = (yield* this.stepOf(ledger, name, each, hasParents)) || more;
    yield* this.forgetRates(ledger.now);
    return more;
  }

  private *stepOf(ledger: Ledger, name: string, { states, ms, jobs }: Class, hasParents: boolean): Deed<boolean> {
    const id = `${states[0]}${name}`;
    const counted = (yield* row<{ jobs: number }>(COUNT, name, ...states))?.jobs ?? 0;
    let excess = counted - jobs;
    const oldest = yield* this.oldest(name, states, this.cursors.get(id) ?? 0);
    let forgotten = 0;
    let young = 0;
    for (const job of oldest) {
      this.cursors.set(id, job.id);
      if (excess <= 0 && job.finished_at > ledger.now - ms) {
        young += 1; // numbers are in the order of enqueueing: older ends may stand behind it
        continue;
      }
      if (!(yield* mayGo(job, ledger.now, hasParents))) continue;
      yield* forget(job.id, hasParents);
      ledger.move(name, job.state, undefined);
      excess -= 1;
      forgotten += 1;
    }
    if (oldest.length < STEP || young === STEP) return this.begin(id);
    return forgotten > 0;
  }

  /** The next pass begins with the oldest again: what was kept for a reason may be free to go then. */
  private begin(id: string): false {
    this.cursors.delete(id);
    return false;
  }

  private *oldest(name: string, states: readonly [number, number], after: number): Deed<Old[]> {
    const [first, second] = states;
    const some = yield* rows<Old>(OLDEST, first, name, after);
    if (first === second) return some;
    const others = yield* rows<Old>(OLDEST, second, name, after);
    return [...some, ...others].sort((a, b) => a.id - b.id).slice(0, STEP);
  }

  /** A rate's starts that are over for a day mean nothing any more. */
  private *forgetRates(now: number): Deed {
    const longest = Math.max(IDEMPOTENT_MS, ...[...this.rules.values()].map(({ rate }) => rate?.perMs ?? 0));
    const last = (yield* row<{ last: number | null }>(LAST_RATE, this.rateCursor))?.last ?? null;
    if (last !== null) yield [FORGOTTEN_RATES, this.rateCursor, now - longest];
    this.rateCursor = last ?? 0;
  }
}

const classesOf = ({ doneMs, doneJobs, failedMs, failedJobs }: Retention): Class[] => [
  { states: [DONE, DONE], ms: doneMs, jobs: doneJobs },
  { states: [CANCELLED, DEAD], ms: failedMs, jobs: failedJobs },
];

/** Not while a request may be sent again, or a child that has not ended wants to see its result. */
function* mayGo({ id, finished_at, idempotency_key }: Old, now: number, hasParents: boolean): Deed<boolean> {
  if (idempotency_key !== null && finished_at > now - IDEMPOTENT_MS) return false;
  return !hasParents || (yield* row(OPEN_CHILD, id)) === undefined;
}

function* forget(id: number, hasParents: boolean): Deed {
  yield ['DELETE FROM job WHERE id = ?', id];
  yield ['DELETE FROM job_event WHERE job_id = ?', id];
  if (!hasParents) return;
  yield ['DELETE FROM job_parent WHERE child_id = ?', id];
  yield ['DELETE FROM job_parent WHERE parent_id = ?', id];
}
