import type { EntityManager } from 'typeorm';
import { Problem } from '#core/kernel';
import type { Storage } from '#platform/storage';
import type { PreparedJob, QueueClock } from '../contract/engine.js';
import type { Enqueued } from '../contract/job.js';
import { uniqueKeyTaken, unknownParent } from '../errors.js';
import { type Operation, operationJson } from './operation.js';

/** How far a job has come, as far as a transaction has to know. */
export const STAGE = { open: 0, started: 1, ended: 2 } as const;

export interface KnownJob {
  readonly id: number;
  readonly stage: number;
  readonly attempt: number;
  readonly revision: number;
  readonly cancel_reason: string | null;
}

/** A job as PostgreSQL ended it by itself, such as the child of a dead parent. */
export type Settled = Pick<KnownJob, 'revision'> & { readonly id: string };

/**
 * The app's own file beside PostgreSQL: what it knows of each job, and the outbox. Whatever changes a job is first written here,
 * in the caller's transaction; PostgreSQL follows, in the same order. So uniqueness, cancels and fences are decided here, at once.
 */
export class Ledger {
  constructor(
    readonly storage: Storage,
    private readonly clock: QueueClock,
  ) {}

  now(): number {
    return this.clock.wall();
  }

  /** The name of this file towards PostgreSQL. */
  origin(): string {
    return this.storage.one<{ origin: string }>('SELECT origin FROM job_origin')?.origin ?? '';
  }

  /** The changes after a number, in order. */
  operations(after: number, most: number): { seq: number; operation: Operation }[] {
    const rows = this.storage.read<{ seq: number; operation: string }>(
      'SELECT seq, operation FROM job_outbox WHERE seq > ? ORDER BY seq LIMIT ?',
      [after, most],
    );
    return rows.map(({ seq, operation }) => ({ seq, operation: JSON.parse(operation) as Operation }));
  }

  /** The highest number that a change ever had. */
  lastNumber(): number {
    return this.storage.one<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'job_outbox'")?.seq ?? 0;
  }

  get waits(): boolean {
    return this.storage.one('SELECT 1 FROM job_outbox LIMIT 1') !== undefined;
  }

  /** Whether something is kept that PostgreSQL has. */
  hasUpTo(applied: number): boolean {
    return this.storage.one('SELECT 1 FROM job_outbox WHERE seq <= ? LIMIT 1', [applied]) !== undefined;
  }

  /** Throws `queue.unknown-parent`. */
  async enqueue(tx: EntityManager, job: PreparedJob): Promise<Enqueued> {
    return (await this.known(tx, job)) ?? (await this.notUnique(tx, job)) ?? (await this.insert(tx, job));
  }

  /** A transaction of its own. One refused job does not sink the others, because a refusal writes nothing. */
  add(jobs: readonly PreparedJob[]): Promise<(Enqueued | Error)[]> {
    return this.storage.write(async (tx) => {
      const answers: (Enqueued | Error)[] = [];
      for (const job of jobs) answers.push(await this.enqueue(tx, job).catch(refusal));
      return answers;
    });
  }

  async cancel(tx: EntityManager, id: string, reason: string): Promise<'cancelled' | 'cancelling' | 'ended'> {
    const known = await this.find(tx, id);
    if (!known || known.stage === STAGE.ended) return 'ended';
    const started = known.stage === STAGE.started;
    if (started) await tx.query('UPDATE job_known SET cancel_reason = coalesce(cancel_reason, ?) WHERE id = ?', [reason, known.id]);
    else await tx.query('UPDATE job_known SET stage = 2 WHERE id = ?', [known.id]);
    await this.write(tx, { do: 'cancel', id, reason, at: this.now() });
    return started ? 'cancelling' : 'cancelled';
  }

  /** Throws `queue.unique-key-taken`. */
  async replay(tx: EntityManager, id: string, payload?: { json: string; version: number }): Promise<boolean> {
    const known = await this.find(tx, id);
    if (known?.stage !== STAGE.ended) return false;
    await this.checkUnique(tx, known.id);
    const revision = known.revision + 1;
    await tx.query('UPDATE job_known SET stage = 0, cancel_reason = NULL, revision = ? WHERE id = ?', [revision, known.id]);
    await this.write(tx, { do: 'replay', id, revision, payload, at: this.now() });
    return true;
  }

  /** Hands a change to the outbox. */
  async write(tx: EntityManager, operation: Operation): Promise<void> {
    await tx.query('INSERT INTO job_outbox (operation) VALUES (?)', [operationJson(operation)]);
  }

  /** Lets go of what PostgreSQL has, and takes over what it ended by itself. */
  async follow(tx: EntityManager, applied: number, ended: readonly Settled[], gone: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM job_outbox WHERE seq <= ?', [applied]);
    for (const { id, revision } of ended) await tx.query('UPDATE job_known SET stage = 2 WHERE id = ? AND revision = ?', [id, revision]);
    for (const id of gone) await tx.query('DELETE FROM job_known WHERE id = ? AND stage = 2', [id]);
  }

  /** Nothing is started any more: the jobs of a supervisor that is gone were put back. */
  async freeAll(tx: EntityManager): Promise<void> {
    await tx.query('UPDATE job_known SET stage = 0, cancel_reason = NULL WHERE stage = 1');
  }

  async find(tx: EntityManager, id: string): Promise<KnownJob | undefined> {
    const [row] = await tx.query<KnownJob[]>('SELECT id, stage, attempt, revision, cancel_reason FROM job_known WHERE id = ?', [id]);
    return row;
  }

  private async known(tx: EntityManager, { idempotencyKey }: PreparedJob): Promise<Enqueued | undefined> {
    if (idempotencyKey === undefined) return undefined;
    const [row] = await tx.query<KnownJob[]>('SELECT id FROM job_known WHERE idempotency_key = ?', [idempotencyKey]);
    return row && { id: String(row.id), outcome: 'known' };
  }

  private async notUnique(tx: EntityManager, job: PreparedJob): Promise<Enqueued | undefined> {
    if (!job.unique) return undefined;
    const below = job.unique.within === 'pending' ? STAGE.started : STAGE.ended;
    const [first] = await tx.query<KnownJob[]>(
      'SELECT id, stage, attempt, revision FROM job_known WHERE unique_key = ? AND stage < 2 AND stage < ? ORDER BY id LIMIT 1',
      [job.unique.key, below],
    );
    if (!first) return undefined;
    const id = String(first.id);
    if (job.unique.onConflict === 'keep' || first.attempt > 0 || first.stage !== STAGE.open) return { id, outcome: 'duplicate' };
    await this.replace(tx, id, first.revision + 1, job);
    return { id, outcome: 'replaced' };
  }

  private async replace(tx: EntityManager, id: string, revision: number, job: PreparedJob): Promise<void> {
    const { payload, version, priority, delayMs } = job;
    await tx.query('UPDATE job_known SET revision = ? WHERE id = ?', [revision, id]);
    await this.write(tx, { do: 'replace', id, revision, job: { payload, version, priority, delayMs }, at: this.now() });
  }

  private async insert(tx: EntityManager, job: PreparedJob): Promise<Enqueued> {
    await this.checkParents(tx, job);
    const [row] = await tx.query<{ id: number }[]>(
      'INSERT INTO job_known (stage, attempt, revision, unique_key, idempotency_key) VALUES (0, 0, 0, ?, ?) RETURNING id',
      [job.unique?.key ?? null, job.idempotencyKey ?? null],
    );
    const id = String(row?.id);
    await this.write(tx, { do: 'enqueue', id, job, at: this.now() });
    return { id, outcome: 'enqueued' };
  }

  private async checkUnique(tx: EntityManager, id: number): Promise<void> {
    const [other] = await tx.query<{ id: number }[]>(
      `SELECT o.id FROM job_known j JOIN job_known o ON o.unique_key = j.unique_key AND o.stage < 2
       WHERE j.id = ? AND o.unique_key IS NOT NULL LIMIT 1`,
      [id],
    );
    if (other) throw uniqueKeyTaken(String(id), String(other.id));
  }

  private async checkParents(tx: EntityManager, { parents }: PreparedJob): Promise<void> {
    for (const parent of parents) if (!(await this.find(tx, parent))) throw unknownParent(parent);
  }
}

/** A refusal is an answer; anything else (a full disk) sinks the transaction. */
function refusal(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}
