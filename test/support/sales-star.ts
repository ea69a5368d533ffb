/** A small star with everything the gate must cope with: two summaries, references to unknown members, empty keys and amounts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AnyRelation,
  choice,
  count,
  countDistinct,
  csv,
  describe as declared,
  defineModule,
  flag,
  integer,
  is,
  last,
  max,
  may,
  metric,
  min,
  minus,
  model,
  money,
  period,
  plus,
  ratio,
  ref,
  source,
  sql,
  sum,
  text,
} from '#core/kit';
import { type StagedValue, Warehouse } from '#data/warehouse';

const rows = source('rows', { title: 'Rows', from: csv('rows.csv'), fields: { any: text() } });

const products = model('products', {
  title: 'Products',
  kind: 'dimension',
  grain: ['product'],
  columns: { product: text(), category: choice(['Toys', 'Tools']), brand: text({ optional: true }), name: text() },
  sql: sql`select * from ${rows}`,
});
const shops = model('shops', {
  title: 'Shops',
  kind: 'dimension',
  grain: ['shop'],
  columns: { shop: text(), region: text(), name: text(), open: flag() },
  sql: sql`select * from ${rows}`,
});
const periods = model('periods', {
  title: 'Periods',
  kind: 'dimension',
  grain: ['period'],
  columns: { period: period(), year: integer() },
  sql: sql`select * from ${rows}`,
});
const lines = model('lines', {
  title: 'Sale lines',
  kind: 'fact',
  grain: ['line'],
  columns: {
    line: integer(),
    period: ref(periods.period),
    product: ref(products.product),
    shop: ref(shops.shop),
    channel: choice(['online', 'counter']),
    amount: money('USD'),
    spent: money('USD', { optional: true }),
    units: integer(),
  },
  sql: sql`select * from ${rows}`,
});
const sales = model('sales', {
  title: 'Sales by period',
  kind: 'summary',
  grain: ['period', 'product', 'shop', 'channel'],
  columns: {
    period: ref(periods.period),
    product: ref(products.product),
    shop: ref(shops.shop),
    channel: lines.channel,
    amount: money('USD'),
    spent: money('USD', { optional: true }),
    units: integer(),
  },
  sql: sql`select period, product, shop, channel, sum(amount) as amount, sum(spent) as spent, sum(units) as units from ${lines} group by all`,
  drill: { amount: lines.amount, spent: lines.spent, units: lines.units },
});
const stock = model('stock', {
  title: 'Stock by period',
  kind: 'summary',
  grain: ['period', 'product'],
  columns: { period: ref(periods.period), product: ref(products.product), held: money('USD'), bin: text() },
  sql: sql`select * from ${rows}`,
});

const toys = is(products.category, 'Toys');
const revenue = metric('revenue', sum(sales.amount), { title: 'Revenue' });
const cost = metric('cost', sum(sales.spent), { title: 'Cost', better: 'lower' });
const margin = metric('margin', minus(revenue, cost), { title: 'Margin' });
const stockHeld = metric('stock_held', last(stock.held, { over: stock.period }), { title: 'Stock held' });

export const star = defineModule('star', {
  title: 'Star',
  icon: 'Star',
  files: 'data:star',
  sources: [rows],
  models: [products, shops, periods, lines, sales, stock],
  metrics: [
    revenue,
    cost,
    margin,
    metric('margin_percent', ratio(margin, revenue), { title: 'Margin %', format: 'percent', goal: { above: 0.3 } }),
    metric('returns', sum(sales.amount, { where: [is(sales.channel, 'online')], negate: true }), { title: 'Returns' }),
    metric('toys', sum(sales.amount, { where: [toys] }), { title: 'Toys' }),
    metric('toys_online', sum(sales.amount, { where: [toys, is(sales.channel, 'online')] }), { title: 'Toys online' }),
    metric('pieces', sum(sales.units), { title: 'Pieces' }),
    metric('both', plus(sum(sales.units), count(sales.spent)), { title: 'Pieces and costs' }),
    metric('price', ratio(sum(sales.amount), sum(sales.units)), { title: 'Price' }),
    metric('costs', count(sales.spent), { title: 'Costs' }),
    metric('toy_shops', countDistinct(sales.shop, { where: [toys] }), { title: 'Shops that sell toys' }),
    metric('largest', max(sales.amount), { title: 'Largest' }),
    metric('smallest', min(sales.amount, { negate: true }), { title: 'Smallest, sign turned' }),
    stockHeld,
    metric('toy_stock', last(stock.held, { over: stock.period, where: [toys] }), { title: 'Toy stock' }),
    metric('sold', sum(lines.amount), { title: 'Sold' }),
  ],
  roles: { viewer: [may('view')] },
});

export interface Line {
  readonly line: number;
  readonly period: string;
  readonly product: string;
  readonly shop: string | null;
  readonly channel: 'online' | 'counter';
  /** Cents. */
  readonly amount: bigint;
  readonly cost: bigint | null;
  readonly pieces: number;
}
export interface Held {
  readonly period: string;
  readonly product: string;
  readonly held: bigint;
}
export const PRODUCTS = ['P1', 'P2', 'P3', 'P4', 'P5'].map((product, i) => ({
  product,
  category: i % 2 === 0 ? 'Toys' : 'Tools',
  brand: i === 4 ? null : `B${i % 2}`,
  name: `Product ${i}`,
}));
export const SHOPS = ['S1', 'S2', 'S3'].map((shop, i) => ({ shop, region: i === 0 ? 'North' : 'South', name: `Shop ${i}`, open: i !== 2 }));
export const PERIODS = Array.from({ length: 18 }, (_, i) => ({
  period: `${2025 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
  year: 2025 + Math.floor(i / 12),
}));

/** A row of numbers that look random and are the same in every run. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Lines; P9 and S9 are in no dimension, some lines have no shop, some no cost; the counter sells no toys in 2026. */
export function linesOf(seed: number, howMany: number): Line[] {
  const next = numbers(seed);
  return Array.from({ length: howMany }, (_, i) => {
    const product = ['P1', 'P2', 'P3', 'P4', 'P5', 'P9'][next(6)] as string;
    const shop = ['S1', 'S2', 'S3', 'S9', null][next(5)] as string | null;
    const amount = BigInt(next(2_000_000)) - 400_000n;
    const cost = next(4) === 0 ? null : BigInt(next(1_000_000)) - 100_000n;
    return {
      line: i + 1,
      period: PERIODS[next(18)]!.period,
      product,
      shop,
      channel: next(3) === 0 ? 'online' : 'counter',
      amount,
      cost,
      pieces: next(9),
    };
  });
}

/** P1 is held in every period, P2 until the middle of 2025, P3 in the last period of 2025 only. */
export const heldOf = (seed: number): Held[] => {
  const next = numbers(seed);
  return PERIODS.flatMap(({ period: p }) =>
    ['P1', 'P2', 'P3']
      .filter((product) => product === 'P1' || (product === 'P2' ? p < '2025-07' : p === '2025-12'))
      .map((product) => ({ period: p, product, held: BigInt(next(900_000)) })),
  );
};

/** Publishes these rows as the next load of the star. */
export async function publishStar(warehouse: Warehouse, given: readonly Line[], held: readonly Held[]): Promise<void> {
  const build = await warehouse.begin(star.id);
  const stage = async (relation: AnyRelation, values: StagedValue[][]): Promise<void> => {
    const spec = declared(relation);
    const staged = await build.stage({ ...spec, name: `${spec.name}_rows` });
    staged.append(values.map((row) => [...row, null, null]));
    staged.close();
    await build.model(spec, `select * from ${spec.name}_rows`);
  };
  await stage(
    products,
    PRODUCTS.map((p) => [p.product, p.category, p.brand, p.name]),
  );
  await stage(
    shops,
    SHOPS.map((s) => [s.shop, s.region, s.name, s.open]),
  );
  await stage(
    periods,
    PERIODS.map((p) => [p.period, p.year]),
  );
  await stage(
    lines,
    given.map((l) => [l.line, l.period, l.product, l.shop, l.channel, l.amount, l.cost, l.pieces]),
  );
  await build.model(
    declared(sales),
    'select period, product, shop, channel, sum(amount) as amount, sum(spent) as spent, sum(units) as units from lines group by all',
  );
  await stage(
    stock,
    held.map((h) => [h.period, h.product, h.held, 'bin']),
  );
  await build.publish(`run-${build.load}`);
}

/** A warehouse in a folder of its own. */
export async function temporaryWarehouse(): Promise<{ warehouse: Warehouse; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'jupiter-star-'));
  const warehouse = new Warehouse(folder, { threads: 2, memory: '500MB', keep: 5, patienceMs: 0 });
  return {
    warehouse,
    close: async () => {
      await warehouse.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
