import type { Cell, RowsQuery } from '#core/contract';
import { LOCAL_OPERATOR } from '#platform/identity';
import { Registry } from '#platform/registry';
import { heldOf, linesOf, publishStar, star, temporaryWarehouse } from '../../../test/support/sales-star.js';
import { Gate } from './gate.js';

const LINES = linesOf(3, 5000);
let opened: Awaited<ReturnType<typeof temporaryWarehouse>>;
let gate: Gate;
beforeAll(async () => {
  opened = await temporaryWarehouse();
  await publishStar(opened.warehouse, LINES, heldOf(5));
  gate = new Gate(new Registry([star]), opened.warehouse);
});
afterAll(() => opened.close());

const rows = (query: RowsQuery) => gate.rows(LOCAL_OPERATOR, 'star', query);

describe('the rows behind a figure', () => {
  it('are added up once, however many pages are turned', async () => {
    const read = jest.spyOn(opened.warehouse, 'read');
    const [first, second] = [await rows({ metric: 'sold', limit: 2 }), await rows({ metric: 'sold', limit: 2, offset: 2 })];
    expect(second).toMatchObject({ count: first.count, total: first.total, figure: first.figure });
    expect(read.mock.calls.filter(([, sql]) => sql.includes('count(*)'))).toHaveLength(1);
    read.mockRestore();
  });

  it('come page by page with their contribution, in an order that stays', async () => {
    const query: RowsQuery = {
      metric: 'returns',
      where: { region: ['South'] },
      order: [{ by: 'contribution', direction: 'desc' }],
      limit: 3,
    };
    const first = await rows(query);
    const second = await rows({ ...query, offset: 3 });
    const mine = LINES.filter((l) => l.channel === 'online' && (l.shop === 'S2' || l.shop === 'S3')).sort((a, b) =>
      a.amount === b.amount ? a.line - b.line : a.amount < b.amount ? -1 : 1,
    );
    expect(first.title).toBe('Returns: Sale lines');
    expect(first.columns.map((c) => c.name)).toEqual([
      'line',
      'period',
      'product',
      'shop',
      'channel',
      'amount',
      'spent',
      'units',
      'contribution',
    ]);
    expect([...first.rows, ...second.rows].map(([line]) => line)).toEqual(mine.slice(0, 6).map((l) => l.line));
    expect(first.count).toBe(mine.length);
    expect(first.rows[0]?.at(-1)).toBe(String(first.rows[0]?.[5]).replace(/^-|^(?=\d)/, (sign) => (sign === '-' ? '' : '-')));
  });

  it('of a difference count each row with its sign, in whichever part it stands', async () => {
    const { rows: page, total, figure } = await rows({ metric: 'margin', where: { shop: ['S1'] }, limit: 1000 });
    expect(total).toBe(figure);
    for (const row of page) expect(cents(row.at(-1))).toBe(cents(row[5]) - (row[6] === null ? 0n : cents(row[6])));
  });

  it('are nothing, and zero, where there is no figure', async () => {
    expect(await rows({ metric: 'toys', where: { period: ['1999-01'] } })).toMatchObject({
      rows: [],
      count: 0,
      total: '0.00',
      figure: '0.00',
    });
  });

  it('cannot be listed for ratios, levels and counts: the answer names metrics that can', async () => {
    await expect(rows({ metric: 'margin_percent' })).rejects.toMatchObject({
      code: 'gate.no-rows-behind',
      message: expect.stringContaining('it is a ratio'),
      details: { instead: expect.arrayContaining(['revenue', 'cost', 'margin']) },
    });
    await expect(rows({ metric: 'stock_held' })).rejects.toMatchObject({
      code: 'gate.no-rows-behind',
      message: expect.stringContaining("'last'"),
    });
    await expect(rows({ metric: 'nothing' })).rejects.toMatchObject({ code: 'gate.unknown-metric' });
    await expect(rows({ metric: 'toys', where: { bin: ['bin'] } })).rejects.toMatchObject({ code: 'gate.dimension-of-another-model' });
    await expect(rows({ metric: 'toys', order: [{ by: 'colour', direction: 'asc' }] })).rejects.toMatchObject({
      code: 'gate.unknown-order',
    });
  });

  it('are handed over in portions for a file, all of them once', async () => {
    const taken: Cell[] = [];
    const summary = await gate.eachRow(LOCAL_OPERATOR, 'star', { metric: 'sold' }, async (columns, portion) => {
      expect(columns).toHaveLength(9);
      expect(portion.length).toBeLessThanOrEqual(2048);
      taken.push(...portion.map((row) => row[0] as Cell));
    });
    expect(summary.count).toBe(5000);
    expect(taken).toEqual(LINES.map((l) => l.line));
  });
});

const cents = (cell: Cell | undefined): bigint => BigInt(String(cell).replace('.', ''));
