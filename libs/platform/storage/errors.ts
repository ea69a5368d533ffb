import { Problem } from '#core/kernel';

/** Something else than the transaction was awaited inside `write`, so the whole process waited for it. */
export const foreignAwait = () =>
  new Problem(
    'storage.foreign-await',
    500,
    'A write transaction waited for something else than the database and was rolled back.',
    'Await only the given EntityManager inside write(); do files, network and timers before or after it.',
  );

/** `write` inside `write` would wait for itself for ever. */
export const nestedWrite = () =>
  new Problem('storage.nested-write', 500, 'A write transaction was started inside another one.', 'Pass the EntityManager on instead.');

/** A statement that changes rows came from outside of `write`; it could land in another's transaction and vanish with it. */
export const writeOutside = (sql: string) =>
  new Problem('storage.write-outside', 500, 'A statement that changes rows was run outside of write().', 'Use Storage.write().', {
    statement: sql.slice(0, 200),
  });

/** Another process kept the file locked for the whole patience. */
export const storageBusy = (patienceMs: number) =>
  new Problem(
    'storage.busy',
    503,
    `Another process has been writing for ${patienceMs} ms.`,
    'Try again; if it stays, see which process holds the file.',
  );

/** The code is newer than the file. */
export const notMigrated = (names: readonly string[]) =>
  new Problem('storage.not-migrated', 500, `The database lacks ${names.join(', ')}.`, 'Run: npm run cli -- migrate', { names });

export const folderUnusable = (folder: string, code: string) =>
  new Problem(
    'storage.folder-unusable',
    500,
    `The data folder ${folder} cannot be used (${code}).`,
    'Set JUPITER_DATA to a folder on a local disk in which the account of Jupiter may write.',
  );
