import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choice, csv, date, decimal, describe as declared, flag, integer, model, money, ref, source, sql, text } from '#core/kit';
import { type Build, type Snapshot, type StagedValue, Warehouse } from './index.js';

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
const [SHOPS, SALE_ROWS, SHOP_TABLE, SALES, SHOP_SALES] = [shops, saleRows, shopTable, sales, shopSales].map(declared) as [
  ReturnType<typeof declared>,
  ReturnType<typeof declared>,
  ReturnType<typeof declared>,
  ReturnType<typeof declared>,
  ReturnType<typeof declared>,
];

type Sale = [ticket: string, shop: string, soldOn: string, pieces: number, amount: string | bigint, rate: string, paid: boolean | null];
const sale = (ticket: string, shop: string, amount: string, line = 1): StagedValue[] => [
  ...([ticket, shop, '2026-03-05', 2, amount, '0.12345678', true] satisfies Sale),
  'sales.csv',
  line,
];

let folder: string;
let warehouse: Warehouse;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'warehouse-')));
  warehouse = open();
});
afterEach(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true });
});

const open = (o: { keep?: number; graceMs?: number } = {}) =>
  new Warehouse(folder, { threads: 2, memory: '500MB', keep: 5, patienceMs: 0, graceMs: 0, ...o });

async function compute(build: Build<Snapshot>, rows: StagedValue[][]): Promise<void> {
  const shopStage = await build.stage(SHOPS);
  shopStage.append([
    ['S1', 'North', 'shops.csv', 1],
    ['S2', 'South', 'shops.csv', 2],
  ]);
  shopStage.close();
  const stage = await build.stage(SALE_ROWS);
  stage.append(rows);
  stage.close();
  await build.model(SHOP_TABLE, 'select * from shop_rows');
  await build.model(SALES, 'select * from sale_rows');
  await build.model(SHOP_SALES, 'select shop, sum(amount) as amount from sales group by shop');
}

async function publish(rows: StagedValue[][], runId = 'run', from = warehouse): Promise<Snapshot> {
  const build = await from.begin('shop');
  await compute(build, rows);
  return build.publish(runId);
}

const totals = (snapshot: Snapshot, from = warehouse) =>
  from.read(snapshot, `select shop, amount from ${from.tableOf(snapshot, SHOP_SALES)} order by shop`);
const tickets = (snapshot: Snapshot, from = warehouse) =>
  from.read(snapshot, `select ticket, amount, _line from ${from.tableOf(snapshot, SALES)} order by ticket`);

describe('a build', () => {
  it('is seen by readers when it is published, with every value exact', async () => {
    expect(warehouse.snapshot('shop')).toBeUndefined();
    const snapshot = await publish([sale('T1', 'S1', '99999999999999.99'), sale('T2', 'S1', '-0.01'), sale('T3', 'S2', '5.10')], 'run-1');
    expect(snapshot).toMatchObject({ module: 'shop', load: 1, runId: 'run-1' });
    expect(warehouse.snapshot('shop')).toEqual(snapshot);
    expect(await totals(snapshot)).toEqual([
      ['S1', '99999999999999.98'],
      ['S2', '5.10'],
    ]);
    const [row] = await warehouse.read(snapshot, `select * from ${warehouse.tableOf(snapshot, SALES)} where ticket = $1`, ['T2']);
    expect(row).toEqual(['T2', 'S1', '2026-03-05', '-0.01', true, 'sales.csv', 1]);
  });

  it('takes money as units or as text, and refuses what a column cannot hold exactly', async () => {
    const build = await warehouse.begin('shop');
    const stage = await build.stage(SALE_ROWS);
    stage.append([
      ['A', 'S1', '2026-01-31', 3n, 1250n, -1n, null, 'f', 1],
      ['B', 'S1', null, null, '-12.5', '0.00000001', false, 'f', 2],
    ]);
    for (const wrong of [
      ['C', 'S1', '2026-02-30', 1, '1.00', '1', true, 'f', 3],
      ['C', 'S1', '2026-02-28', 1, '1.001', '1', true, 'f', 3],
      ['C', 'S1', '2026-02-28', 1, 10n ** 18n, '1', true, 'f', 3],
      ['C', 'S1', '2026-02-28', 1.5, 1n, '1', true, 'f', 3],
      ['C', 'S1', '2026-02-28', 1, 1n, '1', 'yes', 'f', 3],
    ])
      expect(() => stage.append([wrong])).toThrow(expect.objectContaining({ code: 'warehouse.wrong-value' }));
    stage.close();
    expect(await build.rows('select ticket, sold_on, pieces, amount, rate, paid from sale_rows order by ticket')).toEqual([
      { ticket: 'A', sold_on: '2026-01-31', pieces: 3, amount: '12.50', rate: '-0.00000001', paid: null },
      { ticket: 'B', sold_on: null, pieces: null, amount: '-12.50', rate: '0.00000001', paid: false },
    ]);
    await build.discard();
  });

  it('leaves nothing behind when it is discarded, and readers keep what they had', async () => {
    const first = await publish([sale('T1', 'S1', '1.00')]);
    const build = await warehouse.begin('shop');
    expect(build.load).toBe(2);
    await compute(build, [sale('T1', 'S1', '2.00')]);
    expect(await build.rows('select amount from shop_sales')).toEqual([{ amount: '2.00' }]);
    await build.discard();
    expect(warehouse.snapshot('shop')).toEqual(first);
    expect(readdirSync(join(folder, 'shop')).sort()).toEqual(['facts-1.duckdb', 'marts-1.duckdb']);
    await expect(async () => build.rows('select 1')).rejects.toMatchObject({ code: 'warehouse.build-closed' });
  });

  it('that crashed leaves the old load live, and the next one clears its files away', async () => {
    const first = await publish([sale('T1', 'S1', '1.00')]);
    const crashed = open();
    const build = await crashed.begin('shop');
    await compute(build, [sale('T9', 'S1', '9.00')]);
    await crashed.close();
    expect(readdirSync(join(folder, 'shop')).some((name) => name.endsWith('.building'))).toBe(true);
    expect(await totals(first)).toEqual([['S1', '1.00']]);
    const second = await publish([sale('T1', 'S1', '3.00')]);
    expect(second.load).toBe(2);
    expect(readdirSync(join(folder, 'shop')).filter((name) => name.endsWith('.building'))).toEqual([]);
  });

  it('is refused while another of the module is under way, and cannot publish over a newer load', async () => {
    const build = await warehouse.begin('shop');
    await expect(warehouse.begin('shop')).rejects.toMatchObject({ code: 'warehouse.build-in-progress' });
    const other = open();
    await publish([sale('T1', 'S1', '1.00')], 'other', other);
    await compute(build, [sale('T1', 'S1', '2.00')]).catch(() => undefined);
    await expect(build.publish('late')).rejects.toMatchObject({ code: 'warehouse.overtaken' });
    expect(warehouse.snapshot('shop')).toMatchObject({ load: 1, runId: 'other' });
    await other.close();
  });

  it('says which column of which model is wrong', async () => {
    const build = await warehouse.begin('shop');
    await expect(build.model(SHOP_SALES, "select 'S1' as shop")).rejects.toMatchObject({
      code: 'warehouse.model-lacks-columns',
      message: expect.stringContaining('shop_sales gives no column amount'),
    });
    await expect(build.model(SHOP_SALES, "select 'S1' as shop, 10::DECIMAL(18,2) / 3 as amount")).rejects.toMatchObject({
      code: 'warehouse.float-money',
    });
    await expect(build.model(SHOP_SALES, 'select * from nowhere')).rejects.toMatchObject({ code: 'warehouse.model-failed' });
    await expect(build.model(SHOP_SALES, "select 'S1' as shop, 1e17::DECIMAL(38,2) as amount")).rejects.toMatchObject({
      code: 'warehouse.model-failed',
    });
    await build.discard();
  });

  it('cannot read the machine or leave the folder', async () => {
    const build = await warehouse.begin('shop');
    for (const statement of ["select * from read_text('/etc/hostname')", "select * from read_csv('package.json')", 'set threads=9'])
      await expect(build.rows(statement)).rejects.toThrow();
    await build.discard();
  });
});

describe('facts', () => {
  it('keep the rows of every kept load in one file: changed rows are retired and appended, equal ones untouched', async () => {
    const first = await publish([sale('T1', 'S1', '1.00', 1), sale('T2', 'S1', '2.00', 2), sale('T3', 'S2', '3.00', 3)]);
    const second = await publish([sale('T3', 'S2', '3.00', 1), sale('T2', 'S1', '2.50', 2), sale('T4', 'S2', '4.00', 3)]);
    expect(await tickets(second)).toEqual([
      ['T2', '2.50', 2],
      ['T3', '3.00', 3],
      ['T4', '4.00', 3],
    ]);
    const before = warehouse.snapshot('shop', '1');
    expect(before).toMatchObject({ load: 1, runId: first.runId, files: { facts: 'shop/facts-2.duckdb', marts: 'shop/marts-1.duckdb' } });
    expect((await tickets(before!)).map(([ticket, amount]) => [ticket, amount])).toEqual([
      ['T1', '1.00'],
      ['T2', '2.00'],
      ['T3', '3.00'],
    ]);
    expect(await totals(before!)).toEqual([
      ['S1', '3.00'],
      ['S2', '3.00'],
    ]);
  });

  it('show rows that are not unique as often as the source has them', async () => {
    await publish([sale('T1', 'S1', '1.00'), sale('T2', 'S1', '1.00')]);
    const twice = await publish([sale('T1', 'S1', '1.00'), sale('T1', 'S1', '1.00'), sale('T2', 'S1', '1.00')]);
    expect(await totals(twice)).toEqual([['S1', '3.00']]);
    expect((await tickets(twice)).map(([ticket]) => ticket)).toEqual(['T1', 'T1', 'T2']);
  });

  it('follow a declaration that gained and lost a column', async () => {
    await publish([sale('T1', 'S1', '1.00')]);
    const { paid: _paid, ...fields } = SALES.fields;
    const changed = { ...SALES, fields: { ...fields, pieces: integer() } };
    const build = await warehouse.begin('shop');
    const stage = await build.stage(SALE_ROWS);
    stage.append([sale('T1', 'S1', '1.00'), sale('T2', 'S1', '2.00')]);
    stage.close();
    expect(await build.model(changed, 'select * from sale_rows')).toEqual({ rows: 2 });
    const snapshot = await build.publish('run');
    expect(await warehouse.read(snapshot, `select ticket, pieces from ${warehouse.tableOf(snapshot, changed)} order by 1`)).toEqual([
      ['T1', 2],
      ['T2', 2],
    ]);
  });
});

describe('kept loads', () => {
  it('are found by number and by moment, and forgotten beyond the number kept', async () => {
    await warehouse.close();
    warehouse = open({ keep: 2 });
    const loads = [];
    for (const amount of ['1.00', '2.00', '3.00']) loads.push(await publish([sale('T1', 'S1', amount)]));
    expect(warehouse.loads('shop').map(({ load }) => load)).toEqual([3, 2]);
    expect(warehouse.snapshot('shop', '1')).toBeUndefined();
    expect(warehouse.snapshot('shop', loads[1]!.publishedAt)?.load).toBe(2);
    expect(warehouse.snapshot('shop', '2999-01-01')?.load).toBe(3);
    expect(warehouse.snapshot('shop', '2000-01-01')).toBeUndefined();
    await (await warehouse.begin('shop')).discard();
    expect(readdirSync(join(folder, 'shop')).sort()).toEqual(['facts-3.duckdb', 'marts-2.duckdb', 'marts-3.duckdb']);
    await expect(totals(loads[0]!)).rejects.toMatchObject({ code: 'warehouse.snapshot-gone' });
  });

  it('say why they are not newer until the next one is published', async () => {
    await publish([sale('T1', 'S1', '1.00')]);
    const stale = { since: '2026-11-24T02:00:00.000Z', reason: 'The trial balance is off by 0.01.', runId: 'run-2' };
    await warehouse.markStale('shop', stale);
    expect(warehouse.snapshot('shop')?.stale).toEqual(stale);
    await publish([sale('T1', 'S1', '2.00')]);
    expect(warehouse.snapshot('shop')?.stale).toBeUndefined();
    expect(warehouse.snapshot('shop', '1')?.stale).toBeUndefined();
  });

  it('of an older shape say so when they are asked for what they do not have', async () => {
    const snapshot = await publish([sale('T1', 'S1', '1.00')]);
    const unknown = warehouse.read(snapshot, `select pieces from ${warehouse.tableOf(snapshot, SHOP_SALES)}`);
    await expect(unknown).rejects.toMatchObject({ code: 'warehouse.older-shape', status: 409 });
    expect(() => warehouse.tableOf(snapshot, SALE_ROWS)).toThrow(expect.objectContaining({ code: 'warehouse.not-kept' }));
  });
});

describe('reading', () => {
  it('never fails or mixes loads while new ones are published', async () => {
    await publish([sale('T1', 'S1', '1.00')]);
    const writer = open({ graceMs: 60_000 });
    const reader = open();
    const seen = new Set<number>();
    let publishing = true;
    const readers = Array.from({ length: 3 }, async () => {
      let answers = 0;
      while (publishing) {
        const snapshot = reader.snapshot('shop')!;
        const [[total], [rows]] = await Promise.all([totals(snapshot, reader), tickets(snapshot, reader)]);
        expect(total).toEqual(['S1', `${snapshot.load}.00`]);
        expect(rows?.slice(0, 2)).toEqual(['T1', `${snapshot.load}.00`]);
        seen.add(snapshot.load);
        answers++;
      }
      return answers;
    });
    for (let load = 2; load <= 6; load++) await publish([sale('T1', 'S1', `${load}.00`)], 'run', writer);
    publishing = false;
    expect((await Promise.all(readers)).every((answers) => answers > 0)).toBe(true);
    expect(reader.snapshot('shop')?.load).toBe(6);
    expect(seen.size).toBeGreaterThan(1);
    await Promise.all([reader.close(), writer.close()]);
  });

  it('gives up at its deadline, and the next query runs', async () => {
    const snapshot = await publish([sale('T1', 'S1', '1.00')]);
    const endless = 'select count(*) from range(1000000000) a(i), range(1000) b(j) where a.i * b.j % 7 = 3';
    const many = Array.from({ length: 4 }, () => warehouse.read(snapshot, endless, [], { deadlineMs: 100 }));
    for (const outcome of await Promise.allSettled(many))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'warehouse.deadline-passed', status: 503 } });
    expect(await totals(snapshot)).toEqual([['S1', '1.00']]);
  });

  it('hands over large results in chunks, and stops when the taker fails', async () => {
    const snapshot = await publish([sale('T1', 'S1', '1.00')]);
    const sizes: number[] = [];
    await warehouse.each(snapshot, 'select i from range(10000) t(i)', [], (rows) => void sizes.push(rows.length));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2048);
    expect(sizes.reduce((a, b) => a + b)).toBe(10000);
    const failing = warehouse.each(snapshot, 'select i from range(10000) t(i)', [], () => Promise.reject(new Error('disk full')));
    await expect(failing).rejects.toThrow('disk full');
    expect(await warehouse.read(snapshot, 'select 9007199254740993::BIGINT, 42::BIGINT, $1', [null])).toEqual([
      ['9007199254740993', 42, null],
    ]);
  });
});

it('a manifest that is no manifest stops with what to do', async () => {
  await publish([sale('T1', 'S1', '1.00')]);
  const file = join(folder, 'manifest.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 1, modules: { shop: { load: 1, marts: 'shop/marts-1.duckdb' } } });
  await warehouse.markStale('nobody', undefined);
  writeFileSync(file, '{');
  expect(() => warehouse.snapshot('shop')).toThrow(expect.objectContaining({ code: 'warehouse.unreadable-manifest' }));
});
