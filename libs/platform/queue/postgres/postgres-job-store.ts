import { Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { messageOf } from '#core/kernel';
import type { JobStore, PreparedJob, QueueClock, StoredJob } from '../contract/engine.js';
import type { Enqueued, JobEvent, JobFilter, QueueCount, WorkerView } from '../contract/job.js';
import type { Connection } from './connection.js';
import type { Ledger } from './ledger.js';
import { Passes } from './passes.js';
import { eventsOf, jobBy, jobsBy, queueCounts, workerViews } from './reading.js';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;

/**
 * Enqueues and steers in the caller's transaction of the app's own file; PostgreSQL has it a moment later, or when it answers again.
 * Looking carries the outbox over first, so that everybody sees what he wrote.
 */
export class PostgresJobStore implements JobStore {
  private readonly logger = new Logger('Queue');
  private readonly passes: Passes;
  private carrying: Promise<void> = Promise.resolve();
  private soon?: NodeJS.Immediate;
  private retry?: NodeJS.Timeout;
  private failures = 0;
  private closed = false;

  constructor(
    private readonly connection: Connection,
    private readonly ledger: Ledger,
    private readonly clock: QueueClock,
  ) {
    this.passes = new Passes(connection, ledger);
  }

  async enqueue(tx: EntityManager, job: PreparedJob): Promise<Enqueued> {
    this.carrySoon();
    return this.ledger.enqueue(tx, job);
  }

  /** All that come before the next commit are one transaction: each is decided by itself, so a refusal sinks none of the others. */
  add(jobs: readonly PreparedJob[]): Promise<(Enqueued | Error)[]> {
    this.carrySoon();
    return this.ledger.add(jobs);
  }

  async cancel(tx: EntityManager, id: string, reason: string): Promise<'cancelled' | 'cancelling' | 'ended'> {
    this.carrySoon();
    return this.ledger.cancel(tx, id, reason);
  }

  async replay(tx: EntityManager, id: string, payload?: { json: string; version: number }): Promise<boolean> {
    this.carrySoon();
    return this.ledger.replay(tx, id, payload);
  }

  async pause(tx: EntityManager, name: string, paused: boolean): Promise<void> {
    this.carrySoon();
    await this.ledger.write(tx, { do: 'pause', name, paused, at: this.ledger.now() });
  }

  async job(id: string): Promise<StoredJob | undefined> {
    await this.carryOver();
    return jobBy(this.connection, id);
  }

  async list(filter: JobFilter): Promise<StoredJob[]> {
    await this.carryOver();
    return jobsBy(this.connection, filter);
  }

  async history(id: string): Promise<JobEvent[]> {
    await this.carryOver();
    return eventsOf(this.connection, id);
  }

  async counts(): Promise<QueueCount[]> {
    await this.carryOver();
    return queueCounts(this.connection);
  }

  workers(): Promise<WorkerView[]> {
    return workerViews(this.connection, this.clock.wall());
  }

  /** What was not carried over stays in the file, for the next process that looks. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.carrying.catch(() => undefined);
    await this.connection.close();
  }

  /** A write of the file ends before the event loop turns, so what was written in it is committed by then, or never was. */
  private carrySoon(): void {
    if (this.soon) return;
    this.soon = setImmediate(() => {
      this.soon = undefined;
      if (!this.closed) this.carryOver().catch((error: unknown) => this.later(error));
    });
  }

  /** One at a time in this process. */
  private async carryOver(): Promise<void> {
    this.carrying = this.carrying.catch(() => undefined).then(() => this.passes.carryOver());
    await this.carrying;
    this.over();
  }

  private later(error: unknown): void {
    if (this.failures++ === 0) this.logger.warn({ message: 'jobs wait in the outbox', reason: messageOf(error) });
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.carrySoon(), Math.min(FIRST_RETRY_MS * 2 ** this.failures, LONGEST_RETRY_MS));
    this.retry.unref();
  }

  private over(): void {
    if (this.failures > 0) this.logger.log('the outbox of jobs is carried over again');
    this.failures = 0;
  }
}
