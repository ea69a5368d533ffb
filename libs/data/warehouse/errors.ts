import { basename } from 'node:path';
import { Problem } from '#core/kernel';

/** The engine's errors come from native code and need not be instances of this realm's Error. */
const firstLine = (error: unknown): string => String((error as { message?: string } | undefined)?.message ?? error).split('\n')[0] ?? '';

/** Two builds of one module at once would overwrite each other. */
export const buildInProgress = (module: string) =>
  new Problem('warehouse.build-in-progress', 409, `${module} is being built already.`, 'Wait until that run has ended, then run it again.');

/** Somebody else published, or cleared the files away, while this build was under way. */
export const overtaken = (module: string, load: number, cause: string) =>
  new Problem(
    'warehouse.overtaken',
    409,
    `Load ${load} of ${module} cannot be published: ${cause}.`,
    'Let one worker only write the warehouse, then run the module again.',
  );

export const buildClosed = (module: string, load: number) =>
  new Problem('warehouse.build-closed', 409, `The build of load ${load} of ${module} has ended.`, 'Begin a new one.');

/** The SQL of a model was refused by the engine. */
export const modelFailed = (model: string, error: unknown) =>
  new Problem(
    'warehouse.model-failed',
    422,
    `${model} could not be built: ${firstLine(error)}`,
    `Correct the SQL of ${model}, or the rows that it reads.`,
  );

export const modelLacksColumns = (model: string, missing: readonly string[], found: readonly string[]) =>
  new Problem(
    'warehouse.model-lacks-columns',
    422,
    `The SQL of ${model} gives no column ${missing.join(', ')}.`,
    `It gives ${found.join(', ')}: name each declared column with "as".`,
    { missing, found },
  );

export const floatMoney = (model: string, columns: readonly string[]) =>
  new Problem(
    'warehouse.float-money',
    422,
    `The SQL of ${model} computes money in binary floating point: ${columns.join(', ')}.`,
    'Keep it exact: no division or float function on money, or cast the result to a decimal with a stated rounding.',
    { columns },
  );

export const wrongValue = (relation: string, column: string, value: unknown, expected: string) =>
  new Problem(
    'warehouse.wrong-value',
    422,
    `${relation}.${column} was given ${JSON.stringify(typeof value === 'bigint' ? value.toString() : value)}, which is no ${expected}.`,
    'Reject the row while reading the file.',
  );

/** A relation that no snapshot keeps: sources and datasets are read by models only. */
export const notKept = (relation: string) =>
  new Problem(
    'warehouse.not-kept',
    400,
    `Snapshots do not keep ${relation}.`,
    'Ask a dimension, fact or summary that is computed from it.',
  );

/** What the engine misses, by its name alone: its message shows the statement. */
const missing = (error: unknown): string => {
  const [, column, table] = /column (?:named )?"(\w+)"|Table with name (\w+)/.exec(firstLine(error)) ?? [];
  return `it lacks ${column ?? table ?? 'a part that is asked for'}`;
};

/** The declaration is newer than the load: the load has no such table or column. `error` is the engine's, or what is missing in words. */
export const olderShape = (module: string, load: number, error: unknown) =>
  new Problem(
    'warehouse.older-shape',
    409,
    `Load ${load} of ${module} was built before the module was declared as it is now (${typeof error === 'string' ? error : missing(error)}).`,
    `Look at a newer load, or run ${module}.`,
  );

export const snapshotGone = (module: string, load: number) =>
  new Problem(
    'warehouse.snapshot-gone',
    410,
    `The files of load ${load} of ${module} are no longer kept.`,
    'Ask again without a load, or for a kept one.',
  );

export const deadlinePassed = (deadlineMs: number) =>
  new Problem(
    'warehouse.deadline-passed',
    503,
    `The figures took longer than ${deadlineMs / 1000} seconds and were given up.`,
    'Ask for fewer groups or a narrower filter, or try again when less is going on.',
  );

/** Whoever looks at figures is told of these two, so the folder on the server is left to the log. */
export const unreadableManifest = (file: string, error: unknown) =>
  new Problem(
    'warehouse.unreadable-manifest',
    500,
    `The warehouse manifest cannot be read: ${firstLine(error)}`,
    'Tell IT: restore warehouse/manifest.json from a backup, or delete it and run every module.',
    { file },
  );

export const manifestLocked = (file: string) =>
  new Problem(
    'warehouse.manifest-locked',
    503,
    'Another process has been writing the warehouse manifest for too long.',
    `Tell IT: when no worker is running, delete warehouse/${basename(file)}.`,
    { file },
  );

export const warehouseClosed = () =>
  new Problem('warehouse.closed', 503, 'The program is ending and answers no more questions.', 'Ask again in a moment.');
