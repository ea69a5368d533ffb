import { parse } from 'csv-parse/sync';
import type { Cell, ResultColumn } from '#core/contract';
import { csvHeader, csvRows } from './csv.js';

const text: ResultColumn = { name: 'memo', title: 'Memo', kind: 'text', role: 'dimension' };
const money: ResultColumn = { name: 'amount', title: 'Amount', kind: 'money', role: 'metric', unit: 'USD', places: 2 };
const date: ResultColumn = { name: 'day', title: 'Day', kind: 'date', role: 'dimension' };
const flag: ResultColumn = { name: 'done', title: 'Done', kind: 'flag', role: 'dimension' };

const read = (columns: ResultColumn[], rows: Cell[][]): string[][] =>
  parse(csvHeader(columns) + csvRows(columns, rows), { bom: true, record_delimiter: '\r\n' });

describe('csv', () => {
  it('starts with a byte order mark and ends every line with CRLF', () => {
    const file = csvHeader([text, money]) + csvRows([text, money], [['a', '1.00']]);
    expect(file).toBe('\uFEFFMemo,Amount (USD)\r\na,1.00\r\n');
  });

  it('gives back what was written: commas, quotes, line breaks, leading zeros, dates, signs and missing values', () => {
    const rows: Cell[][] = [
      ['0010', '-1234.50', '2026-02-28', true],
      ['a, "b"\r\nc', '90071992547409931.99', '1899-12-31', false],
      ['line\nfeed', '0.00', null, null],
      [null, null, '2026-01-01', true],
      ['ünïcödé €', '-0.01', '2026-12-31', false],
    ];
    expect(read([text, money, date, flag], rows)).toEqual([
      ['Memo', 'Amount (USD)', 'Day', 'Done'],
      ...rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))),
    ]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =cmd', '=HYPERLINK("http://x","y")', '＝1+1', '-'])(
    'defuses the text %j, which a spreadsheet would compute',
    (danger) => {
      expect(read([text], [[danger]])[1]).toEqual([`'${danger}`]);
    },
  );

  it('leaves real negative numbers numbers, and defuses what poses as one', () => {
    expect(read([money], [['-12.30'], ['-1+cmd']]).slice(1)).toEqual([['-12.30'], ["'-1+cmd"]]);
  });

  it('defuses titles too', () => {
    expect(read([{ ...text, title: '=A1' }], [])).toEqual([["'=A1"]]);
  });

  it('writes nothing for no rows', () => {
    expect(csvRows([text], [])).toBe('');
  });
});
