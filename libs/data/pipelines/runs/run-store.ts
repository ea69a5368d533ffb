import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RunCheckView, RunStepView } from '#core/contract';
import { newId } from '#core/kernel';
import { Audit } from '#platform/audit';
import type { Effect } from '#platform/queue';
import { Storage } from '#platform/storage';
import { runTakenOver } from '../errors.js';
import { Run } from './run.entity.js';
import { RunCheck } from './run-check.entity.js';
import { RunStep } from './run-step.entity.js';

/** One start of a run. A run whose worker died is started again with a higher attempt; then this one may write no more. */
export interface StartedRun {
  readonly id: string;
  readonly module: string;
  readonly attempt: number;
  readonly startedBy: string;
}

/** How a run ended. */
export type RunEnd =
  | { readonly state: 'published'; readonly load: number }
  | { readonly state: 'refused' | 'failed'; readonly reason: string };

const END_RUN = 'UPDATE run SET state = ?, load = ?, reason = ?, finished_at = ? WHERE id = ?';
const END_STEPS = 'UPDATE run_step SET state = ? WHERE run_id = ? AND state = ?';

const now = (): string => new Date().toISOString();

/** The only writer of runs, their steps and their checks. */
@Injectable()
export class RunStore {
  constructor(
    private readonly storage: Storage,
    private readonly audit: Audit,
  ) {}

  /** The run of a job; made when there is none, waiting. A job of the clock has none until somebody asks or it starts. */
  async ensure(tx: EntityManager, run: { jobId: string; module: string; startedBy: string }): Promise<string> {
    const known = await tx.findOneBy(Run, { jobId: run.jobId });
    if (known) return known.id;
    const id = newId();
    await tx.insert(Run, { ...run, id, state: 'waiting', attempt: 0, requestedAt: now() });
    return id;
  }

  /**
   * Starts the run of a job, from nothing: what an earlier start that died had noted is cleared. Runs of the module that
   * were never ended, because their job died, are ended now.
   */
  start(job: { id: string; attempt: number; module: string; startedBy: string }, steps: readonly RunStepView[]): Promise<StartedRun> {
    const { module, attempt } = job;
    return this.storage.write(async (tx) => {
      const id = await this.ensure(tx, { jobId: job.id, module, startedBy: job.startedBy });
      for (const orphan of await tx.findBy(Run, { module, state: 'running' }))
        if (orphan.id !== id) for (const { sql, parameters } of this.finish(orphan, ORPHANED)) await tx.query(sql, [...parameters]);
      await tx.update(Run, { id }, { state: 'running', attempt, startedAt: now(), finishedAt: null, reason: null, load: null });
      await tx.delete(RunStep, { runId: id });
      await tx.delete(RunCheck, { runId: id });
      await tx.insert(
        RunStep,
        steps.map((step, position) => ({ runId: id, position, ...columnsOf(step) })),
      );
      const { startedBy } = await tx.findOneByOrFail(Run, { id });
      return { id, module, attempt, startedBy };
    });
  }

  /** Runs of a module whose files are not kept any longer: those behind the newest hundred, a few at a time. */
  longAgo(module: string): string[] {
    const rows = this.storage.read<{ id: string }>('SELECT id FROM run WHERE module = ? ORDER BY id DESC LIMIT 20 OFFSET 100', [module]);
    return rows.map((row) => row.id);
  }

  /** Keeps a step as it stands. */
  async saveStep(run: StartedRun, position: number, step: RunStepView): Promise<void> {
    await this.write(run, (tx) => tx.update(RunStep, { runId: run.id, position }, columnsOf(step)));
  }

  /** Keeps what the checks found. */
  async saveChecks(run: StartedRun, checks: readonly RunCheckView[]): Promise<void> {
    const rows = checks.map((check, position) => ({
      runId: run.id,
      position,
      ...check,
      passed: check.passed ? 1 : 0,
      detail: check.detail ?? null,
    }));
    for (let at = 0; at < rows.length; at += 50) await this.write(run, (tx) => tx.insert(RunCheck, rows.slice(at, at + 50)));
  }

  /** Puts a run back to where it waits for its next start. */
  async putBack(run: StartedRun, reason: string | null): Promise<void> {
    await this.storage.write((tx) => tx.update(Run, { id: run.id, attempt: run.attempt }, { state: 'waiting', reason }));
  }

  /** How a run ended, to be written with the end of its job, also in the audit; steps that were not reached are skipped. */
  finish({ id, module, startedBy }: Omit<StartedRun, 'attempt'>, { state, ...outcome }: RunEnd): Effect {
    const { load = null, reason = null } = outcome as { load?: number; reason?: string };
    return [
      { sql: END_RUN, parameters: [state, load, reason, now(), id] },
      { sql: END_STEPS, parameters: ['skipped', id, 'waiting'] },
      { sql: END_STEPS, parameters: ['failed', id, 'running'] },
      this.audit.statement({ actor: startedBy, action: `run.${state}`, object: `run:${id}`, after: { module, ...outcome } }),
    ];
  }

  /** Every write belongs to the start that holds the run. */
  private async write(run: StartedRun, work: (tx: EntityManager) => Promise<unknown>): Promise<void> {
    await this.storage.write(async (tx) => {
      if (!(await tx.existsBy(Run, { id: run.id, attempt: run.attempt }))) throw runTakenOver(run.id);
      await work(tx);
    });
  }
}

const ORPHANED: RunEnd = {
  state: 'failed',
  reason: 'Its worker stopped again and again while it ran. Read the log of the worker, then run again.',
};

function columnsOf(step: RunStepView) {
  const { name, title, kind, state } = step;
  return {
    ...{ name, title, kind, state },
    startedAt: step.startedAt ?? null,
    finishedAt: step.finishedAt ?? null,
    rowsRead: step.read ?? null,
    rowsLoaded: step.loaded ?? null,
    rowsRejected: step.rejected ?? null,
    note: step.note ?? null,
  };
}
