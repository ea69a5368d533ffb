import { stringify } from 'csv-stringify/sync';
import type { Cell, ResultColumn } from '#core/contract';
import { defuseFormula } from '#core/kernel';

/** Tells Excel that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

const NUMBERS = new Set<ResultColumn['kind']>(['integer', 'decimal', 'money', 'ratio']);
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/** The header line: titles, with the unit where a column has one. */
export function csvHeader(columns: readonly ResultColumn[]): string {
  const titles = columns.map(({ title, unit }) => defuseFormula(unit === undefined ? title : `${title} (${unit})`));
  return BYTE_ORDER_MARK + lines([titles]);
}

/**
 * Rows as csv lines (comma, CRLF, quoted where needed). Numbers are written exactly as the gate gave them; text that a
 * spreadsheet would compute gets an apostrophe in front. Missing values are empty.
 */
export function csvRows(columns: readonly ResultColumn[], rows: readonly (readonly Cell[])[]): string {
  const numeric = columns.map((column) => NUMBERS.has(column.kind));
  return lines(rows.map((row) => row.map((cell, i) => textOf(cell, numeric[i] ?? false))));
}

function textOf(cell: Cell, isNumber: boolean): string {
  if (cell === null) return '';
  const text = String(cell);
  return isNumber && PLAIN_NUMBER.test(text) ? text : defuseFormula(text);
}

const lines = (rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? '' : stringify(rows as string[][], { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
