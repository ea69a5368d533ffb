/** A module of the smallest size that has a dimension, a fact and a summary, written by hand into a real warehouse. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choice, csv, date, decimal, describe as declared, flag, integer, model, money, ref, source, sql, text } from '#core/kit';
import { type Build, type Snapshot, type StagedValue, Warehouse } from '#data/warehouse';

const shops = source('shop_rows', { title: 'Shops', from: csv('s.csv'), fields: { shop: text(), region: choice(['North', 'South']) } });
const saleRows = source('sale_rows', {
  title: 'Sales',
  from: csv('t.csv'),
  fields: {
    ticket: text(),
    shop: text(),
    sold_on: date(),
    pieces: integer(),
    amount: money('USD'),
    rate: decimal({ places: 8 }),
    paid: flag(),
  },
});
const shopTable = model('shops', {
  title: 'Shops',
  kind: 'dimension',
  grain: ['shop'],
  columns: { shop: shops.shop, region: shops.region },
  sql: sql`select * from ${shops}`,
});
const sales = model('sales', {
  title: 'Sales',
  kind: 'fact',
  grain: ['ticket'],
  columns: { ticket: saleRows.ticket, shop: ref(shopTable.shop), sold_on: saleRows.sold_on, amount: saleRows.amount, paid: saleRows.paid },
  sql: sql`select * from ${saleRows}`,
});
const shopSales = model('shop_sales', {
  title: 'Sales by shop',
  kind: 'summary',
  grain: ['shop'],
  columns: { shop: ref(shopTable.shop), amount: money('USD') },
  sql: sql`select shop, sum(amount) as amount from ${sales} group by shop`,
});
export const SALE_ROWS = declared(saleRows);
export const SALES = declared(sales);
export const SHOP_SALES = declared(shopSales);

type Sale = [ticket: string, shop: string, soldOn: string, pieces: number, amount: string | bigint, rate: string, paid: boolean | null];
export const sale = (ticket: string, shop: string, amount: string, line = 1): StagedValue[] => [
  ...([ticket, shop, '2026-03-05', 2, amount, '0.12345678', true] satisfies Sale),
  'sales.csv',
  line,
];

/** A folder of its own, and as many warehouses on it as a test wants; all are closed and gone afterwards. */
export class TemporaryFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'warehouse-')));
  private readonly opened: Warehouse[] = [];

  open(o: { keep?: number; graceMs?: number } = {}): Warehouse {
    const warehouse = new Warehouse(this.path, { threads: 2, memory: '500MB', keep: 5, patienceMs: 0, graceMs: 0, ...o });
    this.opened.push(warehouse);
    return warehouse;
  }

  async remove(): Promise<void> {
    for (const warehouse of this.opened) await warehouse.close();
    rmSync(this.path, { recursive: true });
  }
}

/** Stages these sales and computes all models. */
export async function compute(build: Build, rows: StagedValue[][]): Promise<void> {
  const shopStage = await build.stage(declared(shops));
  shopStage.append([
    ['S1', 'North', 'shops.csv', 1],
    ['S2', 'South', 'shops.csv', 2],
  ]);
  shopStage.close();
  const stage = await build.stage(SALE_ROWS);
  stage.append(rows);
  stage.close();
  await build.model(declared(shopTable), 'select * from shop_rows');
  await build.model(SALES, 'select * from sale_rows');
  await build.model(SHOP_SALES, 'select shop, sum(amount) as amount from sales group by shop');
}

export async function publish(warehouse: Warehouse, rows: StagedValue[][], runId = 'run'): Promise<Snapshot> {
  const build = await warehouse.begin('shop');
  await compute(build, rows);
  return build.publish(runId);
}

export const totals = (warehouse: Warehouse, snapshot: Snapshot) =>
  warehouse.read(snapshot, `select shop, amount from ${warehouse.tableOf(snapshot, SHOP_SALES)} order by shop`);
export const tickets = (warehouse: Warehouse, snapshot: Snapshot) =>
  warehouse.read(snapshot, `select ticket, amount, _line from ${warehouse.tableOf(snapshot, SALES)} order by ticket`);
