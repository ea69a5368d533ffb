import type { Cell, Filters, MetricQuery } from '#core/contract';
import { formatDecimal } from '#core/kernel';
import { LOCAL_OPERATOR } from '#platform/identity';
import { Registry } from '#platform/registry';
import { type Held, heldOf, type Line, linesOf, numbers, PERIODS, PRODUCTS, SHOPS } from '../../../test/support/sales-rows.js';
import { star } from '../../../test/support/sales-star.js';
import { publishStar, temporaryWarehouse } from '../../../test/support/sales-warehouse.js';
import { Gate } from './gate.js';

/*
 * Random questions, answered by the gate and again here from the rows as they are, on whole cents, without SQL,
 * summaries or joins.
 */
const LINES = linesOf(7, 2000);
const HELD = heldOf(11);

interface Row {
  readonly values: Record<string, Cell>;
  readonly line?: Line;
  readonly held?: Held;
}

const product = (key: string) => PRODUCTS.find((p) => p.product === key);
const common = (period: string, key: string) => ({
  period,
  year: PERIODS.find((p) => p.period === period)!.year,
  product: key,
  category: product(key)?.category ?? null,
  brand: product(key)?.brand ?? null,
});
const SOLD: Row[] = LINES.map((line) => {
  const shop = SHOPS.find((s) => s.shop === line.shop);
  const of = { shop: line.shop, region: shop?.region ?? null, open: shop?.open ?? null, channel: line.channel };
  return { line, values: { ...common(line.period, line.product), ...of } };
});
const STOCK: Row[] = HELD.map((held) => ({ held, values: common(held.period, held.product) }));

type Figure = bigint | string | null;
const total = (of: (bigint | null)[]): bigint | null => {
  const found = of.filter((v) => v !== null);
  return found.length > 0 ? found.reduce((a, b) => a + b, 0n) : null;
};
const lessOrNothing = (a: bigint | null, b: bigint | null) => (a === null && b === null ? null : (a ?? 0n) - (b ?? 0n));
const absolute = (n: bigint) => (n < 0n ? -n : n);

/** A ratio with six places, halves away from zero. */
function divided(n: bigint | null, d: bigint | null, placesMore = 0n): string | null {
  if (d === null || d === 0n) return null;
  const scaled = (n ?? 0n) * 10n ** 6n;
  const divisor = d * 10n ** placesMore;
  const size = (2n * absolute(scaled) + absolute(divisor)) / (2n * absolute(divisor));
  return formatDecimal(scaled < 0n === divisor < 0n ? size : -size, 6);
}

/** The summary's rows are not the lines: figures about single rows are taken over sums of lines. */
function cells(rows: Row[]): { amount: bigint; cost: bigint | null }[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const { period, product: p, shop, channel } = row.values;
    const key = JSON.stringify([period, p, shop, channel]);
    const group = found.get(key) ?? [];
    group.push(row);
    found.set(key, group);
  }
  return [...found.values()].map((group) => ({ amount: amounts(group)!, cost: costs(group) }));
}

const amounts = (rows: Row[]) => total(rows.map((r) => r.line!.amount));
const costs = (rows: Row[]) => total(rows.map((r) => r.line!.cost));
const pieces = (rows: Row[]) => total(rows.map((r) => BigInt(r.line!.pieces)));
const toysOf = (rows: Row[]) => rows.filter((r) => r.values['category'] === 'Toys');
const online = (rows: Row[]) => rows.filter((r) => r.line!.channel === 'online');
const counted = (rows: Row[]) => BigInt(cells(rows).filter((c) => c.cost !== null).length);
const negated = (n: bigint | null) => (n === null ? null : -n);
const least = (of: bigint[], less: (a: bigint, b: bigint) => boolean) =>
  of.reduce<bigint | null>((m, v) => (m === null || less(v, m) ? v : m), null);

const FIGURES: Record<string, (rows: Row[]) => Figure> = {
  revenue: amounts,
  cost: costs,
  margin: (rows) => lessOrNothing(amounts(rows), costs(rows)),
  margin_percent: (rows) => divided(lessOrNothing(amounts(rows), costs(rows)), amounts(rows)),
  returns: (rows) => negated(amounts(online(rows))),
  toys: (rows) => amounts(toysOf(rows)),
  toys_online: (rows) => amounts(online(toysOf(rows))),
  pieces,
  both: (rows) => (pieces(rows) ?? 0n) + counted(rows),
  price: (rows) => divided(amounts(rows), pieces(rows), 2n),
  costs: counted,
  toy_shops: (rows) => BigInt(new Set(toysOf(rows).flatMap((r) => r.line!.shop ?? [])).size),
  largest: (rows) =>
    least(
      cells(rows).map((c) => c.amount),
      (a, b) => a > b,
    ),
  smallest: (rows) =>
    negated(
      least(
        cells(rows).map((c) => c.amount),
        (a, b) => a < b,
      ),
    ),
};
const WHOLE = ['pieces', 'both', 'costs', 'toy_shops'];
const LEVELS = ['stock_held', 'toy_stock'];

function matches(row: Row, where: Filters): boolean {
  return Object.entries(where).every(([name, filter]) => {
    const value = row.values[name];
    if (value === null || value === undefined) return false;
    if (Array.isArray(filter)) return filter.map(String).includes(String(value));
    return (filter.from === undefined || value >= filter.from) && (filter.to === undefined || value <= filter.to);
  });
}

const isTime = (name: string) => name === 'period' || name === 'year';
const keyOf = (row: Row, by: string[]) => JSON.stringify(by.map((name) => row.values[name]));

function level(name: string, group: Row[], by: string[], where: Filters): bigint | null {
  const times = by.filter(isTime);
  const timeFilters = Object.fromEntries(Object.entries(where).filter(([filter]) => isTime(filter)));
  const inView = STOCK.filter((r) => matches(r, timeFilters) && keyOf(r, times) === keyOf(group[0]!, times));
  const lastPeriod = inView
    .map((r) => r.held!.period)
    .sort()
    .at(-1);
  const held = group.filter((r) => r.held!.period === lastPeriod);
  return total((name === 'toy_stock' ? toysOf(held) : held).map((r) => r.held!.held));
}

function naive(query: MetricQuery): Cell[][] {
  const { by = [], where = {} } = query;
  const groups = new Map<string, { sold: Row[]; stock: Row[] }>();
  const add = (rows: Row[], side: 'sold' | 'stock') => {
    for (const row of rows.filter((r) => matches(r, where))) {
      const group = groups.get(keyOf(row, by)) ?? { sold: [], stock: [] };
      group[side].push(row);
      groups.set(keyOf(row, by), group);
    }
  };
  if (by.length === 0) groups.set('[]', { sold: [], stock: [] });
  if (query.metrics.some((m) => !LEVELS.includes(m))) add(SOLD, 'sold');
  if (query.metrics.some((m) => LEVELS.includes(m))) add(STOCK, 'stock');
  const figure = (name: string, { sold, stock }: { sold: Row[]; stock: Row[] }): Figure => {
    if (LEVELS.includes(name)) return stock.length > 0 ? level(name, stock, by, where) : null;
    if (sold.length > 0) return FIGURES[name]!(sold);
    return WHOLE.includes(name) && name !== 'pieces' ? 0n : null;
  };
  return [...groups]
    .map(([key, group]) => ({ key, figures: query.metrics.map((name) => figure(name, group)), group }))
    .filter(({ group, figures }) => by.length === 0 || hasFigure(query.metrics, group, figures))
    .map(({ key, figures }) => [...(JSON.parse(key) as Cell[]), ...figures.map((f, i) => cell(query.metrics[i]!, f))]);
}

/** A group is shown when any part of any figure has something: a ratio over nothing has, a count of nothing has not. */
function hasFigure(metrics: string[], { sold }: { sold: Row[] }, figures: Figure[]): boolean {
  if (sold.length > 0 && metrics.some((m) => ['both', 'price', 'margin', 'margin_percent'].includes(m))) return true;
  return figures.some((f, i) => f !== null && !(f === 0n && ['costs', 'toy_shops'].includes(metrics[i]!)));
}

function cell(name: string, figure: Figure): Cell {
  if (figure === null || typeof figure === 'string') return figure;
  return WHOLE.includes(name) ? Number(figure) : formatDecimal(figure, 2);
}

const next = numbers(42);
const some = <T>(of: readonly T[], most: number): T[] => {
  const left = [...of];
  return Array.from({ length: Math.min(most, left.length) }, () => left.splice(next(left.length), 1)[0]!);
};

function randomQuery(): MetricQuery {
  const metrics = some([...Object.keys(FIGURES), ...LEVELS], 1 + next(4));
  const shared = ['period', 'year', 'product', 'category', 'brand'];
  const dimensions = metrics.some((m) => LEVELS.includes(m)) ? shared : [...shared, 'shop', 'region', 'open', 'channel'];
  const where: Filters = {};
  for (const name of some(dimensions, next(3))) {
    const values = [...new Set(SOLD.map((r) => r.values[name]).filter((v) => v !== null && v !== undefined))].sort();
    const chosen = some(values, 1 + next(3)).map((v) => (typeof v === 'number' ? v : String(v)));
    const [from, to] = [...chosen].sort();
    where[name] =
      name !== 'open' && next(3) === 0 ? { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } : chosen;
  }
  return { metrics, by: some(dimensions, next(4)), where };
}

const sorted = (rows: Cell[][]) => rows.map((row) => JSON.stringify(row)).sort();

describe('the figures of the gate', () => {
  let opened: Awaited<ReturnType<typeof temporaryWarehouse>>;
  let gate: Gate;
  beforeAll(async () => {
    opened = await temporaryWarehouse();
    await publishStar(opened.warehouse, LINES, HELD);
    gate = new Gate(new Registry([star]), opened.warehouse);
  });
  afterAll(() => opened.close());

  it('are those that adding up the rows by hand gives, for 200 random questions', async () => {
    let groups = 0;
    for (let i = 0; i < 200; i++) {
      const query = randomQuery();
      const { rows } = await gate.query(LOCAL_OPERATOR, 'star', query);
      groups += rows.length;
      expect({ query, rows: sorted(rows) }).toEqual({ query, rows: sorted(naive(query)) });
    }
    expect(groups).toBeGreaterThan(1000);
  }, 60_000);

  it('equal the sum of the contributions of the rows behind them', async () => {
    for (const metric of ['revenue', 'cost', 'margin', 'returns', 'toys', 'toys_online', 'pieces', 'sold']) {
      for (const where of [
        {},
        { region: ['North'] },
        { category: ['Toys'], period: { from: '2025-11', to: '2026-02' } },
        { shop: ['S9'] },
      ]) {
        const { figure, total: added, count } = await gate.rows(LOCAL_OPERATOR, 'star', { metric, where: where as Filters, limit: 1 });
        expect({ metric, where, added }).toEqual({ metric, where, added: figure });
        expect(count).toBeGreaterThan(0);
      }
    }
  });
});
