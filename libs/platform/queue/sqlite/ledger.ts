import { type Deed, rows } from './deed.js';

const ADD =
  'INSERT INTO job_count (name, state, jobs) VALUES (?, ?, ?) ON CONFLICT (name, state) DO UPDATE SET jobs = jobs + excluded.jobs';
const EVENT = 'INSERT INTO job_event (job_id, at, kind, attempt, detail) VALUES (?, ?, ?, ?, ?)';

const FORGET_EVENTS = `DELETE FROM job_event WHERE job_id = ?
  AND id <= (SELECT id FROM job_event WHERE job_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`;
/** A job may snooze for ever. */
const MOST_EVENTS = 500;

/** What a transaction has to remember besides the jobs themselves: its moment, and how the counters move. */
export class Ledger {
  private readonly deltas = new Map<string, number[]>();

  /** `now` is the wall clock, in milliseconds since 1970. */
  constructor(readonly now: number) {}

  /** A job of the name goes from one state to another; undefined is not being there. */
  move(name: string, from: number | undefined, to: number | undefined, jobs = 1): void {
    let states = this.deltas.get(name);
    if (!states) {
      states = [0, 0, 0, 0, 0, 0, 0, 0, 0];
      this.deltas.set(name, states);
    }
    if (from !== undefined) states[from] = (states[from] ?? 0) - jobs;
    if (to !== undefined) states[to] = (states[to] ?? 0) + jobs;
  }

  /** Writes the counters; the last deed of a transaction. */
  *keep(): Deed {
    for (const [name, states] of this.deltas) for (const [state, jobs] of states.entries()) if (jobs !== 0) yield [ADD, name, state, jobs];
    this.deltas.clear();
  }

  /** As `event`, for what may happen to a job without end: only its newest stay. */
  *frequentEvent(jobId: number, kind: string, attempt: number): Deed {
    yield* this.event(jobId, kind, attempt);
    yield [FORGET_EVENTS, jobId, jobId, MOST_EVENTS];
  }

  /** Keeps something that happened off the common way. */
  *event(jobId: number, kind: string, attempt: number, detail: string | null = null): Deed {
    yield [EVENT, jobId, this.now, kind, attempt, detail];
  }
}

/** Counts anew what the counters say. */
export function* recount(): Deed {
  const counted = yield* rows<{ name: string; state: number; jobs: number }>(`
    SELECT name, 0 AS state, count(*) AS jobs FROM job WHERE state = 0 GROUP BY name
    UNION ALL SELECT name, state, count(*) FROM job WHERE state > 0 AND state < 5 GROUP BY name, state
    UNION ALL SELECT name, 5, count(*) FROM job WHERE state = 5 GROUP BY name
    UNION ALL SELECT name, state, count(*) FROM job WHERE state >= 6 GROUP BY name, state`);
  yield ['DELETE FROM job_count'];
  for (const { name, state, jobs } of counted) yield [ADD, name, state, jobs];
}
