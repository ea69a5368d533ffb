import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy, Optional } from '@nestjs/common';
import type { Claim, Ending, Engine } from './contract/engine.js';
import type { JobView } from './contract/job.js';
import { Doorbell } from './doorbell.js';
import { workerStops } from './errors.js';
import { Handlers } from './handlers.js';
import { Heartbeat } from './heartbeat.js';
import { JobStart } from './job-start.js';
import { LEASE_MS } from './liveness.js';
import { ENGINE, Queue } from './queue.service.js';

/** How a worker works; milliseconds. */
export interface WorkerOptions {
  /** Jobs it runs at once. */
  readonly concurrency: number;
  readonly beatMs: number;
  readonly leaseMs: number;
  /** How soon it finds what another process enqueued. */
  readonly pollMs: number;
  /** How long running jobs may go on after `stop`, before they are aborted. */
  readonly graceMs: number;
  /** How long aborted jobs may take to give up. */
  readonly abortMs: number;
}

const DEFAULTS: WorkerOptions = { concurrency: 2, beatMs: 3000, leaseMs: LEASE_MS, pollMs: 250, graceMs: 20_000, abortMs: 5000 };

/** How long it waits after the database refused something, such as on a full disk. */
const TROUBLE_MS = 1000;

/** Injection token of a partial `WorkerOptions`. */
export const WORKER_OPTIONS = Symbol('WORKER_OPTIONS');

/** Claims jobs and runs them, until it is stopped. Works without Nest too. */
@Injectable()
export class JobWorker implements OnModuleDestroy {
  private readonly logger = new Logger('Queue');
  private readonly options: WorkerOptions;
  private readonly running = new Map<string, JobStart>();
  private heartbeat?: Heartbeat;
  private claiming?: Promise<void>;
  private stopping = false;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly handlers: Handlers,
    private readonly queue: Queue,
    private readonly bell: Doorbell,
    @Optional() @Inject(WORKER_OPTIONS) options?: Partial<WorkerOptions>,
  ) {
    this.options = { ...DEFAULTS, ...options };
  }

  /** Shows itself, puts back what dead workers left, and starts claiming. */
  async start(): Promise<void> {
    if (this.heartbeat) return;
    this.stopping = false;
    this.heartbeat = new Heartbeat(this.engine, this.running, () => this.bell.ring(), this.options.leaseMs);
    await this.heartbeat.start(this.options.beatMs);
    this.claiming = this.keepClaiming(this.heartbeat.workerId);
  }

  /** Claims no more, waits for the running jobs, then aborts them. What does not give up stays for the next worker to put back. */
  async stop(graceMs = this.options.graceMs): Promise<void> {
    if (!this.heartbeat || this.stopping) return;
    this.stopping = true;
    this.bell.ring();
    await this.claiming;
    if (!(await this.idleWithin(graceMs))) {
      for (const start of this.running.values()) start.abort(workerStops(), true);
      await this.idleWithin(this.options.abortMs);
    }
    await this.heartbeat.stop(this.running.size === 0);
    this.heartbeat = undefined;
  }

  /** Waits until the job has ended: run by a live worker if there is one, else here. For the command line. */
  async runInlineUntil(jobId: string): Promise<JobView> {
    if (this.queue.workers().some((worker) => worker.live)) return this.queue.ended(jobId);
    await this.start();
    try {
      return await this.queue.ended(jobId);
    } finally {
      await this.stop();
    }
  }

  onModuleDestroy(): Promise<void> {
    return this.stop();
  }

  private async keepClaiming(workerId: string): Promise<void> {
    while (!this.stopping) {
      try {
        if (!(await this.claimOne(workerId))) await this.bell.wait(this.options.pollMs);
      } catch (error) {
        this.logger.error(error);
        await this.bell.wait(TROUBLE_MS);
      }
    }
  }

  /** Looks first: an idle worker writes nothing. */
  private async claimOne(workerId: string): Promise<boolean> {
    const wanted = this.handlers.wanted();
    const except = [...this.running.keys()];
    if (except.length >= this.options.concurrency || !this.engine.hasClaimable(wanted, except)) return false;
    const claim = await this.engine.claim(workerId, wanted, except);
    if (claim) this.launch(claim);
    return claim !== undefined;
  }

  private launch(claim: Claim): void {
    const handler = this.handlers.find(claim.name);
    if (!handler) return; // only wanted names are claimed
    const start = new JobStart(claim, handler, (progress) => {
      this.engine.progress(claim, progress).catch((error: unknown) => this.logger.error(error));
    });
    this.running.set(claim.id, start);
    void this.finish(start);
  }

  private async finish(start: JobStart): Promise<void> {
    await this.keepEnding(start, await start.run());
    this.running.delete(start.claim.id);
    this.bell.ring();
  }

  /** A database that refuses the end (a full disk) must not make the job run again: the end is tried until it is kept. */
  private async keepEnding(start: JobStart, decided: Ending): Promise<void> {
    let ending = decided;
    for (;;) {
      try {
        const held = await this.engine.end(start.claim, ending, start.latest);
        if (!held) this.logger.warn({ message: 'a job ended after it was given to another worker', jobId: start.claim.id });
        return;
      } catch (error) {
        this.logger.error(error);
        if (this.stopping) return;
        if (ending.kind === 'done' && ending.effect) ending = start.failed(`Its effect was refused: ${String(error)}`);
        else await sleep(TROUBLE_MS);
      }
    }
  }

  private async idleWithin(milliseconds: number): Promise<boolean> {
    const end = performance.now() + milliseconds;
    while (this.running.size > 0 && performance.now() < end) await this.bell.wait(end - performance.now());
    return this.running.size === 0;
  }
}
