import readXlsxFile from 'read-excel-file/node';
import type { Cell, ResultColumn } from '#core/contract';
import { makeWorkbook } from './workbook.js';
import type { WorkbookPlan } from './workbook-thread.js';

const column = (name: string, kind: ResultColumn['kind'], more: Partial<ResultColumn> = {}): ResultColumn => ({
  name,
  title: name,
  kind,
  role: 'dimension',
  ...more,
});
const money = column('amount', 'money', { role: 'metric', unit: 'USD', places: 2 });

async function roundTrip(columns: ResultColumn[], rows: Cell[][], more: Partial<WorkbookPlan> = {}) {
  const plan = { sheet: 'Figures', columns, bold: [], about: [['Load', 12]], ...more } as WorkbookPlan;
  const file = await makeWorkbook(plan, async (append) => append(rows));
  return readXlsxFile(file);
}

describe('a workbook', () => {
  it('gives back real numbers, real dates, and ids as text with their leading zeros', async () => {
    const columns = [column('code', 'text'), column('day', 'date'), money, column('year', 'integer'), column('done', 'flag')];
    const [figures] = await roundTrip(columns, [
      ['0010', '2026-02-28', '-1234.50', 2026, true],
      ['007', '2024-02-29', '0.10', 2024, false],
      [null, null, null, null, null],
      ['12', '1900-03-01', '9999999999999.99', 1900, true],
    ]);
    expect(figures?.data).toEqual([
      ['code', 'day', 'amount (USD)', 'year', 'done'],
      ['0010', new Date('2026-02-28T00:00:00Z'), -1234.5, 2026, true],
      ['007', new Date('2024-02-29T00:00:00Z'), 0.1, 2024, false],
      [null, null, null, null, null],
      ['12', new Date('1900-03-01T00:00:00Z'), 9_999_999_999_999.99, 1900, true],
    ]);
  });

  it('writes amounts of more than fifteen digits, and dates before the calendar of Excel, as text', async () => {
    const [figures] = await roundTrip(
      [money, column('day', 'date')],
      [
        ['90071992547409.93', '1899-12-31'],
        ['-99999999999999.99', '1900-02-28'],
        ['0.0000000000000001', '2026-01-01'],
      ],
    );
    expect(figures?.data.slice(1)).toEqual([
      ['90071992547409.93', '1899-12-31'],
      ['-99999999999999.99', '1900-02-28'],
      [1e-16, new Date('2026-01-01T00:00:00Z')],
    ]);
  });

  it('keeps text that looks like a formula, and words that programs stumble over, as the text they are', async () => {
    const texts = ['=1+1', '+1', '-1', '@x', '\tx', 'constructor', 'toString', '__proto__', '<b>&"', 'a\r\nb', ' x '];
    const [figures] = await roundTrip(
      [column('memo', 'text')],
      texts.map((text) => [text]),
    );
    expect(figures?.data.slice(1).map(([text]) => String(text).trim())).toEqual(texts.map((text) => text.trim()));
  });

  it('says on a second sheet where it comes from', async () => {
    const [first, second] = await roundTrip([money], [['1.00']], {
      sheet: 'Revenue',
      about: [
        ['Exported by', 'Leo (leo)'],
        ['Load', 12],
      ],
    });
    expect([first?.sheet, second?.sheet]).toEqual(['Revenue', 'About this file']);
    expect(second?.data).toEqual([
      ['Exported by', 'Leo (leo)'],
      ['Load', 12],
    ]);
  });

  it('passes on what goes wrong while rows are fetched', async () => {
    const plan: WorkbookPlan = { sheet: 'X', columns: [money], bold: [], about: [] };
    await expect(makeWorkbook(plan, () => Promise.reject(new Error('the gate said no')))).rejects.toThrow('the gate said no');
    await expect(makeWorkbook({ ...plan, sheet: 'a/b' }, async () => undefined)).rejects.toThrow('could not be written');
  });
});
