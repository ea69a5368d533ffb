import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { JobDetail, QueueRow } from '#core/contract';
import type { Viewer } from '#platform/identity';
import { type JobView, Queue } from '#platform/queue';
import { changedFields } from './changed-fields.js';
import { Deeds, type Record } from './deeds.service.js';
import { jobEnded, unknownQueue } from './errors.js';
import { jobId } from './job-id.js';
import { JobViews } from './job-views.service.js';

/** Changes to single jobs and names, each one transaction with its audit event. */
@Injectable()
export class JobSteering {
  constructor(
    private readonly queue: Queue,
    private readonly views: JobViews,
    private readonly deeds: Deeds,
  ) {}

  /** Cancels at once, or within 5 s when it runs. Throws `queue.unknown-job`, `operations.job-ended`. */
  async cancel(viewer: Viewer, id: string, reason?: string): Promise<JobDetail> {
    const job = await this.queue.job(jobId(id));
    await this.deeds.write(viewer, async (tx, record) => {
      if (!(await this.cancelIn(tx, record, job, reasonOf(viewer, reason)))) throw jobEnded(id);
    });
    return this.views.detail(id);
  }

  /**
   * Runs an ended job again from the start, with its payload or with an edited one, whose masks keep the secrets behind them.
   * Throws `queue.unknown-job`, `queue.not-ended`, `queue.payload-does-not-fit`.
   */
  async replay(viewer: Viewer, id: string, payload?: unknown): Promise<JobDetail> {
    const job = await this.queue.job(jobId(id));
    const edited = payload === undefined ? undefined : await this.queue.editedPayload(id, payload);
    const fields = payload === undefined ? undefined : changedFields(job.payload, payload);
    await this.deeds.write(viewer, (tx, record) => this.replayIn(tx, record, job, edited, fields));
    return this.views.detail(id);
  }

  /** Starts no more jobs of a name, or does so again. Throws `operations.unknown-queue`. */
  async pause(viewer: Viewer, name: string, paused: boolean): Promise<QueueRow> {
    const before = { paused: (await this.declared(name)).paused };
    await this.deeds.write(viewer, async (tx, record) => {
      await this.queue.pause(tx, name, paused);
      await record({ action: paused ? 'queue.paused' : 'queue.resumed', object: `queue:${name}`, before, after: { paused } });
    });
    return this.declared(name);
  }

  /** A cancel within a write. False when the job has ended. */
  async cancelIn(tx: EntityManager, record: Record, { id, name, state }: JobView, reason: string): Promise<boolean> {
    const became = await this.queue.cancel(tx, id, reason);
    if (became === 'ended') return false;
    const action = became === 'cancelled' ? 'job.cancelled' : 'job.cancel-asked';
    await record({ action, object: `job:${id}`, before: { name, state }, after: { state: became, reason } });
    return true;
  }

  /** A replay within a write. `edited` are the names of the fields that the new payload changes. Throws `queue.not-ended`. */
  async replayIn(
    tx: EntityManager,
    record: Record,
    { id, name, state, failures }: JobView,
    payload?: { json: string; version: number },
    edited?: readonly string[],
  ): Promise<void> {
    await this.queue.replay(tx, id, payload);
    const after = edited === undefined ? undefined : { edited };
    await record({ action: 'job.replayed', object: `job:${id}`, before: { name, state, failures }, after });
  }

  private async declared(name: string): Promise<QueueRow> {
    const isDeclared = this.queue.definitions().some((definition) => definition.name === name);
    const queue = isDeclared ? (await this.views.counts()).queues.find((each) => each.name === name) : undefined;
    if (!queue) throw unknownQueue();
    return queue;
  }
}

/** The reason that a job carries: who cancelled it, and why if they said so. */
export function reasonOf(viewer: Viewer, reason: string | undefined): string {
  return reason === undefined ? `Cancelled by ${viewer.name}.` : `Cancelled by ${viewer.name}: ${reason}`;
}
