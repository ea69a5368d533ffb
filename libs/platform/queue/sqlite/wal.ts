import { statSync } from 'node:fs';
import type { Connection } from '#platform/sqlite';
import { isOfTheStore } from './transaction.js';

/** Twice what SQLite itself leaves of it (`journal_size_limit`). */
const LARGEST_WAL_BYTES = 128 * 1024 * 1024;
const LOOK_MS = 1000;

/**
 * Keeps the write-ahead log from growing for ever. SQLite begins it anew only in a moment without readers; where they always overlap,
 * that moment has to be looked for.
 */
export class Wal {
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly connection: Connection,
    private readonly file: string,
    private readonly largestBytes = LARGEST_WAL_BYTES,
  ) {}

  /** Between two transactions: once a second, and only if it is too large, everything is written back and the log cut. Gives whether it was. */
  look(monotonic: number): boolean {
    if (monotonic - this.lookedAt < LOOK_MS) return false;
    this.lookedAt = monotonic;
    if (this.bytes() <= this.largestBytes) return false;
    try {
      const [answer] = this.connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      return answer?.busy === 0;
    } catch (error) {
      if (!isOfTheStore(error)) throw error;
      return false; // a full disk, of which the transactions tell; it is looked at again
    }
  }

  /** stat and nothing more: to open and close a file of SQLite would drop the locks of the whole process. */
  private bytes(): number {
    return statSync(`${this.file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }
}
