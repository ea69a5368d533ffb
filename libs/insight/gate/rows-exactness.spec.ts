import type { Cell, Filters } from '#core/contract';
import { formatDecimal } from '#core/kernel';
import { LOCAL_OPERATOR } from '#platform/identity';
import { Registry } from '#platform/registry';
import { heldOf, linesOf, movesOf, numbers, PERIODS, PLANS, PRODUCTS, SHOPS } from '../../../test/support/sales-rows.js';
import { star } from '../../../test/support/sales-star.js';
import { publishStar, temporaryWarehouse } from '../../../test/support/sales-warehouse.js';
import { Gate } from './gate.js';

/*
 * Random figures, whose rows are found again here by hand: which rows of which facts count, with which sign, and until when.
 */
interface Row {
  readonly period: string;
  readonly values: Record<string, Cell>;
  readonly amount: bigint;
  readonly cost?: bigint | null;
}

const product = (key: string) => PRODUCTS.find((p) => p.product === key);
const shop = (key: string | null) => SHOPS.find((s) => s.shop === key);
const inTime = (period: string, key: string): Record<string, Cell> => ({
  period,
  year: PERIODS.find((p) => p.period === period)!.year,
  product: key,
  category: product(key)?.category ?? null,
  brand: product(key)?.brand ?? null,
});
const inShop = (key: string | null) => ({ shop: key, region: shop(key)?.region ?? null, open: shop(key)?.open ?? null });

const HELD = heldOf(11);
const LINES = linesOf(7, 2000);
const SOLD: Row[] = LINES.map((l) => ({
  ...l,
  values: { ...inTime(l.period, l.product), ...inShop(l.shop), channel: l.channel },
}));
const PLANNED: Row[] = PLANS.map((p) => ({ ...p, values: { ...inTime(p.period, p.product), ...inShop(p.shop) } }));
const MOVED: Row[] = movesOf(HELD).map((m) => ({ ...m, values: inTime(m.period, m.product) }));
const STOCK: Row[] = HELD.map((h) => ({ period: h.period, amount: h.held, values: inTime(h.period, h.product) }));

interface Term {
  readonly rows: readonly Row[];
  readonly amount: (row: Row) => bigint | null | undefined;
  readonly level?: 'until' | 'in';
}
const isToy = (row: Row) => row.values['category'] === 'Toys';
const amount = (row: Row) => row.amount;
const less = (of: Term['amount']) => (row: Row) => {
  const found = of(row);
  return found === null || found === undefined ? found : -found;
};
const only = (condition: (row: Row) => boolean) => (row: Row) => (condition(row) ? row.amount : null);
const cost = (row: Row) => row.cost;

const TERMS: Record<string, readonly Term[]> = {
  revenue: [{ rows: SOLD, amount }],
  margin: [
    { rows: SOLD, amount },
    { rows: SOLD, amount: less(cost) },
  ],
  returns: [{ rows: SOLD, amount: less(only((r) => r.values['channel'] === 'online')) }],
  sold: [{ rows: SOLD, amount }],
  lines_with_cost: [{ rows: SOLD, amount: (row) => (row.cost === null ? null : 1n) }],
  plan_total: [{ rows: PLANNED, amount }],
  ahead: [
    { rows: SOLD, amount },
    { rows: PLANNED, amount: less(amount) },
  ],
  toys_behind: [
    { rows: PLANNED, amount: only(isToy) },
    { rows: SOLD, amount: less(only(isToy)) },
  ],
  stock_held: [{ rows: MOVED, amount, level: 'until' }],
  toy_stock: [{ rows: MOVED, amount: only(isToy), level: 'until' }],
  other_stock: [
    { rows: MOVED, amount, level: 'until' },
    { rows: MOVED, amount: less(only(isToy)), level: 'until' },
  ],
  moved_last: [{ rows: MOVED, amount, level: 'in' }],
};
const SHARED = ['period', 'year', 'product', 'category', 'brand'];
const dimensionsOf = (metric: string): string[] => {
  if (TERMS[metric]![0]!.level) return SHARED;
  const ofShops = [...SHARED, 'shop', 'region', 'open'];
  return ['plan_total', 'ahead', 'toys_behind'].includes(metric) ? ofShops : [...ofShops, 'channel'];
};

function matches({ values }: Row, where: Filters): boolean {
  return Object.entries(where).every(([name, filter]) => {
    const value = values[name];
    if (value === null || value === undefined) return false;
    if (Array.isArray(filter)) return filter.map(String).includes(String(value));
    return (filter.from === undefined || value >= filter.from) && (filter.to === undefined || value <= filter.to);
  });
}

const isTime = (name: string) => name === 'period' || name === 'year';
const part = (where: Filters, time: boolean): Filters =>
  Object.fromEntries(Object.entries(where).filter(([name]) => isTime(name) === time));

function counts({ rows, level }: Term, where: Filters): (row: Row) => boolean {
  if (!level) return (row) => matches(row, where);
  const inView = (level === 'until' ? STOCK : rows).filter((row) => matches(row, part(where, true)));
  const last = inView
    .map((row) => row.period)
    .sort()
    .at(-1);
  if (last === undefined) return () => false;
  return level === 'until'
    ? (row) => row.period <= last && matches(row, part(where, false))
    : (row) => row.period === last && matches(row, where);
}

function byHand(metric: string, where: Filters): { count: number; total: string } {
  const found = new Map<Row, bigint>();
  for (const term of TERMS[metric]!) {
    const inQuestion = counts(term, where);
    for (const row of term.rows.filter(inQuestion)) {
      const value = term.amount(row);
      if (value !== null && value !== undefined) found.set(row, (found.get(row) ?? 0n) + value);
    }
  }
  const total = [...found.values()].reduce((a, b) => a + b, 0n);
  return { count: found.size, total: formatDecimal(total, metric === 'lines_with_cost' ? 0 : 2) };
}

const next = numbers(77);
const some = <T>(of: readonly T[], most: number): T[] => {
  const left = [...of];
  return Array.from({ length: Math.min(most, left.length) }, () => left.splice(next(left.length), 1)[0]!);
};

function randomWhere(metric: string): Filters {
  const where: Filters = {};
  for (const name of some(dimensionsOf(metric), next(4))) {
    const known = [...new Set([...SOLD, ...PLANNED].map((r) => r.values[name]).filter((v) => v !== null && v !== undefined))].sort();
    const chosen = some(known, 1 + next(3)).map((v) => (typeof v === 'number' ? v : String(v)));
    const [from, to] = [...chosen].sort();
    const isRange = name !== 'open' && next(3) === 0 && from !== undefined;
    where[name] = isRange ? { from, ...(to === undefined ? {} : { to }) } : chosen;
  }
  return where;
}

describe('the rows behind a figure', () => {
  let opened: Awaited<ReturnType<typeof temporaryWarehouse>>;
  let gate: Gate;
  beforeAll(async () => {
    opened = await temporaryWarehouse();
    await publishStar(opened.warehouse, LINES, HELD);
    gate = new Gate(new Registry([star]), opened.warehouse);
  });
  afterAll(() => opened.close());

  it('are those that looking through the facts by hand finds, for 200 random figures', async () => {
    let found = 0;
    for (let i = 0; i < 200; i++) {
      const metric = some(Object.keys(TERMS), 1)[0]!;
      const where = randomWhere(metric);
      const { count, total, figure, columns, rows } = await gate.rows(LOCAL_OPERATOR, 'star', { metric, where, limit: 1000 });
      expect({ metric, where, count, total }).toEqual({ metric, where, ...byHand(metric, where) });
      expect(figure).toBe(total);
      if (count <= 1000) expect({ metric, where, sum: contributed(columns.length, rows) }).toEqual({ metric, where, sum: Number(total) });
      if (count > 0) found++;
    }
    expect(found).toBeGreaterThan(100);
  }, 60_000);

  it('are the same however they are cut into pages', async () => {
    const metric = 'ahead';
    const where = { region: ['South'] };
    const order = [{ by: 'amount', direction: 'desc' as const }];
    const { rows: whole } = await gate.rows(LOCAL_OPERATOR, 'star', { metric, where, order, limit: 1000 });
    const pages: Cell[][] = [];
    for (let offset = 0; offset < whole.length; offset += 90)
      pages.push(...(await gate.rows(LOCAL_OPERATOR, 'star', { metric, where, order, limit: 90, offset })).rows);
    expect(pages.slice(0, whole.length)).toEqual(whole);
  });
});

/** Contributions of the rows, in whole cents so that floating point adds them exactly. */
const contributed = (width: number, rows: Cell[][]): number =>
  rows.reduce((sum, row) => sum + Math.round(Number(row[width - 1]) * 100), 0) / 100;
