import { firstLine, Problem } from '#core/kernel';

const list = (names: readonly string[], most = 12): string =>
  names.length === 0 ? 'none' : names.slice(0, most).join(', ') + (names.length > most ? ` and ${names.length - most} more` : '');

export const outsideFolder = (pattern: string) =>
  new Problem(
    'pipelines.outside-folder',
    422,
    `'${pattern}' points outside the module's folder.`,
    'Declare a path below that folder, without ".." and without a leading slash; a link must not lead out of it either.',
  );

export const noFolder = (folder: string) =>
  new Problem(
    'pipelines.no-folder',
    422,
    `The folder '${folder}' cannot be read.`,
    'Create it and give the account that Jupiter runs under the right to read it, or name another one with JUPITER_FILES_<MODULE>.',
  );

export const noFile = (pattern: string, folder: string, present: readonly string[]) =>
  new Problem(
    'pipelines.no-file',
    422,
    `No file '${pattern}' in '${folder}'. It holds: ${list(present)}.`,
    'Put the file there and run again, or correct the name in the declaration of the source.',
  );

export const emptyFile = (file: string) =>
  new Problem(
    'pipelines.empty-file',
    422,
    `'${file}' is empty.`,
    'Have the file exported again; an export without rows still has its header line.',
  );

/** The one problem that passes by itself: the run waits and looks again. */
export const STILL_BEING_WRITTEN = 'pipelines.still-being-written';
export const stillBeingWritten = (file: string) =>
  new Problem(
    STILL_BEING_WRITTEN,
    409,
    `'${file}' is still being written: it changed while it was looked at.`,
    'Run again when its export has finished. Exports that write under another name and rename at the end are never read half.',
  );

export const unreadableFile = (file: string, why: string) =>
  new Problem(
    'pipelines.unreadable-file',
    422,
    `'${file}' cannot be read (${why}).`,
    'Check that it is not open in another program and that Jupiter may read it.',
  );

export const notText = (file: string, what: string) =>
  new Problem('pipelines.not-text', 422, `'${file}' is no text file but ${what}.`, 'Save it as CSV and run again.');

export const wrongEncoding = (file: string, stated: string, mark: string) =>
  new Problem(
    'pipelines.wrong-encoding',
    422,
    `'${file}' is declared as ${stated}, but its first bytes say ${mark}.`,
    `Declare encoding: 'detect' or '${mark}', or have the file exported as ${stated}.`,
  );

export const encodingBelied = (file: string, stated: string, found: string) =>
  new Problem(
    'pipelines.encoding-belied',
    422,
    `'${file}' is declared as ${stated}, but its accented letters are written in ${found}.`,
    `Declare encoding: 'detect' or '${found}', or have the file exported as ${stated}.`,
  );

export const missingColumns = (file: string, missing: readonly string[], expected: readonly string[], found: readonly string[]) =>
  new Problem(
    'pipelines.missing-columns',
    422,
    `'${file}' lacks the column${missing.length === 1 ? '' : 's'} ${list(missing)}. Expected: ${list(expected, 50)}. Found: ${list(found, 50)}.`,
    found.length === 1
      ? 'The file has one column only: check the declared delimiter.'
      : "Correct the export, or say with `column: '…'` how the file names the column.",
    { missing, expected, found },
  );

export const duplicateColumns = (file: string, duplicates: readonly string[]) =>
  new Problem(
    'pipelines.duplicate-columns',
    422,
    `'${file}' has the column ${list(duplicates)} more than once.`,
    'Have each column exported once.',
    {
      duplicates,
    },
  );

export const brokenHeader = (file: string, reason: string) =>
  new Problem(
    'pipelines.broken-header',
    422,
    `The header line of '${file}' cannot be read: ${reason}.`,
    'Check the declared delimiter and quote.',
  );

export const unknownFormat = (column: string, format: string) =>
  new Problem(
    'pipelines.unknown-format',
    500,
    `'${format}' is no date format (column ${column}).`,
    'Use yyyy, MM and dd once each, and HH, mm, ss, SSS where the file writes a time; quote nothing.',
  );

export const unusableBound = (bound: number, places: number) =>
  new Problem(
    'pipelines.unusable-bound',
    500,
    `The declared bound ${bound} has more than ${places} decimal places.`,
    'Declare `min` and `max` with the places of the field.',
  );

export const checkBroken = (model: string, title: string, error: unknown) =>
  new Problem(
    'pipelines.check-broken',
    422,
    `The check '${title}' of ${model} cannot run: ${firstLine(error)}`,
    'Correct its SQL in the declaration.',
  );

export const undeclaredColumns = (model: string, extra: readonly string[]) =>
  new Problem(
    'pipelines.undeclared-columns',
    422,
    `The SQL of ${model} gives ${list(extra)}, which ${model} does not declare.`,
    'Declare the column, or leave it out of the select.',
    { extra },
  );

export const diskFull = () =>
  new Problem('pipelines.disk-full', 507, "The disk that holds Jupiter's data is full.", 'Ask IT to free space there, then run again.');

export const unknownRun = (module: string, run: string) =>
  new Problem('pipelines.unknown-run', 404, `${module} has no run ${run}.`, 'Open the list of runs and choose one.');

export const noRejects = (source: string, run: string) =>
  new Problem(
    'pipelines.no-rejects',
    404,
    `Run ${run} kept no rejects of ${source}.`,
    'Only sources with rejected rows have a file to download.',
  );

export const runTakenOver = (run: string) =>
  new Problem(
    'pipelines.run-taken-over',
    409,
    `Run ${run} has been started again by another worker.`,
    'Nothing: the other worker carries on.',
  );
