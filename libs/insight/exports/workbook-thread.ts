/**
 * The thread that writes workbooks: a hundred thousand rows take seconds of computing, which must not hold up requests.
 * The file stands alone (it is the entry of a thread, run as it is); `workbook.ts` is its other end.
 */
import type { Cell as SheetCell, SheetData } from 'write-excel-file/node';
import type { Cell, ResultColumn } from '#core/contract';

// A thread's entry is loaded without the project's module aliases, so what it needs is required by package name.
const { parentPort, workerData } = require('node:worker_threads') as typeof import('node:worker_threads');
const writeXlsxFile = (require('write-excel-file/node') as typeof import('write-excel-file/node')).default;

/** What the workbook is about; rows follow as messages. */
export interface WorkbookPlan {
  readonly sheet: string;
  readonly columns: readonly ResultColumn[];
  /** Rows set in bold, counted from zero: sections, subtotals, totals. */
  readonly bold: readonly number[];
  /** Label and value of each line of the second sheet. */
  readonly about: readonly (readonly [string, string | number])[];
}

export type ToThread = { readonly rows: readonly (readonly Cell[])[] } | { readonly finish: true };
export type FromThread = { readonly file: Uint8Array } | { readonly failed: string };

/** Excel keeps fifteen digits of a number; longer amounts are written as text rather than wrongly. */
const EXACT_DIGITS = 15;
const LONGEST_TEXT = 32_767;
const WIDTH_SAMPLE = 500;
const ABOUT_SHEET = 'About this file';

type Writer = (cell: Cell) => SheetCell;

/** How the cells of a column are written: its kind decides type and format, never the look of a value. */
function writerOf(column: ResultColumn): Writer {
  switch (column.kind) {
    case 'text':
    case 'choice':
    case 'period':
      return textCell;
    case 'date':
      return dateCell;
    case 'flag':
      return (cell) => (typeof cell === 'boolean' ? { value: cell, type: Boolean } : textCell(cell));
    case 'integer':
      return numberWriter(column.role === 'metric' ? '#,##0' : '0');
    case 'ratio':
      return numberWriter(column.format === 'percent' ? '0.0%' : '0.00####');
    case 'money':
    case 'decimal':
      return numberWriter(amountFormat(column.places ?? 2));
  }
}

function amountFormat(places: number): string {
  const digits = places === 0 ? '#,##0' : `#,##0.${'0'.repeat(places)}`;
  return `${digits}_);(${digits})`;
}

/** What a spreadsheet would take for a number, a date or a formula when somebody edits the cell. */
const TAKEN_FOR_MORE = /^[\s=+\-@\d.,(\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Always stored as text; marked as text too where editing would turn it into something else. Marks cost time, so words go without. */
function textCell(cell: Cell): SheetCell {
  if (cell === null || cell === '') return null;
  const value = String(cell).slice(0, LONGEST_TEXT);
  // The writer indexes texts in a plain object, which already "has" such words: they go in through `inlineWords` below.
  if (value in Object.prototype) return { value: `${INLINE}${value}`, type: 'Formula', format: '@' };
  return TAKEN_FOR_MORE.test(value) ? { value, type: String, format: '@' } : { value, type: String };
}

function numberWriter(format: string): Writer {
  return (cell) => {
    if (cell === null) return null;
    const digits = String(cell).replace(/^-?0*\.?0*|\./g, '').length;
    if (digits > EXACT_DIGITS) return { ...(textCell(cell) as object), align: 'right' };
    const value = Number(cell);
    return Number.isFinite(value) ? { value, type: Number, format } : textCell(cell);
  };
}

/** Excel's calendar starts in 1900 and has a day too many in that February; earlier dates are text. */
function dateCell(cell: Cell): SheetCell {
  if (typeof cell !== 'string' || cell < '1900-03-01') return textCell(cell);
  const value = new Date(`${cell.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(value.getTime()) ? textCell(cell) : { value, type: Date, format: 'yyyy-mm-dd' };
}

const INLINE = '\uE000';
const INLINE_CELL = new RegExp(`<c ([^>]*)><f>${INLINE}([^<]*)</f></c>`, 'g');
const inlineWords = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml: string): string =>
          xml.includes(INLINE) ? xml.replaceAll(INLINE_CELL, '<c $1 t="inlineStr"><is><t xml:space="preserve">$2</t></is></c>') : xml,
      },
    },
  },
};

function headerOf(column: ResultColumn): SheetCell {
  const value = column.unit === undefined ? column.title : `${column.title} (${column.unit})`;
  const isNumber = ['integer', 'ratio', 'money', 'decimal'].includes(column.kind) && column.role === 'metric';
  return { value, type: String, fontWeight: 'bold', align: isNumber ? 'right' : 'left', bottomBorderStyle: 'thin' };
}

/** Wide enough for the title and the first rows, as Excel counts: characters. */
function widthOf(column: ResultColumn, index: number, rows: readonly (readonly Cell[])[]): number {
  const lengths = rows.slice(0, WIDTH_SAMPLE).map((row) => String(row[index] ?? '').length);
  const grouped = column.kind === 'money' || column.kind === 'decimal' ? 5 : 2;
  const title = column.title.length + (column.unit?.length ?? -3) + 5;
  return Math.min(60, Math.max(10, title, ...lengths.map((n) => n + grouped)));
}

/** The workbook: figures first, then where they come from. */
function writeWorkbook(plan: WorkbookPlan, rows: readonly (readonly Cell[])[]): Promise<Buffer> {
  const writers = plan.columns.map(writerOf);
  const bold = new Set(plan.bold);
  const data: SheetData = [plan.columns.map(headerOf)];
  rows.forEach((row, i) => {
    const cells = writers.map((write, column) => write(row[column] ?? null));
    data.push(bold.has(i) ? cells.map((cell) => cell && { ...(cell as object), fontWeight: 'bold' as const }) : cells);
  });
  const about: SheetData = plan.about.map(([label, value]) => [
    { value: label, type: String, fontWeight: 'bold', alignVertical: 'top' },
    typeof value === 'number' ? { value, type: Number, format: '#,##0', align: 'left' } : aboutText(value),
  ]);
  const widths = plan.columns.map((column, i) => ({ width: widthOf(column, i, rows) }));
  const sheets = [
    { data, sheet: plan.sheet, columns: widths, stickyRowsCount: 1 },
    { data: about, sheet: ABOUT_SHEET, columns: [{ width: 24 }, { width: 100 }] },
  ];
  return writeXlsxFile(sheets, { features: [inlineWords] }).toBuffer();
}

const aboutText = (value: string): SheetCell => {
  const cell = textCell(value);
  return cell && { ...(cell as object), wrap: true };
};

function serve(port: NonNullable<typeof parentPort>, plan: WorkbookPlan): void {
  const rows: (readonly Cell[])[] = [];
  const answer = (message: FromThread): void => port.postMessage(message);
  port.on('message', (message: ToThread) => {
    if ('rows' in message) {
      for (const row of message.rows) rows.push(row);
      return;
    }
    writeWorkbook(plan, rows)
      .then((file) => answer({ file: new Uint8Array(file) }))
      .catch((error: unknown) => answer({ failed: String(error) }))
      .finally(() => port.close());
  });
}

if (parentPort && workerData) serve(parentPort, workerData as WorkbookPlan);
