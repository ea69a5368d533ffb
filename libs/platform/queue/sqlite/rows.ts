import type { StoredJob } from '../contract/engine.js';
import type { JobEvent, JobView, Progress, WorkerView } from '../contract/job.js';
import { QUARANTINE_LANE, RUNNING, stateOf } from './codes.js';

/** A row of `job`, as far as it is shown. */
export interface JobRow {
  readonly id: number;
  readonly name: string;
  readonly state: number;
  readonly lane: number;
  readonly key: string | null;
  readonly priority: number;
  readonly attempt: number;
  readonly failures: number;
  readonly max_attempts: number;
  readonly cancel_asked: number;
  readonly version: number;
  readonly run_at: number;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly finished_at: number | null;
  readonly payload: string;
  readonly progress: string | null;
  readonly result: string | null;
  readonly reason: string | null;
}

export const JOB_COLUMNS = `id, name, state, lane, key, priority, attempt, failures, max_attempts, cancel_asked, version, run_at, created_at,
  started_at, finished_at, payload, progress, result, reason`;

/** The job as it is shown outside, alone or with its relatives. */
export function storedJob(row: JobRow, relatives: Pick<JobView, 'parents' | 'children'> = {}): StoredJob {
  return {
    id: String(row.id),
    name: row.name,
    state: stateOf(row.state),
    lane: row.lane === QUARANTINE_LANE ? 'quarantine' : 'normal',
    key: row.key ?? undefined,
    priority: row.priority,
    attempt: row.attempt,
    failures: row.failures,
    maxAttempts: row.max_attempts,
    runAt: iso(row.run_at),
    createdAt: iso(row.created_at),
    startedAt: isoOrNone(row.started_at),
    finishedAt: isoOrNone(row.finished_at),
    cancelling: row.cancel_asked === 1 && row.state === RUNNING ? true : undefined,
    version: row.version,
    payload: parsed(row.payload),
    progress: parsed(row.progress) as Progress | undefined,
    result: parsed(row.result),
    reason: row.reason ?? undefined,
    ...relatives,
  };
}

export interface EventRow {
  readonly at: number;
  readonly kind: JobEvent['kind'];
  readonly attempt: number;
  readonly detail: string | null;
}

export const jobEvent = ({ at, kind, attempt, detail }: EventRow): JobEvent => ({
  at: iso(at),
  kind,
  attempt,
  detail: detail ?? undefined,
});

export interface WorkerRow {
  readonly id: string;
  readonly role: WorkerView['role'];
  readonly pid: number;
  readonly host: string;
  readonly started_at: string;
  readonly beat_at: number;
  readonly memory_bytes: number;
  readonly running: number;
  readonly restarts: number;
  readonly restart_reason: string | null;
  readonly backing_off_until: string | null;
}

export const workerView = (row: WorkerRow, live: boolean): WorkerView => ({
  id: row.id,
  role: row.role,
  pid: row.pid,
  host: row.host,
  startedAt: row.started_at,
  beatAt: iso(row.beat_at),
  live,
  memoryBytes: row.memory_bytes,
  running: row.running,
  restarts: row.restarts,
  restartReason: row.restart_reason ?? undefined,
  backingOffUntil: row.backing_off_until ?? undefined,
});

/** JSON of a column; undefined when there is none. */
export function parsed(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text);
}

export const iso = (moment: number): string => new Date(moment).toISOString();
const isoOrNone = (moment: number | null): string | undefined => (moment === null ? undefined : iso(moment));
