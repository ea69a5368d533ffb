/** The small company with everything between its warehouse and its dashboards, all of it real. */
import type { Filters, TileResult } from '#core/contract';
import { Dashboards } from '#insight/dashboards';
import { Gate } from '#insight/gate';
import type { Viewer } from '#platform/identity';
import { Registry } from '#platform/registry';
import { shop } from './shop-module.js';
import { budgetOfTheShop, linesOfTheShop, openShop, type ShopWarehouse } from './small-company.js';

export const emma: Viewer = {
  personId: '1',
  name: 'emma',
  displayName: 'Emma Berg',
  permissions: ['shop.view', 'shop.export'],
  roles: ['shop.controller'],
};
export const nobody: Viewer = { personId: '2', name: 'nobody', displayName: 'No Body', permissions: ['shop.export'], roles: [] };

export interface ShopDashboards extends ShopWarehouse {
  readonly registry: Registry;
  readonly gate: Gate;
  readonly dashboards: Dashboards;
  /** A tile as Emma sees it. */
  tile(id: string, filters?: Filters, dashboard?: string, asOf?: string): Promise<TileResult>;
}

export async function openShopDashboards(): Promise<ShopDashboards> {
  const opened = await openShop({ lines: linesOfTheShop(), budget: budgetOfTheShop() });
  const registry = new Registry([shop]);
  const gate = new Gate(registry, opened.warehouse);
  const dashboards = new Dashboards(registry, gate);
  return {
    ...opened,
    registry,
    gate,
    dashboards,
    tile: async (id, filters = {}, dashboard = 'shop', asOf = undefined) =>
      JSON.parse(await dashboards.tile(emma, 'shop', dashboard, id, { filters, ...(asOf === undefined ? {} : { asOf }) })) as TileResult,
  };
}

/** The cells of a tile's column. */
export function cellsOf(result: TileResult, name: string): (string | number | boolean | null)[] {
  const index = result.columns.findIndex((c) => c.name === name);
  return result.rows.map((row) => row[index] ?? null);
}
