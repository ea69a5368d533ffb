import { groupThousands, Problem } from '#core/kernel';

export const nothingToExport = (): Problem =>
  new Problem(
    'exports.nothing-named',
    400,
    'The export names neither a tile nor the rows behind a figure, or names both.',
    'Send `dashboard` and `tile` with `filters`, or `rows` with a metric and its conditions.',
  );

export const tooManyRows = (count: number, most: number, format: 'csv' | 'xlsx'): Problem =>
  new Problem(
    'exports.too-many-rows',
    422,
    `${groupThousands(String(count))} rows are more than the ${groupThousands(String(most))} that a ${format} file takes.`,
    format === 'xlsx' ? 'Export them as csv, or narrow the filters.' : 'Narrow the filters, for example to one period or one branch.',
    { count, most },
  );

export const workbookFailed = (reason: string): Problem =>
  new Problem('exports.workbook-failed', 500, `The workbook could not be written: ${reason}`, 'Try again, or export the same as csv.');

/** The reader went away while the file was being sent: nobody is left to tell. */
export const readerGone = (): Problem =>
  new Problem(
    'exports.reader-gone',
    499,
    'The download was stopped by the one who asked for it.',
    'Nothing: download it again when it is wanted.',
  );

/** Nobody took anything for so long that the figures are needed elsewhere. */
export const readerIdle = (milliseconds: number): Problem =>
  new Problem(
    'exports.reader-idle',
    408,
    `The download was given up: nothing was taken for ${milliseconds / 1000} seconds.`,
    'Ask for the file again over a faster connection.',
  );
