import type { Connection } from '#platform/sqlite';

/** How long it asks for the lock before it tells of trouble; other processes' transactions are short. */
const PATIENCE_MS = 5000;
const SHORTEST_WAIT_MS = 0.05;
const LONGEST_WAIT_MS = 1;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** The transactions of the engine's connection. */
export class Transaction {
  private isFull = true;

  constructor(private readonly connection: Connection) {}

  /**
   * With FULL a commit is on the disk when it returns. One that only claims need not be: a claim that a power cut takes is a job that
   * is ready again. By exec, because a prepared pragma runs when it is prepared.
   */
  durable(isFull: boolean): void {
    if (this.isFull === isFull) return;
    this.connection.exec(isFull ? 'PRAGMA synchronous = FULL' : 'PRAGMA synchronous = NORMAL');
    this.isFull = isFull;
  }

  /** Takes the lock. SQLite's own way of waiting starves one of two, so this one asks again after a short time of chance. */
  begin(): void {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        this.connection.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!codeOf(error).startsWith('SQLITE_BUSY') || performance.now() > end) throw error;
        Atomics.wait(sleeper, 0, 0, SHORTEST_WAIT_MS + Math.random() * (LONGEST_WAIT_MS - SHORTEST_WAIT_MS));
      }
    }
  }

  commit(): void {
    this.connection.exec('COMMIT');
  }

  /** False when SQLite, or a statement that asks for it, has rolled everything back. */
  get isOpen(): boolean {
    return this.connection.inTransaction;
  }

  /** A full disk makes SQLite roll back by itself. */
  rollBack(): void {
    if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
  }

  /** All of `work` or nothing of it, while the rest of the transaction stays. */
  apart<T>(work: () => T): T {
    this.connection.exec('SAVEPOINT apart');
    try {
      const result = work();
      this.connection.exec('RELEASE apart');
      return result;
    } catch (error) {
      if (this.connection.inTransaction) this.connection.exec('ROLLBACK TO apart; RELEASE apart');
      throw error;
    }
  }
}

/** A statement has rolled back everything, and not only itself: the transaction begins again without it. */
export class RolledBack extends Error {}

const OF_THE_STORE = ['FULL', 'IOERR', 'READONLY', 'CANTOPEN', 'BUSY', 'LOCKED', 'CORRUPT', 'NOTADB', 'NOMEM', 'PERM', 'PROTOCOL'];

/** Whether the store refuses everything for now, and not this statement only. */
export function isOfTheStore(error: unknown): boolean {
  const code = codeOf(error);
  return OF_THE_STORE.some((kind) => code.startsWith(`SQLITE_${kind}`));
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '');
}
