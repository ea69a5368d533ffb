import type { Turn } from './connection.js';
import { place } from './placing.js';

interface Bucket {
  /** Moments of the last starts, oldest first; at most as many as the rule allows. */
  readonly starts: readonly number[];
  /** The moment to which the last jobs were put off, and how many: a full one is followed by the next, so that a backlog does not come due at once. */
  readonly planned: number;
  readonly planned_jobs: number;
}

interface RatedRow {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly put_off: boolean;
  readonly rate_starts: number;
  readonly rate_ms: number;
}

/** Which of these jobs may start now; the others are put off. Any stretch of `perMs` holds at most `starts` starts of a key. */
export async function withinRate(turn: Turn, ids: readonly string[]): Promise<string[]> {
  const rated = await turn.sql<RatedRow>(
    `SELECT j.id, j.name, coalesce(j.key, '') AS key, j.put_off, r.rate_starts, r.rate_ms
     FROM jupiter_job j JOIN jupiter_rule r ON r.name = j.name
     WHERE j.id = ANY($1::bigint[]) AND r.rate_starts IS NOT NULL ORDER BY j.priority, j.id`,
    [ids],
  );
  const late = new Set<string>();
  for (const row of rated) if (!(await mayStart(turn, row))) late.add(row.id);
  await place(turn, [...late]);
  return ids.filter((id) => !late.has(id));
}

async function mayStart(turn: Turn, row: RatedRow): Promise<boolean> {
  const { now } = turn;
  const bucket = await bucketOf(turn, row);
  // After a step back of the clock the last starts count as of now: nothing waits longer than one stretch for it.
  const starts = bucket.starts.map((at) => Math.min(at, now)).filter((at) => at > now - row.rate_ms);
  if (starts.length < row.rate_starts) {
    await keep(turn, row, { ...bucket, starts: [...starts, now] });
    return true;
  }
  const allowed = (starts[starts.length - row.rate_starts] ?? now) + row.rate_ms;
  await putOff(turn, row, row.put_off ? allowed : await plan(turn, row, bucket, allowed));
  return false;
}

/** The next moment that is not full yet, for a job that is put off the first time. */
async function plan(turn: Turn, row: RatedRow, bucket: Bucket, allowed: number): Promise<number> {
  const { planned, planned_jobs: jobs } = bucket;
  const full = jobs >= row.rate_starts;
  const next =
    planned < allowed
      ? { planned: allowed, planned_jobs: 1 }
      : full
        ? { planned: planned + row.rate_ms, planned_jobs: 1 }
        : { planned, planned_jobs: jobs + 1 };
  await keep(turn, row, { ...bucket, ...next });
  return next.planned;
}

async function putOff(turn: Turn, { id }: RatedRow, until: number): Promise<void> {
  await turn.sql('UPDATE jupiter_job SET run_at = $2, put_off = true WHERE id = $1', [id, until]);
}

async function bucketOf(turn: Turn, { name, key }: RatedRow): Promise<Bucket> {
  const [row] = await turn.sql<Bucket>('SELECT starts, planned, planned_jobs FROM jupiter_rate WHERE name = $1 AND key = $2', [name, key]);
  return row ?? { starts: [], planned: 0, planned_jobs: 0 };
}

function keep(turn: Turn, { name, key }: RatedRow, { starts, planned, planned_jobs }: Bucket): Promise<unknown> {
  return turn.sql(
    `INSERT INTO jupiter_rate (name, key, starts, planned, planned_jobs) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (name, key) DO UPDATE SET starts = excluded.starts, planned = excluded.planned, planned_jobs = excluded.planned_jobs`,
    [name, key, starts, planned, planned_jobs],
  );
}
