import { rm } from 'node:fs/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { firstLine, Problem } from '#core/kernel';
import { Warehouse } from '#data/warehouse';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import type { Handler, Outcome, RunningJob } from '#platform/queue';
import { Registry } from '#platform/registry';
import { inWords } from '../build/failure.js';
import { plannedSteps, RunLog } from '../build/run-log.js';
import { runModule } from '../build/run-module.js';
import { STILL_BEING_WRITTEN } from '../errors.js';
import { filesFolderOf } from '../files-folder.js';
import { rejectsFile, runFolder } from './rejects-file.js';
import { RUN, type RunPayload } from './run-job.js';
import { type RunEnd, RunStore, type StartedRun } from './run-store.js';

/** How long a run waits for a file that is still being written, and how often it looks. */
const LOOK_AGAIN_MS = 60_000;
const MOST_STARTS = 10;
/** How a folder is removed: whatever is in it, and again while a virus scanner holds a file. */
const GONE = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };

/** Executes runs in the worker. A run that was cut off starts over; one that failed or was refused is not tried again. */
@Injectable()
export class RunHandler implements Handler<RunPayload, RunEnd> {
  readonly job = RUN;
  private readonly logger = new Logger('Runs');

  constructor(
    private readonly registry: Registry,
    private readonly warehouse: Warehouse,
    private readonly store: RunStore,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  async run(job: RunningJob<RunPayload>): Promise<Outcome<RunEnd>> {
    const module = this.registry.module(job.payload.module);
    const steps = plannedSteps(module);
    const run = await this.store.start({ ...job.payload, id: job.id, attempt: job.attempt }, steps);
    try {
      return this.done(run, this.published(run) ?? (await this.execute(run, steps, job)));
    } catch (error) {
      if (job.signal.aborted) {
        await this.store.putBack(run, null);
        throw error;
      }
      if (isStillBeingWritten(error) && job.attempt < MOST_STARTS) {
        await this.store.putBack(run, `${error.message} Jupiter looks again in a minute.`);
        return { kind: 'snooze', afterMs: LOOK_AGAIN_MS };
      }
      return this.done(run, await this.unpublished(run, { state: 'failed', reason: this.reasonOf(error, run) }));
    }
  }

  private async execute(run: StartedRun, steps: ReturnType<typeof plannedSteps>, job: RunningJob<RunPayload>): Promise<RunEnd> {
    const { dataFolder } = this.configuration;
    const module = this.registry.module(run.module);
    await rm(runFolder(dataFolder, run.id), GONE);
    // One that somebody is downloading (Windows deletes no open file) goes the next time.
    for (const id of this.store.longAgo(run.module)) await rm(runFolder(dataFolder, id), GONE).catch(() => undefined);
    const log = new RunLog(steps, {
      saveStep: (position, step) => this.store.saveStep(run, position, step),
      saveChecks: (checks) => this.store.saveChecks(run, checks),
    });
    const end = await runModule({
      id: run.id,
      module,
      filesFolder: filesFolderOf(module, this.configuration),
      rejectsFile: (source) => rejectsFile(dataFolder, run.id, source),
      warehouse: this.warehouse,
      log,
      signal: job.signal,
    });
    return end.state === 'published' ? end : this.unpublished(run, end);
  }

  /** The figures stay as they are; whoever looks at them is told since when and why. */
  private async unpublished(run: StartedRun, end: Extract<RunEnd, { reason: string }>): Promise<RunEnd> {
    const since = this.warehouse.snapshot(run.module)?.stale?.since ?? new Date().toISOString();
    await this.warehouse.markStale(run.module, { since, reason: end.reason, runId: run.id });
    return end;
  }

  /** The load that an earlier start published before it could say so. */
  private published(run: StartedRun): RunEnd | undefined {
    const snapshot = this.warehouse.snapshot(run.module);
    return snapshot?.runId === run.id ? { state: 'published', load: snapshot.load } : undefined;
  }

  private done(run: StartedRun, result: RunEnd): Outcome<RunEnd> {
    return { kind: 'done', result, effect: this.store.finish(run, result) };
  }

  private reasonOf(error: unknown, run: StartedRun): string {
    if (!(error instanceof Problem)) this.logger.error(error);
    return inWords(error) ?? `Jupiter itself failed (${firstLine(error)}). Its log says more, under the run ${run.id}.`;
  }
}

const isStillBeingWritten = (error: unknown): error is Problem => error instanceof Problem && error.code === STILL_BEING_WRITTEN;
