import type { MetricQuery, RowsQuery } from '#core/contract';
import { formatDecimal } from '#core/kernel';
import type { Viewer } from '#platform/identity';
import { Registry } from '#platform/registry';
import { heldOf, linesOf } from '../../../test/support/sales-rows.js';
import { star } from '../../../test/support/sales-star.js';
import { publishStar, temporaryWarehouse } from '../../../test/support/sales-warehouse.js';
import { Gate } from './gate.js';

const viewer = (...permissions: string[]): Viewer => ({ personId: 'p', name: 'emma', displayName: 'Emma Berg', permissions, roles: [] });
const EMMA = viewer('star.view');

let opened: Awaited<ReturnType<typeof temporaryWarehouse>>;
let gate: Gate;
beforeEach(async () => {
  opened = await temporaryWarehouse();
  await publishStar(opened.warehouse, linesOf(3, 400), heldOf(5));
  gate = new Gate(new Registry([star]), opened.warehouse);
});
afterEach(() => opened.close());

const ask = (query: Partial<MetricQuery>, who = EMMA) => gate.query(who, 'star', { metrics: ['revenue'], ...query });
const problemOf = async (query: Partial<MetricQuery>) => ask(query).catch((error: unknown) => error);

describe('a question', () => {
  it('is answered with what its columns are and the load they come from', async () => {
    const { columns, rows, truncated, snapshot } = await ask({
      metrics: ['revenue', 'margin_percent', 'pieces'],
      by: ['category', 'period'],
    });
    expect(columns).toEqual([
      { name: 'category', title: 'Category', kind: 'choice', role: 'dimension' },
      { name: 'period', title: 'Period', kind: 'period', role: 'dimension' },
      { name: 'revenue', title: 'Revenue', kind: 'money', role: 'metric', unit: 'USD', places: 2, better: 'higher' },
      { name: 'margin_percent', title: 'Margin %', kind: 'ratio', role: 'metric', places: 6, format: 'percent', better: 'higher' },
      { name: 'pieces', title: 'Pieces', kind: 'integer', role: 'metric', places: 0, better: 'higher' },
    ]);
    expect(rows[0]).toEqual([
      'Tools',
      '2025-01',
      expect.stringMatching(/^-?\d+\.\d\d$/),
      expect.stringMatching(/^-?\d+\.\d{6}$/),
      expect.any(Number),
    ]);
    expect(truncated).toBe(false);
    expect(snapshot).toEqual({ load: 1, publishedAt: expect.stringMatching(/Z$/) });
  });

  it('is sorted as asked, then by its dimensions, empty values last, and says when it was cut', async () => {
    const all = await ask({ by: ['region', 'period'] });
    expect(all.rows.map(([region]) => region).at(-1)).toBeNull();
    expect(all.rows.slice(0, 2).map(([, period]) => period)).toEqual(['2025-01', '2025-02']);
    const top = await ask({ by: ['period'], order: [{ by: 'revenue', direction: 'desc' }], limit: 2 });
    const figures = (await ask({ by: ['period'] })).rows.map(([, figure]) => Number(figure)).sort((a, b) => b - a);
    expect(top.rows.map(([, figure]) => Number(figure))).toEqual(figures.slice(0, 2));
    expect(top.truncated).toBe(true);
    expect((await ask({ by: ['period'], limit: figures.length })).truncated).toBe(false);
  });

  it('about nothing has one empty row without groups, and none with them', async () => {
    const where = { period: ['1999-01'] };
    expect((await ask({ metrics: ['revenue', 'costs', 'margin_percent'], where })).rows).toEqual([[null, 0, null]]);
    expect((await ask({ by: ['shop'], where })).rows).toEqual([]);
  });

  it('that names what does not exist is told what exists, the closest first', async () => {
    expect(await problemOf({ metrics: ['revenu'] })).toMatchObject({
      code: 'gate.unknown-metric',
      status: 400,
      remedy: expect.stringMatching(/^There is: revenue, /),
    });
    expect(await problemOf({ by: ['regoin'] })).toMatchObject({
      code: 'gate.unknown-dimension',
      remedy: expect.stringMatching(/^There is: region, /),
    });
    expect(await problemOf({ by: ['bin'] })).toMatchObject({
      code: 'gate.dimension-of-another-model',
      message: expect.stringContaining('Stock by period'),
    });
    expect(await problemOf({ metrics: ['revenue', 'stock_held'], by: ['shop'] })).toMatchObject({
      code: 'gate.dimension-of-another-model',
    });
    expect(await problemOf({ where: { weather: ['fine'] } })).toMatchObject({ code: 'gate.unknown-dimension' });
    expect(await problemOf({ by: ['period'], order: [{ by: 'shop', direction: 'asc' }] })).toMatchObject({
      code: 'gate.unknown-order',
      details: { known: ['period', 'revenue'] },
    });
  });

  it('with a name that two dimensions have is told how to write it', async () => {
    expect(await problemOf({ by: ['name'] })).toMatchObject({
      code: 'gate.ambiguous-dimension',
      remedy: 'Write product.name or shop.name.',
    });
    const { rows, columns } = await ask({ by: ['shop.name'], where: { 'product.name': ['Product 1'] } });
    expect(columns[0]).toMatchObject({ name: 'shop.name', title: 'Name' });
    expect(rows.map(([name]) => name)).toEqual(['Shop 0', 'Shop 1', 'Shop 2', null]);
  });

  it('with a filter of the wrong kind is told the right one, and values are never part of the SQL', async () => {
    for (const where of [{ period: [202601] }, { year: ['last'] }, { year: [1.5] }, { open: ['maybe'] }, { shop: [null] }, { shop: [{}] }])
      expect(await problemOf({ where: where as never })).toMatchObject({ code: 'gate.wrong-value', status: 400 });
    for (const where of [
      { shop: [] },
      { shop: {} },
      { shop: { before: 'S2' } },
      { shop: 'S1' },
      { shop: null },
      { shop: Array(1001).fill('S1') },
    ])
      expect(await problemOf({ where: where as never })).toMatchObject({ code: 'gate.wrong-filter', status: 400 });
    expect((await ask({ where: { shop: ["S1') or ('1'='1"] } })).rows).toEqual([[null]]);
    expect((await ask({ where: { year: ['2025'] } })).rows).toEqual((await ask({ where: { year: [2025] } })).rows);
  });
});

describe('a level', () => {
  const at = (period: string, ...products: string[]) => {
    const held = heldOf(5).filter((h) => h.period === period && products.includes(h.product));
    return formatDecimal(
      held.reduce((sum, h) => sum + h.held, 0n),
      2,
    );
  };
  const level = async (query: Partial<MetricQuery>) => (await ask({ ...query, metrics: ['stock_held'] })).rows;

  it('is what was held in the last period in view: of each year where years are shown, of all of it elsewhere', async () => {
    expect(await level({})).toEqual([[at('2026-06', 'P1')]]);
    expect(await level({ by: ['year'] })).toEqual([
      [2025, at('2025-12', 'P1', 'P3')],
      [2026, at('2026-06', 'P1')],
    ]);
    expect(await level({ where: { period: { to: '2025-06' } }, by: ['category'] })).toEqual([
      ['Tools', at('2025-06', 'P2')],
      ['Toys', at('2025-06', 'P1')],
    ]);
  });

  it('is nothing for what is held no longer, never what was held once', async () => {
    expect(await level({ by: ['product'] })).toEqual([['P1', at('2026-06', 'P1')]]);
    expect(await level({ where: { product: ['P2'] } })).toEqual([[null]]);
    expect(await level({ where: { category: ['Tools'] }, by: ['year'] })).toEqual([]);
  });
});

describe('the viewer', () => {
  it('sees nothing of a module without the right to view it, not even whether it exists', async () => {
    const rows: RowsQuery = { metric: 'revenue' };
    const other = viewer('finance.view', 'star.run');
    for (const attempt of [
      ask({}, other),
      gate.values(other, 'star', 'shop'),
      gate.rows(other, 'star', rows),
      gate.eachRow(other, 'star', rows, async () => undefined),
      gate.query(other, 'nowhere', { metrics: ['x'] }),
    ])
      await expect(attempt).rejects.toMatchObject({ code: 'gate.no-access', status: 403, details: undefined });
    await expect(gate.query(viewer('*'), 'nowhere', { metrics: ['x'] })).rejects.toMatchObject({ code: 'registry.unknown-module' });
    expect((await ask({}, viewer('*'))).rows).toEqual((await ask({})).rows);
  });
});

describe('loads', () => {
  it('can be looked at by number and moment while they are kept, and new ones are seen at once', async () => {
    const before = await ask({});
    await publishStar(opened.warehouse, linesOf(4, 300), heldOf(5));
    const after = await ask({});
    expect(after.snapshot.load).toBe(2);
    expect(after.rows).not.toEqual(before.rows);
    expect(await ask({ asOf: '1' })).toEqual(before);
    expect((await ask({ asOf: before.snapshot.publishedAt })).snapshot.load).toBe(1);
    expect((await gate.rows(EMMA, 'star', { metric: 'revenue', asOf: '1' })).total).toBe(before.rows[0]?.[0]);
    expect(gate.loads('star').map(({ load }) => load)).toEqual([2, 1]);
    expect(gate.stamp('star', '1')).toEqual(before.snapshot);
  });

  it('of a plain date are those of the end of that day where the company is', () => {
    const looked = jest.spyOn(opened.warehouse, 'snapshot');
    const inRome = new Gate(new Registry([star]), opened.warehouse, { timeZone: 'Europe/Rome' });
    inRome.stamp('star', '2001-01-01');
    expect(looked).toHaveBeenCalledWith('star', '2001-01-01T22:59:59.999Z');
  });

  it('that do not exist are refused with those that do', async () => {
    expect(await problemOf({ asOf: '7' })).toMatchObject({ code: 'gate.unknown-load', status: 404, details: { kept: [1] } });
    expect(await problemOf({ asOf: '2001-01-01' })).toMatchObject({ code: 'gate.unknown-load' });
    for (const asOf of ['yesterday', '2026-99-99', '-1']) expect(await problemOf({ asOf })).toMatchObject({ code: 'gate.wrong-as-of' });
    const empty = await temporaryWarehouse();
    const without = new Gate(new Registry([star]), empty.warehouse);
    await expect(without.query(EMMA, 'star', { metrics: ['revenue'] })).rejects.toMatchObject({ code: 'gate.no-figures', status: 409 });
    expect(without.stamp('star')).toBeNull();
    await empty.close();
  });

  it('tell why they are not newer, also in an answer that was known before', async () => {
    await ask({});
    const stale = { since: '2026-11-24T02:00:00.000Z', reason: 'Out of balance.', runId: 'r' };
    await opened.warehouse.markStale('star', stale);
    expect((await ask({})).snapshot.stale).toEqual(stale);
  });
});

describe('answers', () => {
  it('are computed once for equal questions, whatever the order of their parts and whoever may see the same rows', async () => {
    const read = jest.spyOn(opened.warehouse, 'read');
    const query = { by: ['shop'], where: { period: ['2026-01'], category: ['Toys'] } };
    const turned = { where: { category: ['Toys'], period: ['2026-01'] }, by: ['shop'] };
    const [first, second] = await Promise.all([ask(query), ask(turned, viewer('*'))]);
    const third = await ask(query);
    expect(read).toHaveBeenCalledTimes(1);
    expect(second.rows).toBe(first.rows);
    expect(third.rows).toBe(first.rows);
    await ask({ ...query, limit: 1 });
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('that failed are asked again', async () => {
    const read = jest.spyOn(opened.warehouse, 'read').mockRejectedValueOnce(new Error('disk'));
    await expect(ask({})).rejects.toThrow('disk');
    read.mockRestore();
    expect((await ask({})).rows).toHaveLength(1);
  });
});

it('the values of a dimension are those that figures have, sorted, as text', async () => {
  expect(await gate.values(EMMA, 'star', 'region')).toEqual(['North', 'South']);
  expect(await gate.values(EMMA, 'star', 'year')).toEqual(['2025', '2026']);
  expect(await gate.values(EMMA, 'star', 'product')).toEqual(['P1', 'P2', 'P3', 'P4', 'P5', 'P9']);
  await expect(gate.values(EMMA, 'star', 'colour')).rejects.toMatchObject({ code: 'gate.unknown-dimension' });
});
