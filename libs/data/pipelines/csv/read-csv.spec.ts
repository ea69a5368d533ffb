import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { type CsvFile, csv, date, describe as declared, money, source, text } from '#core/kit';
import { type ReadOptions, readCsv } from './read-csv.js';
import type { Reject, TypedRow } from './rows.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'csv-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fields = { account: text(), day: date({ format: 'dd.MM.yyyy' }), amount: money('EUR', { decimalMark: ',' }) };
const HEADER = 'account;day;amount\n';

function write(name: string, content: string | Buffer): void {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  utimesSync(file, 1_700_000_000, 1_700_000_000);
}

async function read(o: Partial<CsvFile> = {}, options: ReadOptions = {}) {
  const rows: TypedRow[] = [];
  const rejects: Reject[] = [];
  const ledger = source('ledger', { title: 'Ledger', from: csv(o.file ?? '*.csv', { delimiter: ';', ...o }), fields });
  const taker = { rows: (more: TypedRow[]) => void rows.push(...more), rejects: (more: Reject[]) => void rejects.push(...more) };
  const reading = await readCsv(declared(ledger), folder, taker, options);
  expect(reading.read).toBe(reading.loaded + reading.rejected);
  expect([rows.length, rejects.length]).toEqual([reading.loaded, reading.rejected]);
  return { ...reading, rows, rejects };
}
const problem = (code: string) => expect.objectContaining({ name: 'Problem', code, remedy: expect.stringMatching(/.{10}/) });

describe('reading the files of a source', () => {
  it('gives typed rows with the file and line they came from, all files in name order', async () => {
    write('b.csv', `${HEADER}2000;31.01.2025;-0,5\n`);
    write('a.csv', `${HEADER}1000;01.01.2025;12,34\n1001;02.01.2025;1\n`);
    const { rows, files } = await read();
    expect(files).toEqual(['a.csv', 'b.csv']);
    expect(rows).toEqual([
      ['1000', '2025-01-01', 1234n, 'a.csv', 2],
      ['1001', '2025-01-02', 100n, 'a.csv', 3],
      ['2000', '2025-01-31', -50n, 'b.csv', 2],
    ]);
  });

  it('finds declared columns wherever they stand, and notes those that nobody declared', async () => {
    write('a.csv', 'note;amount; account ;day\nx;1,00;1000;01.01.2025\n');
    const { rows, notes } = await read();
    expect(rows[0]?.slice(0, 3)).toEqual(['1000', '2025-01-01', 100n]);
    expect(notes).toEqual(['a.csv: not declared and not read: note.']);
  });

  it('reads a file without a header by the declared columns', async () => {
    write('a.csv', '01.01.2025;1000;1,00\n');
    const { rows } = await read({ header: false, columns: ['day', 'account', 'amount'] });
    expect(rows).toEqual([['1000', '2025-01-01', 100n, 'a.csv', 1]]);
  });

  const umlauts = `${HEADER}Größe – 5 €;01.01.2025;1,00\n`;
  const bom = '\ufeff';
  const encoded: [string, Buffer][] = [
    ['UTF-8', Buffer.from(umlauts)],
    ['UTF-8 with BOM', Buffer.from(bom + umlauts)],
    ['UTF-16 LE', Buffer.from(umlauts, 'utf16le')],
    ['UTF-16 LE with BOM', Buffer.from(bom + umlauts, 'utf16le')],
    ['UTF-16 BE', iconv.encode(umlauts, 'utf-16be')],
    ['UTF-16 BE with BOM', iconv.encode(bom + umlauts, 'utf-16be')],
    ['Windows-1252', iconv.encode(umlauts, 'windows-1252')],
  ];
  it.each(encoded)('reads %s without being told', async (_, bytes) => {
    write('a.csv', bytes);
    expect((await read()).rows[0]?.[0]).toBe('Größe – 5 €');
  });

  it('finds a character that ends in the next piece of a large file', async () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => `ü€😀${i};01.01.2025;1,00\n`).join('');
    write('a.csv', HEADER + lines);
    const { loaded, rows, notes } = await read();
    expect([loaded, notes]).toEqual([40_000, []]);
    expect(rows.every((row, i) => row[0] === `ü€😀${i}`)).toBe(true);
  });

  it('refuses a byte order mark that contradicts the declared encoding', async () => {
    write('a.csv', Buffer.from(bom + umlauts, 'utf16le'));
    await expect(read({ encoding: 'utf-8' })).rejects.toEqual(problem('pipelines.wrong-encoding'));
  });

  it('refuses UTF-8 that is declared as Windows-1252, and takes what only looks foreign', async () => {
    write('a.csv', umlauts);
    await expect(read({ encoding: 'windows-1252' })).rejects.toEqual(problem('pipelines.encoding-belied'));
    write('a.csv', umlauts.replaceAll(/[^ -~\n]/g, ''));
    expect((await read({ encoding: 'windows-1252' })).loaded).toBe(1);
    write('a.csv', iconv.encode(umlauts, 'windows-1252'));
    expect((await read({ encoding: 'windows-1252' })).rows[0]?.[0]).toBe('Größe – 5 €');
  });

  it('rejects the rows whose bytes the declared encoding does not have', async () => {
    write(
      'a.csv',
      Buffer.concat([Buffer.from(`${HEADER}Gr`), Buffer.from([0xf6]), Buffer.from(`n;01.01.2025;1,00\nBlau;01.01.2025;1,00\n`)]),
    );
    const { loaded, rejects } = await read({ encoding: 'utf-8' });
    expect(loaded).toBe(1);
    expect(rejects[0]).toMatchObject({ line: 2, column: 'account', reason: "holds bytes that the file's encoding does not have" });
  });

  it('says which columns are missing from a wrong header, and what it found', async () => {
    write('a.csv', 'account;date;amount\n1000;01.01.2025;1,00\n');
    await expect(read()).rejects.toMatchObject({
      code: 'pipelines.missing-columns',
      message: "'a.csv' lacks the column day. Expected: account, day, amount. Found: account, date, amount.",
    });
    write('a.csv', 'account,day,amount\n');
    await expect(read()).rejects.toMatchObject({ remedy: expect.stringContaining('delimiter') });
    write('a.csv', 'account;day;amount;day\n');
    await expect(read()).rejects.toEqual(problem('pipelines.duplicate-columns'));
  });

  it('rejects a ragged line with its whole text', async () => {
    write('a.csv', `${HEADER}1000;01.01.2025;1,00\n1001;01.01.2025\n\n1002;01.01.2025;1,00;x\n1003;01.01.2025;2,00\n\n`);
    const { loaded, rejects } = await read();
    expect(loaded).toBe(2);
    expect(rejects).toEqual([
      { file: 'a.csv', line: 3, column: '', value: '1001;01.01.2025', reason: 'has 2 values, 3 expected' },
      { file: 'a.csv', line: 4, column: '', value: '', reason: 'is a blank line' },
      { file: 'a.csv', line: 5, column: '', value: '1002;01.01.2025;1,00;x', reason: 'has 4 values, 3 expected' },
    ]);
  });

  it('rejects a decimal with too many places and a date that does not exist, once per row', async () => {
    write('a.csv', `${HEADER}1000;01.01.2025;1,005\n1001;31.02.2025;1,00\n1002;31.02.2025;x\n`);
    const { rejects } = await read();
    expect(rejects).toEqual([
      { file: 'a.csv', line: 2, column: 'amount', value: '1,005', reason: 'has 3 decimal places, 2 are kept' },
      { file: 'a.csv', line: 3, column: 'day', value: '31.02.2025', reason: 'is a day that does not exist' },
      { file: 'a.csv', line: 4, column: 'day', value: '31.02.2025', reason: 'is a day that does not exist (also at fault: amount)' },
    ]);
  });

  it('rejects a NUL character and the line of an unclosed quote, and loads the rest', async () => {
    write('a.csv', `${HEADER}10\x0000;01.01.2025;1,00\n"1001;01.01.2025;1,00\n1002;01.01.2025;1,00\n`);
    const { loaded, rejects } = await read();
    expect(loaded).toBe(1);
    expect(rejects.map((reject) => [reject.line, reject.reason])).toEqual([
      [2, 'holds a NUL character'],
      [3, 'a quote opens a value and does not close within 1,000,000 characters'],
    ]);
  });

  it('takes a header without rows for no rows, and an empty file for a fault', async () => {
    write('a.csv', HEADER);
    expect(await read()).toMatchObject({ read: 0 });
    for (const nothing of ['', bom, '\n\n']) {
      write('a.csv', nothing);
      await expect(read()).rejects.toEqual(problem('pipelines.empty-file'));
      await expect(read({ columns: ['account', 'day', 'amount'], header: false })).rejects.toEqual(problem('pipelines.empty-file'));
    }
  });

  it('knows a workbook that was named .csv', async () => {
    write('a.csv', Buffer.from('PK\x03\x04…'));
    await expect(read()).rejects.toEqual(problem('pipelines.not-text'));
  });

  it('does not read a file that changes while it is looked at', async () => {
    writeFileSync(join(folder, 'a.csv'), HEADER);
    const settling = { youngMs: 60_000, apartMs: 20 };
    const growing = setInterval(() => appendFileSync(join(folder, 'a.csv'), '1000;01.01.2025;1,00\n'), 1);
    await expect(read({}, { settling })).rejects.toEqual(problem('pipelines.still-being-written'));
    clearInterval(growing);
    expect((await read({}, { settling })).read).toBeGreaterThan(0);
  });

  it('does not trust a file that grew while it was read', async () => {
    write('a.csv', HEADER + '1000;01.01.2025;1,00\n'.repeat(20_000));
    const onProgress = (done: number) => done < 100_000 && appendFileSync(join(folder, 'a.csv'), '1000;01.01.2025;1,00\n');
    await expect(read({}, { onProgress })).rejects.toEqual(problem('pipelines.still-being-written'));
  });

  it('finds files by pattern in sub-folders, and says what is there when nothing fits', async () => {
    write('2025/gl_01.csv', `${HEADER}1000;01.01.2025;1,00\n`);
    write('2026/gl_01.csv', `${HEADER}1000;01.01.2026;1,00\n`);
    write('2026/other.csv', 'x');
    expect((await read({ file: '*/gl_*.csv' })).files).toEqual(['2025/gl_01.csv', '2026/gl_01.csv']);
    await expect(read({ file: 'gl.txt' })).rejects.toMatchObject({
      code: 'pipelines.no-file',
      message: expect.stringContaining('2025 (a folder), 2026 (a folder)'),
    });
  });

  it('says so when a file or a folder cannot be opened', async () => {
    write('a.csv', HEADER);
    chmodSync(join(folder, 'a.csv'), 0);
    const isRoot = process.getuid?.() === 0;
    if (!isRoot) await expect(read()).rejects.toEqual(problem('pipelines.unreadable-file'));
    rmSync(folder, { recursive: true });
    await expect(read()).rejects.toEqual(problem('pipelines.no-folder'));
  });

  it('never leaves the folder of the module', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'csv-outside-'));
    writeFileSync(join(outside, 'secret.csv'), HEADER);
    for (const file of ['../x.csv', '/etc/passwd', 'a/../../x.csv', 'C:\\x.csv', '..\\x.csv']) {
      await expect(read({ file })).rejects.toEqual(problem('pipelines.outside-folder'));
    }
    symlinkSync(join(outside, 'secret.csv'), join(folder, 'link.csv'));
    await expect(read({ file: 'link.csv' })).rejects.toEqual(problem('pipelines.outside-folder'));
    rmSync(outside, { recursive: true });
  });

  it('stops when it is told to', async () => {
    write('a.csv', `${HEADER}1000;01.01.2025;1,00\n`);
    await expect(read({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
