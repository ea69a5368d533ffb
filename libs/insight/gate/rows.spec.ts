import type { Cell, RowsQuery } from '#core/contract';
import { formatDecimal } from '#core/kernel';
import { describe as declared, model } from '#core/kit';
import { LOCAL_OPERATOR } from '#platform/identity';
import { Registry } from '#platform/registry';
import { heldOf, linesOf } from '../../../test/support/sales-rows.js';
import { lines, sales, star } from '../../../test/support/sales-star.js';
import { publishStar, temporaryWarehouse } from '../../../test/support/sales-warehouse.js';
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

  it('cannot be listed for ratios and for numbers that no rows add up to: the answer names metrics that can', async () => {
    await expect(rows({ metric: 'margin_percent' })).rejects.toMatchObject({
      code: 'gate.no-rows-behind',
      message: expect.stringContaining('it is a ratio'),
      details: { instead: expect.arrayContaining(['revenue', 'cost', 'margin']) },
    });
    for (const metric of ['toy_shops', 'largest', 'smallest', 'costs', 'both'])
      await expect(rows({ metric })).rejects.toMatchObject({
        code: 'gate.no-rows-behind',
        message: expect.stringContaining('no rows add up to it'),
      });
    await expect(rows({ metric: 'nothing' })).rejects.toMatchObject({ code: 'gate.unknown-metric' });
    await expect(rows({ metric: 'toys', where: { bin: ['bin'] } })).rejects.toMatchObject({ code: 'gate.dimension-of-another-model' });
    await expect(rows({ metric: 'toys', order: [{ by: 'colour', direction: 'asc' }] })).rejects.toMatchObject({
      code: 'gate.unknown-order',
    });
  });

  it('of a level are all of them up to the end of its period, and of no later one', async () => {
    const { rows: page, title, total } = await rows({ metric: 'stock_held', where: { year: [2025], product: ['P3'] } });
    expect(title).toBe('Stock held: Stock moves up to the end of the period');
    expect(page.map(([, period]) => period)).toEqual(['2025-12', '2025-12']);
    expect(total).toBe(formatDecimal(heldOf(5).find((h) => h.product === 'P3')!.held, 2));
    expect(await rows({ metric: 'stock_held', where: { year: [2026], product: ['P3'] } })).toMatchObject({ total: '0.00', count: 4 });
    expect(await rows({ metric: 'stock_held', where: { period: ['1999-01'] } })).toMatchObject({ total: '0.00', count: 0 });
  });

  it('of several facts say which each is of, and show the columns that all have', async () => {
    const { rows: page, columns, title, count } = await rows({ metric: 'ahead', where: { product: ['P1'], shop: ['S1'] }, limit: 1000 });
    expect(title).toBe('Ahead of plan: Sale lines and Plans');
    expect(columns[0]).toEqual({ name: 'rows_of', title: 'Rows of', kind: 'text', role: 'dimension' });
    expect(columns.map((c) => c.name)).toEqual(['rows_of', 'period', 'product', 'shop', 'amount', 'units', 'contribution']);
    expect(page).toHaveLength(count);
    expect([...new Set(page.map(([of]) => of))]).toEqual(['Sale lines', 'Plans']);
    for (const row of page) expect(cents(row.at(-1))).toBe(row[0] === 'Plans' ? -cents(row[4]) : cents(row[4]));
  });

  it('of several facts can be sorted and handed over for a file as of one', async () => {
    const order = [{ by: 'contribution', direction: 'asc' as const }];
    const taken: bigint[] = [];
    const summary = await gate.eachRow(LOCAL_OPERATOR, 'star', { metric: 'ahead', order }, async (_columns, portion) => {
      taken.push(...portion.map((row) => cents(row.at(-1))));
    });
    expect(taken).toHaveLength(summary.count);
    expect(taken).toEqual([...taken].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    expect(
      formatDecimal(
        taken.reduce((a, b) => a + b, 0n),
        2,
      ),
    ).toBe(summary.figure);
  });

  it('are not shown when they do not add up to the figure', async () => {
    const { fields: columns, grain, sql } = declared(sales);
    const drill = { amount: lines.spent };
    const wrong = model('sales', { title: 'Sales astray', kind: 'summary', grain, columns, drill, sql: sql! });
    const models = star.models.map((known) => (known === sales ? wrong : known));
    const astray = new Gate(new Registry([{ ...star, models }]), opened.warehouse);
    const where = { shop: ['S1'] };
    const [right, { rows: figure }] = await Promise.all([
      rows({ metric: 'cost', where }),
      astray.query(LOCAL_OPERATOR, 'star', { metrics: ['revenue'], where }),
    ]);
    const problem = {
      code: 'gate.rows-do-not-add-up',
      status: 500,
      details: { metric: 'revenue', where, load: 1, total: right.total, figure: figure[0]?.[0] },
    };
    await expect(astray.rows(LOCAL_OPERATOR, 'star', { metric: 'revenue', where })).rejects.toMatchObject(problem);
    const taken = jest.fn(async () => undefined);
    await expect(astray.eachRow(LOCAL_OPERATOR, 'star', { metric: 'revenue', where }, taken)).rejects.toMatchObject(problem);
    expect(taken).not.toHaveBeenCalled();
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
