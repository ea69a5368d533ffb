import Database from 'better-sqlite3';
import { notDurable } from './errors.js';

/** A connection of one's own, for a thread that writes all day; it answers at once when the file is locked. */
export type Connection = Database.Database;
export type PreparedStatement = Database.Statement;

/** exec, because better-sqlite3 runs a pragma while it prepares it. FULL comes after WAL: opening in WAL sets NORMAL. */
const PRAGMAS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'busy_timeout = 0',
  'wal_autocheckpoint = 4000',
  'journal_size_limit = 67108864',
  'cache_size = -65536',
];
const EXPECTED = { journal_mode: 'wal', synchronous: 2, busy_timeout: 0, foreign_keys: 1 };

/** Opens an existing database with everything that keeps its rows safe, and checks that SQLite agreed. Throws `sqlite.not-durable`. */
export function openConnection(file: string): Connection {
  const connection = new Database(file, { fileMustExist: true, timeout: 0 });
  try {
    for (const pragma of PRAGMAS) connection.exec(`PRAGMA ${pragma}`);
    for (const [pragma, value] of Object.entries(EXPECTED)) {
      const actual: unknown = connection.pragma(pragma, { simple: true });
      if (actual !== value) throw notDurable(pragma, actual);
    }
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
