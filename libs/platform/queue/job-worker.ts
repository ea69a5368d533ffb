import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import { rulesOf } from './contract/definition.js';
import type { Engine } from './contract/engine.js';
import { hasEnded, type JobView } from './contract/job.js';
import { Handlers } from './handlers.js';
import { Queue } from './queue.service.js';
import { Supervisor, type SupervisorOptions } from './supervisor/supervisor.js';

/** Injection token of the `Engine`. */
export const ENGINE = Symbol('ENGINE');
/** Injection token of `WorkerOptions`. */
export const WORKER_OPTIONS = Symbol('WORKER_OPTIONS');

/** As those of the supervisor; `program` is said when the work starts, and without it the jobs run inside this process. */
export type WorkerOptions = Omit<SupervisorOptions, 'program'>;
type Program = SupervisorOptions['program'];

const LOOK_EVERY_MS = 100;

/** Runs what is in the queue, in executors that a supervisor watches or inside this process. Works without Nest too. */
@Injectable()
export class JobWorker implements OnModuleDestroy {
  private supervisor?: Supervisor;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly handlers: Handlers,
    private readonly queue: Queue,
    @Optional() @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions = { folder: '.' },
  ) {}

  /** Frees what a dead worker left, and starts. Throws `queue.supervised` when another worker lives on the same store. */
  async start(program: Program = { inside: this.handlers }): Promise<void> {
    if (this.supervisor) return;
    this.supervisor = new Supervisor(this.engine, this.handlers.definitions().map(rulesOf), { ...this.options, program });
    try {
      await this.supervisor.start();
    } catch (error) {
      this.supervisor = undefined;
      throw error;
    }
  }

  /** Starts no more jobs, waits for the running ones, then interrupts them: they start again with the next worker. */
  async stop(graceMs?: number): Promise<void> {
    const { supervisor } = this;
    this.supervisor = undefined;
    await supervisor?.stop(graceMs);
  }

  /** Waits until the job has ended: run by a live worker while there is one, else inside this process. For the command line. */
  async runInlineUntil(jobId: string): Promise<JobView> {
    while (await this.anotherLives()) {
      const job = await this.queue.job(jobId);
      if (hasEnded(job.state)) return job;
      await sleep(LOOK_EVERY_MS);
    }
    await this.start();
    try {
      return await this.queue.ended(jobId);
    } finally {
      await this.stop();
    }
  }

  private async anotherLives(): Promise<boolean> {
    return (await this.queue.workers()).some((worker) => worker.live);
  }

  onModuleDestroy(): Promise<void> {
    return this.stop();
  }
}
