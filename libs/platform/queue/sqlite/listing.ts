import { setImmediate as turn } from 'node:timers/promises';
import type { Storage } from '#platform/storage';
import type { StoredJob } from '../contract/engine.js';
import { JOB_STATES, type JobFilter, type JobState, type QueueCount } from '../contract/job.js';
import { codeOf, READY, RUNNING, stateOf } from './codes.js';
import { iso, JOB_COLUMNS, type JobRow, storedJob } from './rows.js';

const BRIEF_COLUMNS = JOB_COLUMNS.replace('payload, progress, result', "'null' AS payload, progress, NULL AS result");
const DEFAULT_LIMIT = 50;
/** Rows that a look without an index reads before others get their turn. */
const STRIDE = 20_000;

/** Newest first. Whatever is asked, no single statement reads more than an index's page or a stride. */
export async function listJobs(storage: Storage, filter: JobFilter): Promise<StoredJob[]> {
  const limit = Math.min(Math.max(1, filter.limit ?? DEFAULT_LIMIT), 200);
  const before = filter.before !== undefined && /^\d{1,15}$/.test(filter.before) ? Number(filter.before) : Number.MAX_SAFE_INTEGER;
  const ids =
    filter.key === undefined ? await newestOfStates(storage, filter, before, limit) : await newestOfKey(storage, filter, before, limit);
  if (ids.length === 0) return [];
  const marks = ids.map(() => '?').join();
  return storage
    .read<JobRow>(`SELECT ${filter.brief ? BRIEF_COLUMNS : JOB_COLUMNS} FROM job WHERE id IN (${marks}) ORDER BY id DESC`, ids)
    .map((row) => storedJob(row));
}

/** Each name and state has its jobs in the order of an index: the newest of all are among the newest of each. */
async function newestOfStates(
  storage: Storage,
  { states = JOB_STATES, name }: JobFilter,
  before: number,
  limit: number,
): Promise<number[]> {
  if (states.length === 0) return [];
  if (name === undefined && states.length === JOB_STATES.length)
    return idsOf(storage, 'SELECT id FROM job WHERE id < ? ORDER BY id DESC LIMIT ?', [before, limit]);
  const names = name === undefined ? namesOf(storage) : [name];
  const found: number[] = [];
  for (const each of names) {
    for (const state of states) found.push(...newestOf(storage, each, codeOf(state), before, limit));
    await turn();
  }
  return found.sort((a, b) => b - a).slice(0, limit);
}

function newestOf(storage: Storage, name: string, state: number, before: number, limit: number): number[] {
  if (state === READY) return newestReady(storage, name, before, limit);
  if (state === RUNNING)
    return idsOf(storage, 'SELECT id FROM job INDEXED BY job_running WHERE state = 5 AND name = ? AND id < ? ORDER BY id DESC LIMIT ?', [
      name,
      before,
      limit,
    ]);
  const literal = state > RUNNING ? 'state >= 6' : 'state > 0 AND state < 5';
  return idsOf(storage, `SELECT id FROM job WHERE ${literal} AND state = ? AND name = ? AND id < ? ORDER BY id DESC LIMIT ?`, [
    state,
    name,
    before,
    limit,
  ]);
}

/** Ready jobs stand by lane and priority: the newest of each are looked at. */
function newestReady(storage: Storage, name: string, before: number, limit: number): number[] {
  const groups = storage.read<{ lane: number; priority: number }>(GROUPS_OF_READY, [name, name, name]);
  return groups.flatMap(({ lane, priority }) =>
    idsOf(storage, 'SELECT id FROM job WHERE state = 0 AND name = ? AND lane = ? AND priority = ? AND id < ? ORDER BY id DESC LIMIT ?', [
      name,
      lane,
      priority,
      before,
      limit,
    ]),
  );
}

/** Jumps from one lane and priority of the index to the next: as many steps as there are different ones. One comparison of both would walk the rows. */
const GROUPS_OF_READY = `WITH RECURSIVE step (lane, priority) AS (
    SELECT * FROM (SELECT lane, priority FROM job WHERE state = 0 AND name = ? ORDER BY lane, priority LIMIT 1)
    UNION ALL
    SELECT next.lane, next.priority FROM step JOIN job next ON next.id = coalesce(
      (SELECT id FROM job WHERE state = 0 AND name = ? AND lane = step.lane AND priority > step.priority ORDER BY priority LIMIT 1),
      (SELECT id FROM job WHERE state = 0 AND name = ? AND lane > step.lane ORDER BY lane, priority LIMIT 1))
  ) SELECT lane, priority FROM step LIMIT 200`;

/** The jobs of a key by its own index; what does not fit the states is passed over, a stride at a time. */
async function newestOfKey(storage: Storage, filter: JobFilter, before: number, limit: number): Promise<number[]> {
  const codes = new Set((filter.states ?? JOB_STATES).map(codeOf));
  const found: number[] = [];
  let last = before;
  while (found.length < limit) {
    const rows = storage.read<{ id: number; name: string; state: number }>(
      'SELECT id, name, state FROM job WHERE key IS NOT NULL AND key = ? AND id < ? ORDER BY id DESC LIMIT ?',
      [filter.key, last, STRIDE / 10],
    );
    for (const { id, name, state } of rows) if (codes.has(state) && (filter.name ?? name) === name) found.push(id);
    last = rows.at(-1)?.id ?? 0;
    if (rows.length < STRIDE / 10) break;
    await turn();
  }
  return found.slice(0, limit);
}

const idsOf = (storage: Storage, sql: string, parameters: readonly unknown[]): number[] =>
  storage.read<{ id: number }>(sql, parameters).map(({ id }) => id);

const namesOf = (storage: Storage): string[] =>
  storage.read<{ name: string }>('SELECT DISTINCT name FROM job_count ORDER BY name').map(({ name }) => name);

/** The counters, and when the first of each line came due. */
export function countJobs(storage: Storage): QueueCount[] {
  const paused = new Set(storage.read<{ name: string }>('SELECT name FROM job_pause').map(({ name }) => name));
  const states = new Map<string, Record<JobState, number>>();
  for (const { name, state, jobs } of storage.read<{ name: string; state: number; jobs: number }>(
    'SELECT name, state, jobs FROM job_count',
  ))
    states.set(name, { ...(states.get(name) ?? noJobs()), [stateOf(state)]: jobs });
  for (const name of paused) if (!states.has(name)) states.set(name, noJobs());
  return [...states]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, counts]) => ({
      name,
      paused: paused.has(name),
      states: counts,
      oldestDueAt: counts.ready > 0 ? oldestDue(storage, name) : undefined,
    }));
}

/** The first by number of each lane and priority came due first, but for those that were delayed. */
function oldestDue(storage: Storage, name: string): string | undefined {
  const moments = storage
    .read<{ lane: number; priority: number }>(GROUPS_OF_READY, [name, name, name])
    .flatMap(({ lane, priority }) =>
      storage
        .read<{ run_at: number }>(
          'SELECT run_at FROM job WHERE state = 0 AND name = ? AND lane = ? AND priority = ? ORDER BY id LIMIT 20',
          [name, lane, priority],
        )
        .map(({ run_at }) => run_at),
    );
  return moments.length > 0 ? iso(Math.min(...moments)) : undefined;
}

const noJobs = (): Record<JobState, number> => Object.fromEntries(JOB_STATES.map((state) => [state, 0])) as Record<JobState, number>;
