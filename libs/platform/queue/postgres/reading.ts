import { hostname } from 'node:os';
import type { StoredJob } from '../contract/engine.js';
import { JOB_STATES, type JobEvent, type JobFilter, type JobState, type Lane, type QueueCount, type WorkerView } from '../contract/job.js';
import type { Connection } from './connection.js';

const MOST_LISTED = 200;
const LISTED = 50;
/** A process that beat this long ago is not taken for a live one. */
const LIVE_MS = 60_000;

interface JobRow {
  id: string;
  name: string;
  state: JobState;
  lane: Lane;
  key: string | null;
  priority: number;
  payload: string;
  version: number;
  attempt: number;
  failures: number;
  max_attempts: number;
  run_at: number;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  cancelling: string | null;
  progress: string | null;
  result: string | null;
  reason: string | null;
  parents: string[] | null;
  children: string[] | null;
}

const SELECT = `SELECT j.*,
  (SELECT array_agg(parent::text ORDER BY place) FROM jupiter_parent WHERE child = j.id) AS parents,
  (SELECT array_agg(child::text ORDER BY child) FROM jupiter_parent WHERE parent = j.id) AS children
  FROM jupiter_job j`;

export async function jobBy(connection: Connection, id: string): Promise<StoredJob | undefined> {
  if (!/^\d{1,18}$/.test(id)) return undefined;
  const [row] = await connection.read<JobRow>(`${SELECT} WHERE id = $1`, [id]);
  return row && stored(row);
}

/** Newest first. */
export async function jobsBy(connection: Connection, { states, name, key, before, limit }: JobFilter): Promise<StoredJob[]> {
  const values: unknown[] = [Math.min(Math.max(limit ?? LISTED, 1), MOST_LISTED)];
  const conditions = [
    ['j.state = ANY(?)', states],
    ['j.name = ?', name],
    ['j.key = ?', key],
    ['j.id < ?::bigint', before],
  ] as const;
  const wanted = conditions
    .filter(([, value]) => value !== undefined)
    .map(([condition, value]) => condition.replace('?', `$${values.push(value)}`));
  const where = wanted.length > 0 ? `WHERE ${wanted.join(' AND ')}` : '';
  return (await connection.read<JobRow>(`${SELECT} ${where} ORDER BY j.id DESC LIMIT $1`, values)).map(stored);
}

export async function eventsOf(connection: Connection, id: string): Promise<JobEvent[]> {
  const rows = await connection.read<Omit<JobEvent, 'at' | 'detail'> & { at: number; detail: string | null }>(
    'SELECT at, kind, attempt, detail FROM jupiter_event WHERE job = $1 ORDER BY id',
    [id],
  );
  return rows.map(({ at, detail, ...event }) => ({ at: iso(at), ...event, ...(detail !== null && { detail }) }));
}

export async function queueCounts(connection: Connection): Promise<QueueCount[]> {
  const rows = await connection.read<{ name: string; paused: boolean; states: Record<string, number> | null; oldest: number | null }>(
    `SELECT n.name, coalesce(r.paused, false) AS paused,
       (SELECT json_object_agg(c.state, c.jobs) FROM jupiter_count c WHERE c.name = n.name) AS states,
       (SELECT min(j.run_at) FROM jupiter_job j WHERE j.name = n.name AND j.state = 'ready') AS oldest
     FROM (SELECT name FROM jupiter_rule WHERE declared OR paused UNION SELECT name FROM jupiter_count WHERE jobs > 0) n
     LEFT JOIN jupiter_rule r ON r.name = n.name ORDER BY n.name`,
  );
  return rows.map(({ name, paused, states, oldest }) => ({
    name,
    paused,
    states: Object.fromEntries(JOB_STATES.map((state) => [state, Number(states?.[state] ?? 0)])) as Record<JobState, number>,
    ...(oldest !== null && { oldestDueAt: iso(oldest) }),
  }));
}

export async function workerViews(connection: Connection, now: number): Promise<WorkerView[]> {
  const rows = await connection.read<{ id: string; beat_at: number; shown: string }>(
    'SELECT id, beat_at, shown FROM jupiter_worker ORDER BY id',
  );
  return rows.map(({ id, beat_at, shown }) => {
    const worker = JSON.parse(shown) as Omit<WorkerView, 'id' | 'beatAt' | 'live'>;
    const live = now - beat_at < LIVE_MS && (worker.host !== hostname() || exists(worker.pid));
    return { id, ...worker, beatAt: iso(beat_at), live };
  });
}

function stored(row: JobRow): StoredJob {
  const optional = {
    key: row.key,
    startedAt: row.started_at === null ? null : iso(row.started_at),
    finishedAt: row.finished_at === null ? null : iso(row.finished_at),
    cancelling: row.cancelling === null ? null : true,
    progress: parsed(row.progress),
    result: parsed(row.result),
    reason: row.reason,
    parents: row.parents,
    children: row.children,
  };
  const there = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null));
  const { id, name, state, lane, priority, attempt, failures, version } = row;
  return {
    ...{ id, name, state, lane, priority, attempt, failures, version, maxAttempts: row.max_attempts, payload: parsed(row.payload) },
    ...{ runAt: iso(row.run_at), createdAt: iso(row.created_at) },
    ...there,
  };
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json));

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
