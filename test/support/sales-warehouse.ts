/** The small star in a warehouse of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyRelation, describe as declared } from '#core/kit';
import { type StagedValue, Warehouse } from '#data/warehouse';
import { type Held, type Line, movesOf, PERIODS, PLANS, PRODUCTS, SHOPS } from './sales-rows.js';
import { lines, moves, outlook, periods, plans, products, sales, shops, star, stock } from './sales-star.js';

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
    plans,
    PLANS.map((p) => [p.plan, p.period, p.product, p.shop, p.amount, 1]),
  );
  await build.model(
    declared(outlook),
    `select period, product, shop, sum(amount) as amount, sum(planned) as planned from (
       select period, product, shop, amount, null as planned from lines
       union all select period, product, shop, null, amount from plans
     ) group by all`,
  );
  await stage(
    moves,
    movesOf(held).map((m) => [m.move, m.period, m.product, m.amount]),
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
