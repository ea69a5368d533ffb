import { Logger } from '@nestjs/common';
import Database from 'better-sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { notDurable } from '#platform/sqlite';
import { Reader } from './reader.js';
import { Storage } from './storage.js';
import { type SlowStatement, watchStatements } from './watched-statement.js';
import { WriteScope } from './write-scope.js';

/** `file` is made when it is not there. `migrations` are only known, not run: `migrate` runs them. */
export interface StorageOptions {
  readonly file: string;
  readonly entities: Exclude<DataSourceOptions['entities'], undefined>;
  readonly migrations?: DataSourceOptions['migrations'];
  /** Statements over this are reported with their plan. Default 50. */
  readonly slowMs?: number;
  readonly onSlow?: (slow: SlowStatement) => void;
}

/** With a queue and its workers in the same file, a larger WAL that is reused costs less than one that is cut each time. */
const PRAGMAS = ['synchronous = FULL', 'wal_autocheckpoint = 4000', 'journal_size_limit = 67108864', 'busy_timeout = 10'];

/** Opens the file with everything that keeps its rows safe, and checks that SQLite agreed. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const scope = new WriteScope();
  const watch = { slowMs: options.slowMs ?? 50, onSlow: options.onSlow ?? logSlow };
  const opened: { connection?: Database.Database } = {};
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    driver: Database,
    database: options.file,
    entities: options.entities,
    migrations: options.migrations ?? [],
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    enableWAL: true,
    timeout: 5000,
    prepareDatabase: (connection: Database.Database) => {
      opened.connection = connection;
      watchStatements(connection, { ...watch, beforeWrite: (sql) => scope.check(sql) });
    },
  });
  await dataSource.initialize();
  const connection = opened.connection as Database.Database;
  for (const pragma of PRAGMAS) connection.pragma(pragma);
  assertDurable(connection);
  const storage = new Storage(dataSource, connection, new Reader(options.file, watch), scope);
  scope.guard();
  return storage;
}

/** better-sqlite3 is built with synchronous NORMAL under WAL: without FULL a power cut takes committed rows. */
function assertDurable(connection: Database.Database): void {
  const expected = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1 };
  for (const [pragma, value] of Object.entries(expected)) {
    const actual: unknown = connection.pragma(pragma, { simple: true });
    if (actual !== value) throw notDurable(pragma, actual);
  }
}

function logSlow(slow: SlowStatement): void {
  new Logger('Storage').warn({ message: 'slow statement', ...slow, milliseconds: Math.round(slow.milliseconds) });
}
