import type { Writable } from 'node:stream';
import { csvHeader, csvRows } from './csv.js';
import { PatientWriter } from './patient-writer.js';
import type { About } from './provenance.js';
import type { SheetSource } from './sheet-source.js';
import { makeWorkbook } from './workbook.js';

/** A file ready to be sent. `writeTo` resolves when the last byte is handed over; it does not end the stream. */
export interface ExportFile {
  readonly name: string;
  readonly type: string;
  readonly snapshot: string;
  writeTo(to: Writable): Promise<void>;
}

export const CSV_TYPE = 'text/csv; charset=utf-8';
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Streams rows as they come: nothing but one portion is held, however many there are. */
export const csvWriter =
  (source: SheetSource): ExportFile['writeTo'] =>
  async (to) => {
    const writer = new PatientWriter(to);
    await writer.write(csvHeader(source.columns));
    await source.each((rows) => writer.write(csvRows(source.columns, rows)));
  };

/** Makes the whole workbook before the first byte, so that a failure is still an answer and not half a file. */
export async function xlsxWriter(source: SheetSource, about: About): Promise<ExportFile['writeTo']> {
  const plan = { sheet: sheetName(source.origin.title), columns: source.columns, bold: source.bold, about };
  const file = await makeWorkbook(plan, (append) => source.each(async (rows) => append(rows)));
  return async (to) => {
    to.write(file);
  };
}

/** What Excel allows as the name of a sheet: 31 characters, some signs never, no apostrophe at the ends. */
function sheetName(title: string): string {
  const name = title
    .replaceAll(/[[\]/\\:*?\p{Cc}\s]+/gu, ' ')
    .replaceAll(/^[\s']+|[\s']+$/g, '')
    .slice(0, 31)
    .replace(/[\s']+$/, '');
  return name === '' || /^(about this file|history)$/i.test(name) ? 'Figures' : name;
}
