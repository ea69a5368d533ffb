import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { integer } from '#core/kit';
import { publish, SALE_ROWS, SALES, SHOP_SALES, sale, TemporaryFolder, tickets, totals } from '../../../test/support/ticket-shop.js';
import type { Warehouse } from './index.js';
import { Manifest } from './manifest.js';

let folder: TemporaryFolder;
let warehouse: Warehouse;
beforeEach(() => {
  folder = new TemporaryFolder();
  warehouse = folder.open();
});
afterEach(() => folder.remove());

describe('facts', () => {
  it('keep the rows of every kept load in one file: changed rows are retired and appended, equal ones untouched', async () => {
    const first = await publish(warehouse, [sale('T1', 'S1', '1.00', 1), sale('T2', 'S1', '2.00', 2), sale('T3', 'S2', '3.00', 3)]);
    const second = await publish(warehouse, [sale('T3', 'S2', '3.00', 1), sale('T2', 'S1', '2.50', 2), sale('T4', 'S2', '4.00', 3)]);
    expect(await tickets(warehouse, second)).toEqual([
      ['T2', '2.50', 2],
      ['T3', '3.00', 3],
      ['T4', '4.00', 3],
    ]);
    const before = warehouse.snapshot('shop', '1');
    expect(before).toMatchObject({ load: 1, runId: first.runId, files: { facts: 'shop/facts-2.duckdb', marts: 'shop/marts-1.duckdb' } });
    expect((await tickets(warehouse, before!)).map(([ticket, amount]) => [ticket, amount])).toEqual([
      ['T1', '1.00'],
      ['T2', '2.00'],
      ['T3', '3.00'],
    ]);
    expect(await totals(warehouse, before!)).toEqual([
      ['S1', '3.00'],
      ['S2', '3.00'],
    ]);
  });

  it('show rows that are not unique as often as the source has them', async () => {
    await publish(warehouse, [sale('T1', 'S1', '1.00'), sale('T2', 'S1', '1.00')]);
    const twice = await publish(warehouse, [sale('T1', 'S1', '1.00'), sale('T1', 'S1', '1.00'), sale('T2', 'S1', '1.00')]);
    expect(await totals(warehouse, twice)).toEqual([['S1', '3.00']]);
    expect((await tickets(warehouse, twice)).map(([ticket]) => ticket)).toEqual(['T1', 'T1', 'T2']);
  });

  it('follow a declaration that gained and lost a column', async () => {
    await publish(warehouse, [sale('T1', 'S1', '1.00')]);
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

it('facts kept without the place in their file get it as soon as the declaration asks for it', async () => {
  const before = await warehouse.begin('shop');
  const stage = await before.stage(SALE_ROWS);
  stage.append([sale('T1', 'S1', '1.00', 7)]);
  stage.close();
  await before.model(SALES, 'select * exclude (_file, _line) from sale_rows');
  await before.publish('run');
  expect(await tickets(warehouse, await publish(warehouse, [sale('T1', 'S1', '1.00', 7)]))).toEqual([['T1', '1.00', 7]]);
});

describe('kept loads', () => {
  it('are found by number and by moment, and forgotten beyond the number kept', async () => {
    await warehouse.close();
    warehouse = folder.open({ keep: 2 });
    const loads = [];
    for (const amount of ['1.00', '2.00', '3.00']) loads.push(await publish(warehouse, [sale('T1', 'S1', amount)]));
    expect(warehouse.loads('shop').map(({ load }) => load)).toEqual([3, 2]);
    expect(warehouse.snapshot('shop', '1')).toBeUndefined();
    expect(warehouse.snapshot('shop', loads[1]!.publishedAt)?.load).toBe(2);
    expect(warehouse.snapshot('shop', '2999-01-01')?.load).toBe(3);
    expect(warehouse.snapshot('shop', '2000-01-01')).toBeUndefined();
    await (await warehouse.begin('shop')).discard();
    expect(readdirSync(join(folder.path, 'shop')).sort()).toEqual(['facts-3.duckdb', 'marts-2.duckdb', 'marts-3.duckdb']);
    await expect(totals(warehouse, loads[0]!)).rejects.toMatchObject({ code: 'warehouse.snapshot-gone' });
  });

  it('say why they are not newer until the next one is published', async () => {
    await publish(warehouse, [sale('T1', 'S1', '1.00')]);
    const stale = { since: '2026-11-24T02:00:00.000Z', reason: 'The trial balance is off by 0.01.', runId: 'run-2' };
    await warehouse.markStale('shop', stale);
    expect(warehouse.snapshot('shop')?.stale).toEqual(stale);
    await publish(warehouse, [sale('T1', 'S1', '2.00')]);
    expect(warehouse.snapshot('shop')?.stale).toBeUndefined();
    expect(warehouse.snapshot('shop', '1')?.stale).toBeUndefined();
  });

  it('of an older shape say so when they are asked for what they do not have', async () => {
    const snapshot = await publish(warehouse, [sale('T1', 'S1', '1.00')]);
    const unknown = warehouse.read(snapshot, `select pieces from ${warehouse.tableOf(snapshot, SHOP_SALES)}`);
    await expect(unknown).rejects.toMatchObject({
      code: 'warehouse.older-shape',
      status: 409,
      message: 'Load 1 of shop was built before the module was declared as it is now (it lacks pieces).',
    });
    expect(() => warehouse.tableOf(snapshot, SALE_ROWS)).toThrow(expect.objectContaining({ code: 'warehouse.not-kept' }));
  });
});

it('a manifest that is no manifest stops with what to do', async () => {
  await publish(warehouse, [sale('T1', 'S1', '1.00')]);
  const file = join(folder.path, 'manifest.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 1, modules: { shop: { load: 1, marts: 'shop/marts-1.duckdb' } } });
  await warehouse.markStale('nobody', undefined);
  writeFileSync(file, '{');
  const told = expect.objectContaining({ code: 'warehouse.unreadable-manifest', remedy: expect.not.stringContaining(folder.path) });
  expect(() => warehouse.snapshot('shop')).toThrow(told);
  const patient = new Manifest(folder.path, 60_000);
  for (let asked = 0; asked < 2; asked++) expect(() => patient.current()).toThrow(told);
});
