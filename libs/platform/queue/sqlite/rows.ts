import type { Claim, WorkerRow } from '../contract/engine.js';
import type { Depth, JobState, JobView, Progress } from '../contract/job.js';

/** A row of `job`, as SQLite gives it. */
export interface JobRow {
  id: string;
  name: string;
  payload: string;
  state: JobState;
  key: string | null;
  priority: number;
  attempt: number;
  failures: number;
  max_attempts: number;
  run_at: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  progress: string | null;
  result: string | null;
  reason: string | null;
}

export const jobView = (row: JobRow): JobView => ({
  id: row.id,
  name: row.name,
  state: row.state,
  key: row.key ?? undefined,
  priority: row.priority,
  attempt: row.attempt,
  failures: row.failures,
  maxAttempts: row.max_attempts,
  runAt: row.run_at,
  createdAt: row.created_at,
  startedAt: row.started_at ?? undefined,
  finishedAt: row.finished_at ?? undefined,
  payload: parsed(row.payload),
  progress: parsed(row.progress) as Progress | undefined,
  result: parsed(row.result),
  reason: row.reason ?? undefined,
});

export type ClaimRow = Pick<JobRow, 'id' | 'name' | 'payload' | 'attempt' | 'failures' | 'max_attempts'>;

export const claimed = (row: ClaimRow): Claim => ({
  id: row.id,
  name: row.name,
  payload: parsed(row.payload),
  attempt: row.attempt,
  failures: row.failures,
  maxAttempts: row.max_attempts,
});

/** A row of `job_worker`. */
export interface WorkerRecord {
  id: string;
  pid: number;
  host: string;
  started_at: string;
  beat_at: string;
  beats: number;
}

export const workerRow = (row: WorkerRecord): WorkerRow => ({
  id: row.id,
  pid: row.pid,
  host: row.host,
  startedAt: row.started_at,
  beatAt: row.beat_at,
  beats: row.beats,
});

export interface DepthRow {
  name: string;
  pending: number;
  running: number;
  dead: number;
  oldest: string | null;
}

/** One line a name, from one line a name and state. */
export function depths(rows: readonly DepthRow[], now: string): Depth[] {
  const byName = new Map<string, Depth>();
  for (const row of rows) {
    const sum = byName.get(row.name) ?? { name: row.name, pending: 0, running: 0, dead: 0 };
    byName.set(row.name, {
      name: row.name,
      pending: sum.pending + row.pending,
      running: sum.running + row.running,
      dead: sum.dead + row.dead,
      oldestDueAt: sum.oldestDueAt ?? (row.oldest !== null && row.oldest <= now ? row.oldest : undefined),
    });
  }
  return [...byName.values()];
}

/** JSON for a column: undefined is NULL. */
export function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function parsed(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text);
}
