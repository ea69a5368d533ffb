import type { Storage } from './storage.js';

/** Runs the migrations that the file lacks, each in its own transaction; gives their names in order. A step of its own, never part of a start. */
export function migrate(storage: Storage): Promise<string[]> {
  return storage.alter(async (dataSource) => (await dataSource.runMigrations()).map((migration) => migration.name));
}

/** Names of the known migrations that the file lacks. */
export function pendingMigrations(storage: Storage): string[] {
  const table = storage.one("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'");
  const done = new Set(table ? storage.read<{ name: string }>('SELECT name FROM migrations').map((row) => row.name) : []);
  return storage.dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name).filter((name) => !done.has(name));
}
