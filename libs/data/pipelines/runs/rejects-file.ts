import { access, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defuseFormula } from '#core/kernel';
import type { Reject } from '../csv/rows.js';

/** Rejects beyond this are counted but not written: a file that is wrong throughout says so in its first lines. */
export const MOST_WRITTEN = 100_000;

/** Where the files of one run are kept. */
export const runFolder = (dataFolder: string, runId: string): string => join(dataFolder, 'runs', runId);

/** Where the rejects of one source in one run are kept. */
export const rejectsFile = (dataFolder: string, runId: string, source: string): string =>
  join(runFolder(dataFolder, runId), `${source}.rejects.csv`);

/** Whether that file is there. */
export const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Writes rejects as a table that a spreadsheet opens safely. The file appears when it is complete, and only when there were rejects. */
export class RejectsWriter {
  private handle: FileHandle | undefined;
  private written = 0;

  constructor(private readonly file: string) {}

  async add(rejects: readonly Reject[]): Promise<void> {
    this.handle ??= await this.open();
    const kept = rejects.slice(0, Math.max(0, MOST_WRITTEN - this.written));
    this.written += kept.length;
    await this.handle.appendFile(
      kept.map((reject) => line([reject.file, String(reject.line), reject.column, reject.value, reject.reason])).join(''),
    );
  }

  /** Completes the file; harmless when there were no rejects. */
  async close(): Promise<void> {
    if (!this.handle) return;
    await this.handle.close();
    await rename(this.part, this.file);
    this.handle = undefined;
  }

  /** Removes a file that was not completed; harmless after `close`. */
  async abandon(): Promise<void> {
    if (!this.handle) return;
    await this.handle.close();
    await rm(this.part, { force: true });
  }

  private get part(): string {
    return `${this.file}.part`;
  }

  private async open(): Promise<FileHandle> {
    await mkdir(dirname(this.file), { recursive: true });
    const handle = await open(this.part, 'w');
    await handle.appendFile(`\ufeff${line(['file', 'line', 'column', 'value', 'reason'])}`);
    return handle;
  }
}

const line = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;

/** Quoted where needed; a text that a spreadsheet would compute gets an apostrophe before it. A plain number is left alone. */
function cell(text: string): string {
  const safe = /^[+-]?\d+([.,]\d+)*$/.test(text) ? text : defuseFormula(text);
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
