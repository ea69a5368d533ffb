import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Engine } from './contract/engine.js';
import type { Depth, Enqueued, JobView, NewJob, WorkerView } from './contract/job.js';
import { Doorbell } from './doorbell.js';
import { unknownJob } from './errors.js';
import { isGone, LEASE_MS } from './liveness.js';

/** Injection token of the `Engine`. */
export const ENGINE = Symbol('ENGINE');

/** The queue, for those who enqueue and watch. `JobWorker` runs what is in it. */
@Injectable()
export class Queue {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly bell: Doorbell,
  ) {}

  /** Enqueues in the caller's transaction: no deed without its job, no job without its deed. */
  async enqueue(tx: EntityManager, job: NewJob): Promise<Enqueued> {
    const enqueued = await this.engine.enqueue(tx, job);
    setImmediate(() => this.bell.ring()); // a write ends before the event loop turns, so the job can be seen by then
    return enqueued;
  }

  /** Cancels a job that has not started; false when it has (or has ended). */
  cancel(tx: EntityManager, id: string, reason: string): Promise<boolean> {
    return this.engine.cancel(tx, id, reason);
  }

  /** The job as it stands. Throws `queue.unknown-job`. */
  job(id: string): JobView {
    const job = this.engine.find(id);
    if (!job) throw unknownJob(id);
    return job;
  }

  /** Ends when the job has: done, cancelled or dead. */
  async ended(id: string, pollMs = 100): Promise<JobView> {
    for (;;) {
      const job = this.job(id);
      if (job.state !== 'pending' && job.state !== 'running') return job;
      await this.bell.wait(pollMs);
    }
  }

  /** Unfinished and dead jobs by name. */
  depth(): Depth[] {
    return this.engine.depth();
  }

  /** All workers known, whether they live or not yet missed. */
  workers(): WorkerView[] {
    const oldest = new Date(Date.now() - LEASE_MS).toISOString();
    return this.engine.workers().map(({ beats: _, ...worker }) => ({
      ...worker,
      live: worker.beatAt >= oldest && !(worker.host === hostname() && isGone(worker.pid)),
    }));
  }
}
