import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Problem } from '#core/kernel';
import type { JobDefinition } from './contract/definition.js';
import type { JobStore, PreparedJob, StoredJob } from './contract/engine.js';
import {
  type Enqueued,
  hasEnded,
  type JobEvent,
  type JobFilter,
  type JobView,
  type NewJob,
  type QueueCount,
  type WorkerView,
} from './contract/job.js';
import { notEnded, unknownJob, unknownName } from './errors.js';
import { Handlers } from './handlers.js';
import { payloadJson, prepare } from './prepare.js';
import { MASK, masked, unmasked } from './secrets.js';

/** Injection token of the `JobStore`. */
export const JOB_STORE = Symbol('JOB_STORE');

/** The queue, for those who enqueue, steer and watch. The worker process runs what is in it. */
@Injectable()
export class Queue {
  constructor(
    @Inject(JOB_STORE) private readonly store: JobStore,
    private readonly handlers: Handlers,
  ) {}

  /**
   * Enqueues in the caller's transaction: no deed without its job, no job without its deed. Throws `queue.unknown-name`,
   * `queue.payload-does-not-fit`, `queue.payload-too-large`, `queue.out-of-bounds`.
   */
  async enqueue<P>(tx: EntityManager, job: NewJob<P>): Promise<Enqueued> {
    return this.store.enqueue(tx, prepare(this.definition(job.name), job));
  }

  /** Enqueues in a transaction of its own, shared with all that come at the same time; it is on disk when this resolves. */
  async add<P>(job: NewJob<P>): Promise<Enqueued> {
    const [answer] = await this.addMany([job]);
    if (!answer || answer instanceof Error) throw answer ?? new Error('The store did not answer.');
    return answer;
  }

  /** Many at once; one that is refused does not sink the others. Answers in their order. */
  async addMany<P>(jobs: readonly NewJob<P>[]): Promise<(Enqueued | Error)[]> {
    const prepared = jobs.map((job) => this.prepared(job));
    const answers = await this.store.add(prepared.filter((job): job is PreparedJob => !(job instanceof Error)));
    return prepared.map((job) => (job instanceof Error ? job : (answers.shift() as Enqueued | Error)));
  }

  /** Cancels at once, or within 5 s when it runs. Throws `queue.unknown-job`. */
  cancel(tx: EntityManager, id: string, reason: string): Promise<'cancelled' | 'cancelling' | 'ended'> {
    return this.store.cancel(tx, id, reason);
  }

  /** Puts an ended job back to the start of its life; with `edited`, its payload is replaced (see `editedPayload`). Throws `queue.not-ended`. */
  async replay(tx: EntityManager, id: string, edited?: { json: string; version: number }): Promise<void> {
    if (!(await this.store.replay(tx, id, edited))) throw notEnded(id);
  }

  /** Checks a payload that somebody edited; secrets left masked keep their stored value. Throws `queue.payload-does-not-fit`. */
  async editedPayload(id: string, payload: unknown): Promise<{ json: string; version: number }> {
    const { name, payload: stored } = await this.stored(id);
    const definition = this.definition(name);
    return { json: payloadJson(definition, unmasked(payload, stored, definition.secrets)), version: definition.version ?? 1 };
  }

  /** A paused name starts no job; what runs goes on. */
  pause(tx: EntityManager, name: string, paused: boolean): Promise<void> {
    this.definition(name);
    return this.store.pause(tx, name, paused);
  }

  /** The job as it stands. Throws `queue.unknown-job`. */
  async job(id: string): Promise<JobView> {
    return this.shown(await this.stored(id));
  }

  /** Newest first, a page at a time. */
  async list(filter: JobFilter): Promise<JobView[]> {
    return (await this.store.list(filter)).map((job) => this.shown(job));
  }

  /** What happened to a job off the common way, oldest first. */
  history(id: string): Promise<JobEvent[]> {
    return this.store.history(id);
  }

  /** The jobs of every name, from counters. */
  counts(): Promise<QueueCount[]> {
    return this.store.counts();
  }

  /** The processes of the queue, whether they live or not yet missed. */
  workers(): Promise<WorkerView[]> {
    return this.store.workers();
  }

  definitions(): JobDefinition[] {
    return this.handlers.definitions();
  }

  /** Ends when the job has: done, cancelled or dead. */
  async ended(id: string, lookEveryMs = 100): Promise<JobView> {
    for (;;) {
      const job = await this.job(id);
      if (hasEnded(job.state)) return job;
      await sleep(lookEveryMs);
    }
  }

  private async stored(id: string): Promise<StoredJob> {
    const job = await this.store.job(id);
    if (!job) throw unknownJob(id);
    return job;
  }

  private shown({ version: _, ...job }: StoredJob): JobView {
    const definition = this.handlers.find(job.name)?.job; // without one nobody can say what is secret
    return { ...job, payload: definition ? masked(job.payload, definition.secrets) : MASK };
  }

  private prepared(job: NewJob): PreparedJob | Problem {
    try {
      return prepare(this.definition(job.name), job);
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  }

  private definition(name: string): JobDefinition {
    const definition = this.handlers.find(name)?.job;
    if (!definition)
      throw unknownName(
        name,
        this.definitions().map((each) => each.name),
      );
    return definition;
  }
}
