import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compute, publish, SALE_ROWS, SALES, SHOP_SALES, sale, TemporaryFolder, totals } from '../../../test/support/ticket-shop.js';
import type { Warehouse } from './index.js';

let folder: TemporaryFolder;
let warehouse: Warehouse;
beforeEach(() => {
  folder = new TemporaryFolder();
  warehouse = folder.open();
});
afterEach(() => folder.remove());

describe('a build', () => {
  it('is seen by readers when it is published, with every value exact', async () => {
    expect(warehouse.snapshot('shop')).toBeUndefined();
    const snapshot = await publish(
      warehouse,
      [sale('T1', 'S1', '99999999999999.99'), sale('T2', 'S1', '-0.01'), sale('T3', 'S2', '5.10')],
      'run-1',
    );
    expect(snapshot).toMatchObject({ module: 'shop', load: 1, runId: 'run-1' });
    expect(warehouse.snapshot('shop')).toEqual(snapshot);
    expect(await totals(warehouse, snapshot)).toEqual([
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
    const first = await publish(warehouse, [sale('T1', 'S1', '1.00')]);
    const build = await warehouse.begin('shop');
    expect(build.load).toBe(2);
    await compute(build, [sale('T1', 'S1', '2.00')]);
    expect(await build.rows('select amount from shop_sales')).toEqual([{ amount: '2.00' }]);
    await build.discard();
    expect(warehouse.snapshot('shop')).toEqual(first);
    expect(readdirSync(join(folder.path, 'shop')).sort()).toEqual(['facts-1.duckdb', 'marts-1.duckdb']);
    await expect(async () => build.rows('select 1')).rejects.toMatchObject({ code: 'warehouse.build-closed' });
  });

  it('that crashed leaves the old load live, and the next one clears its files away', async () => {
    const first = await publish(warehouse, [sale('T1', 'S1', '1.00')]);
    const left = ['marts-2.01KB.building', 'facts-2.01KB.building.wal', 'marts-2.duckdb', 'facts-2.duckdb'];
    for (const name of left) writeFileSync(join(folder.path, 'shop', name), 'half a file');
    expect(await totals(warehouse, first)).toEqual([['S1', '1.00']]);
    const second = await publish(warehouse, [sale('T1', 'S1', '3.00')]);
    expect(second.load).toBe(2);
    expect(await totals(warehouse, second)).toEqual([['S1', '3.00']]);
    expect(readdirSync(join(folder.path, 'shop')).filter((name) => name.includes('building'))).toEqual([]);
  });

  it('can be given up while it computes', async () => {
    const build = await warehouse.begin('shop');
    const endless = build.rows('select count(*) as n from range(1000000000) a(i), range(1000) b(j) where a.i * b.j % 7 = 3');
    const model = build.model(
      SHOP_SALES,
      "select 'S1' as shop, count(*) as amount from range(1000000000) a(i), range(1000) b(j) where a.i * b.j % 7 = 3",
    );
    const outcomes = Promise.allSettled([endless, model]);
    await build.discard();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(readdirSync(join(folder.path, 'shop'))).toEqual([]);
    expect((await publish(warehouse, [sale('T1', 'S1', '1.00')])).load).toBe(1);
  });

  it('is refused while another of the module is under way, and cannot publish over a newer load', async () => {
    const build = await warehouse.begin('shop');
    await expect(warehouse.begin('shop')).rejects.toMatchObject({ code: 'warehouse.build-in-progress' });
    const other = folder.open();
    await publish(other, [sale('T1', 'S1', '1.00')], 'other');
    await compute(build, [sale('T1', 'S1', '2.00')]).catch(() => undefined);
    await expect(build.publish('late')).rejects.toMatchObject({ code: 'warehouse.overtaken' });
    expect(warehouse.snapshot('shop')).toMatchObject({ load: 1, runId: 'other' });
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
