import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { Problem } from '#core/kernel';
import type { Connection } from '#platform/sqlite';
import { storageBusy } from './errors.js';
import { Mutex } from './mutex.js';
import type { Reader } from './reader.js';
import type { WriteScope } from './write-scope.js';

/** How long a write waits for another process's, without holding the event loop. */
const PATIENCE_MS = 5000;

/** The SQLite file of the process. Made by `openStorage` or `StorageModule`. */
@Injectable()
export class Storage implements OnApplicationShutdown {
  private readonly mutex = new Mutex();
  /** TypeORM has exactly one for this driver, whatever it is asked. */
  private readonly runner: QueryRunner;
  private readonly manager: EntityManager;

  constructor(
    readonly dataSource: DataSource,
    private readonly connection: Connection,
    private readonly reader: Reader,
    private readonly scope: WriteScope,
  ) {
    this.runner = dataSource.createQueryRunner();
    this.manager = this.runner.manager;
  }

  /** The path of the file. */
  get file(): string {
    return this.connection.name;
  }

  /**
   * One short write transaction (BEGIN IMMEDIATE), one at a time in the process. All of `work` is kept, or nothing when it
   * throws. Await nothing but `tx` inside: a foreign await, a write inside the write and a write past it are refused.
   * Throws `storage.busy` when another process keeps the file locked for 5 seconds.
   */
  async write<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    this.scope.refuseNesting();
    return this.mutex.run(() =>
      this.scope.run(
        () => this.begin(),
        (stayed) => this.transaction(work, stayed),
      ),
    );
  }

  /**
   * A write transaction like `write`, for work that waits for nothing: on the bare connection, without TypeORM and what it costs.
   * The connection is for the statements of this call only. Throws `storage.busy` as `write` does.
   */
  async writeAtOnce<T>(work: (connection: Connection) => T): Promise<T> {
    this.scope.refuseNesting();
    return this.mutex.run(() =>
      this.scope.run(
        () => this.untilFree(async () => void this.connection.exec('BEGIN IMMEDIATE')),
        async () => this.atOnce(work),
      ),
    );
  }

  /** Committed rows, as plain objects. Synchronous: the statement must be quick, so give it an index and a limit. */
  read<T>(sql: string, parameters: readonly unknown[] = []): T[] {
    return this.reader.all<T>(sql, parameters);
  }

  /** The first committed row, if there is one. */
  one<T>(sql: string, parameters: readonly unknown[] = []): T | undefined {
    return this.reader.one<T>(sql, parameters);
  }

  /** Runs schema changes: alone, and without the rule that every change is a `write`. For migrations only. */
  alter<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
    return this.mutex.run(() => this.scope.withoutGuard(() => work(this.dataSource)));
  }

  /** Waits for the write under way, then closes both connections. */
  async close(): Promise<void> {
    await this.mutex.run(async () => {
      if (!this.dataSource.isInitialized) return;
      this.reader.close();
      await this.dataSource.destroy();
    });
  }

  /** Last of Nest's closing steps: whoever writes while stopping has done so. */
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private async transaction<T>(work: (tx: EntityManager) => Promise<T>, stayed: () => void): Promise<T> {
    try {
      const result = await work(this.manager);
      stayed();
      await this.runner.commitTransaction();
      return result;
    } catch (error) {
      await this.rollBack();
      throw refusalIn(error) ?? error;
    }
  }

  private atOnce<T>(work: (connection: Connection) => T): T {
    try {
      const result = work(this.connection);
      this.connection.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
      throw error;
    }
  }

  private begin(): Promise<void> {
    return this.untilFree(() => this.runner.startTransaction());
  }

  /** SQLite's own busy wait would hold the event loop, and starves the one who waits. */
  private async untilFree(begin: () => Promise<void>): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await begin();
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (performance.now() > end) throw storageBusy(PATIENCE_MS);
        await sleep(1 + Math.random() * 10);
      }
    }
  }

  /** A full disk makes SQLite roll back by itself; TypeORM then needs a transaction to end, or it counts one too many for ever. */
  private async rollBack(): Promise<void> {
    if (!this.connection.inTransaction) this.connection.exec('BEGIN');
    await this.runner.rollbackTransaction();
  }
}

/** A refusal of the write scope comes back wrapped by TypeORM; the caller should read the refusal. */
function refusalIn(error: unknown): Problem | undefined {
  const cause = (error as { driverError?: unknown }).driverError;
  return cause instanceof Problem ? cause : undefined;
}

function isBusy(error: unknown): boolean {
  const { driverError, code } = error as { driverError?: { code?: string }; code?: string };
  return (driverError?.code ?? code)?.startsWith('SQLITE_BUSY') ?? false;
}
