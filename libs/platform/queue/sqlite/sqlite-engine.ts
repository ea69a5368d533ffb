import type { EntityManager } from 'typeorm';
import { newId } from '#core/kernel';
import type { Storage } from '#platform/storage';
import type { Claim, Ending, Engine, Wanted, WorkerRow } from '../contract/engine.js';
import type { Depth, Enqueued, JobView, NewJob, Progress } from '../contract/job.js';
import { type ClaimRow, claimed, type DepthRow, depths, type JobRow, jobView, json, type WorkerRecord, workerRow } from './rows.js';
import * as statement from './statements.js';

const MAX_ATTEMPTS = 5;

/** Keeps the jobs in the app's own SQLite file, so that a job is enqueued in the transaction of the deed. */
export class SqliteEngine implements Engine {
  constructor(private readonly storage: Storage) {}

  async enqueue(tx: EntityManager, job: NewJob): Promise<Enqueued> {
    const [known] = job.uniqueKey ? await tx.query<{ id: string }[]>(statement.UNFINISHED_WITH_UNIQUE_KEY, [job.uniqueKey]) : [];
    if (known) return { id: known.id, outcome: 'duplicate' };
    const id = newId();
    await tx.query(statement.INSERT, [
      id,
      job.name,
      JSON.stringify(job.payload ?? null),
      job.key ?? null,
      job.uniqueKey ?? null,
      job.priority ?? 0,
      after(job.delayMs ?? 0),
      after(0),
      job.maxAttempts ?? MAX_ATTEMPTS,
    ]);
    return { id, outcome: 'enqueued' };
  }

  async cancel(tx: EntityManager, id: string, reason: string): Promise<boolean> {
    return some(await tx.query(statement.CANCEL, [reason, after(0), id]));
  }

  find(id: string): JobView | undefined {
    const row = this.storage.one<JobRow>(statement.FIND, [id]);
    return row && jobView(row);
  }

  depth(): Depth[] {
    return depths(this.storage.read<DepthRow>(statement.DEPTH), after(0));
  }

  hasClaimable(wanted: readonly Wanted[], except: readonly string[]): boolean {
    if (wanted.length === 0) return false;
    const { sql, parameters } = statement.candidate(wanted, except, after(0));
    return this.storage.one(sql, parameters) !== undefined;
  }

  async claim(workerId: string, wanted: readonly Wanted[], except: readonly string[]): Promise<Claim | undefined> {
    const now = after(0);
    const { sql, parameters } = statement.candidate(wanted, except, now);
    const [row] = await this.storage.write((tx) => tx.query<ClaimRow[]>(statement.claimOf(sql), [workerId, now, ...parameters]));
    return row && claimed(row);
  }

  end(claim: Claim, ending: Ending, progress?: Progress): Promise<boolean> {
    return this.storage.write(async (tx) => {
      const held = some(await this.endRow(tx, claim, ending, json(progress)));
      if (held && ending.kind === 'done') await ending.effect?.(tx);
      return held;
    });
  }

  async progress(claim: Claim, progress: Progress): Promise<void> {
    await this.storage.write((tx) => tx.query(statement.PROGRESS, [json(progress), claim.id, claim.attempt]));
  }

  workers(): WorkerRow[] {
    return this.storage.read<WorkerRecord>(statement.WORKERS).map(workerRow);
  }

  beat(worker: Pick<WorkerRow, 'id' | 'pid' | 'host' | 'startedAt'>): Promise<ReadonlyMap<string, number>> {
    return this.storage.write(async (tx) => {
      const known = some(await tx.query(statement.BEAT, [after(0), worker.id]));
      if (!known) await tx.query(statement.FIRST_BEAT, [worker.id, worker.pid, worker.host, worker.startedAt, after(0)]);
      const held = await tx.query<{ id: string; attempt: number }[]>(statement.HELD_BY, [worker.id]);
      return new Map(held.map((row) => [row.id, row.attempt]));
    });
  }

  remove(workerId: string): Promise<number> {
    return this.storage.write(async (tx) => {
      const rescued = await tx.query<unknown[]>(statement.RESCUE, [after(0), 'Its worker died while it ran.', workerId]);
      await tx.query(statement.REMOVE_WORKER, [workerId]);
      return rescued.length;
    });
  }

  private endRow(tx: EntityManager, claim: Claim, ending: Ending, progress: string | null): Promise<unknown> {
    const fence = [claim.id, claim.attempt];
    const finish = (state: string, failures: number, result: string | null, reason: string | null) =>
      tx.query(statement.FINISH, [state, failures, result, reason, after(0), progress, ...fence]);
    const putBack = (afterMs: number, failures: number, reason: string | null) =>
      tx.query(statement.PUT_BACK, [after(afterMs), failures, reason, progress, ...fence]);
    switch (ending.kind) {
      case 'done':
        return finish('done', 0, json(ending.result), null);
      case 'cancelled':
        return finish('cancelled', 0, null, ending.reason);
      case 'failed':
        return claim.failures + 1 >= claim.maxAttempts ? finish('dead', 1, null, ending.reason) : putBack(ending.afterMs, 1, ending.reason);
      case 'snoozed':
        return putBack(ending.afterMs, 0, null);
      case 'interrupted':
        return putBack(0, 0, null);
    }
  }
}

/** The moment so many milliseconds from now, as the columns keep it. */
function after(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}

function some(rows: unknown): boolean {
  return Array.isArray(rows) && rows.length > 0;
}
