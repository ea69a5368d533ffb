import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reject } from '../csv/rows.js';
import { MOST_WRITTEN, RejectsWriter, rejectsFile } from './rejects-file.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rejects-'));
  file = rejectsFile(folder, 'R1', 'ledger');
});
afterEach(() => rmSync(folder, { recursive: true }));

const reject = (value: string): Reject => ({ file: 'a.csv', line: 7, column: 'amount', value, reason: 'is wrong' });

describe('the file of rejects', () => {
  it('defuses what a spreadsheet would compute, and leaves plain numbers alone', async () => {
    const writer = new RejectsWriter(file);
    const values = ['=1+1', '+49 30', '@x', '-cmd', '\tx', '-1.005', '+7', '-1,234.5', 'say "hi", you', 'a;b'];
    await writer.add(values.map(reject));
    await writer.close();
    const written = readFileSync(file, 'utf8').split('\r\n').slice(1, -1);
    expect(written.map((row) => row.slice('a.csv,7,amount,'.length, -',is wrong'.length))).toEqual([
      "'=1+1",
      "'+49 30",
      "'@x",
      "'-cmd",
      "'\tx",
      '-1.005',
      '+7',
      '"-1,234.5"',
      '"say ""hi"", you"',
      '"a;b"',
    ]);
  });

  it('appears when it is complete, and not at all without rejects', async () => {
    const writer = new RejectsWriter(file);
    await writer.add([reject('x')]);
    expect(readdirSync(join(folder, 'runs/R1'))).toEqual(['ledger.rejects.csv.part']);
    await writer.abandon();
    expect(readdirSync(join(folder, 'runs/R1'))).toEqual([]);
    const none = new RejectsWriter(rejectsFile(folder, 'R2', 'ledger'));
    await none.close();
    expect(readdirSync(join(folder, 'runs'))).toEqual(['R1']);
  });

  it('ends after a hundred thousand lines', async () => {
    const writer = new RejectsWriter(file);
    for (let i = 0; i < 11; i++) await writer.add(Array.from({ length: MOST_WRITTEN / 10 }, () => reject('x')));
    await writer.close();
    expect(readFileSync(file, 'utf8').split('\r\n')).toHaveLength(MOST_WRITTEN + 2);
  });
});
