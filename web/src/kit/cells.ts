import type { Cell, ResultColumn } from '#core/contract';
import { messages } from '../shell/messages';
import { formatDate, formatPeriod } from './dates';
import { formatFigure } from './figures';

const FIGURES = new Set<ResultColumn['kind']>(['integer', 'decimal', 'money', 'ratio']);

/** Whether a column holds figures: right-aligned, with totals and parentheses. Whole numbers that identify things are text. */
export const isFigure = (column: ResultColumn): boolean =>
  FIGURES.has(column.kind) && !(column.kind === 'integer' && column.role === 'dimension');

/** A cell as its column says it is written. */
export function formatCell(value: Cell | undefined, column: ResultColumn): string {
  if (value === null || value === undefined) return '';
  if (column.kind === 'date') return formatDate(String(value));
  if (column.kind === 'period') return formatPeriod(String(value));
  if (column.kind === 'flag') return value ? messages.table.yes : messages.table.no;
  return isFigure(column) ? formatFigure(value, column) : String(value);
}

/** The heading of a column, with the one unit its figures have. */
export const columnHeading = (column: ResultColumn): string =>
  column.unit && isFigure(column) ? `${column.title} (${column.unit})` : column.title;
