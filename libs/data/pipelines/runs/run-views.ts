import { Injectable } from '@nestjs/common';
import type { RunCheckView, RunStepView, RunView } from '#core/contract';
import { Problem } from '#core/kernel';
import { hasEnded, Queue } from '#platform/queue';
import { Storage } from '#platform/storage';
import { unknownRun } from '../errors.js';
import type { Run } from './run.entity.js';
import type { RunCheck } from './run-check.entity.js';
import type { RunStep } from './run-step.entity.js';

type Row<T> = { [K in keyof T]: T[K] };
type RunRow = Row<Omit<Run, 'attempt'>>;
type StepRow = Row<Omit<RunStep, 'run' | 'runId' | 'position'>>;
type CheckRow = Row<Omit<RunCheck, 'run' | 'runId' | 'position'>>;

const RUN = `SELECT id, module, state, job_id AS jobId, started_by AS startedBy, requested_at AS requestedAt, started_at AS startedAt,
  finished_at AS finishedAt, load, reason FROM run`;
const STEPS = `SELECT name, title, kind, state, started_at AS startedAt, finished_at AS finishedAt,
  rows_read AS rowsRead, rows_loaded AS rowsLoaded, rows_rejected AS rowsRejected, note FROM run_step WHERE run_id = ? ORDER BY position`;
const CHECKS = 'SELECT model, title, severity, passed, faults, detail FROM run_check WHERE run_id = ? ORDER BY position';
const NEWEST = 100;
const FORGOTTEN = 'It was cancelled or given up; its job is not kept any longer.';

/** Runs as people see them. Reads committed rows only; cheap enough to be asked several times a second. */
@Injectable()
export class RunViews {
  constructor(
    private readonly storage: Storage,
    private readonly queue: Queue,
  ) {}

  /** The newest runs of a module, newest first, without steps and checks. */
  async list(module: string): Promise<RunView[]> {
    const rows = this.storage.read<RunRow>(`${RUN} WHERE module = ? ORDER BY id DESC LIMIT ${NEWEST}`, [module]);
    return Promise.all(rows.map(async (row) => viewOf(await this.asItStands(row), [], [])));
  }

  /** A run with its steps and checks. Throws `unknown-run`, also for a run of another module. */
  async view(module: string, id: string): Promise<RunView> {
    const row = this.storage.one<RunRow>(`${RUN} WHERE id = ? AND module = ?`, [id, module]);
    if (!row) throw unknownRun(module, id);
    return viewOf(
      await this.asItStands(row),
      this.storage.read<StepRow>(STEPS, [id]).map(stepOf),
      this.storage.read<CheckRow>(CHECKS, [id]).map(checkOf),
    );
  }

  /** A run does not notice when its worker dies; its job does: it waits to be started again, or has been given up. */
  private async asItStands(row: RunRow): Promise<RunRow> {
    if (row.state !== 'running' && row.state !== 'waiting') return row;
    const job = await this.queue.job(row.jobId).catch(ifForgotten);
    if (!job) return { ...row, state: 'failed', reason: row.reason ?? FORGOTTEN };
    const { state, reason } = job;
    if (state === 'running') return row;
    if (!hasEnded(state)) return { ...row, state: 'waiting' };
    return { ...row, state: state === 'cancelled' ? 'cancelled' : 'failed', reason: reason ?? row.reason };
  }
}

/** Ended jobs are kept for a time; runs for longer. */
function ifForgotten(error: unknown): undefined {
  if (error instanceof Problem && error.status === 404) return undefined;
  throw error;
}

function viewOf(row: RunRow, steps: RunStepView[], checks: RunCheckView[]): RunView {
  const { id, module, state, startedBy, requestedAt } = row;
  return {
    id,
    module,
    state,
    startedBy,
    requestedAt,
    ...present({ startedAt: row.startedAt, finishedAt: row.finishedAt, load: row.load, reason: row.reason }),
    steps,
    checks,
  };
}

function stepOf({ name, title, kind, state, ...row }: StepRow): RunStepView {
  const { startedAt, finishedAt, rowsRead: read, rowsLoaded: loaded, rowsRejected: rejected, note } = row;
  return { name, title, kind, state, ...present({ startedAt, finishedAt, read, loaded, rejected, note }) };
}

function checkOf({ detail, passed, ...row }: CheckRow): RunCheckView {
  return { ...row, passed: passed === 1, ...present({ detail }) };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], null> };

/** Only what is there: absent columns are absent in the answer, not null. */
function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Present<T>;
}
