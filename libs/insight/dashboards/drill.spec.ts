import type { Cell, Filters, ResultColumn, TileResult } from '#core/contract';
import { previousYear } from '#core/kernel';
import { emma, openShopDashboards, type ShopDashboards } from '../../../test/support/shop-dashboards.js';
import { shop } from '../../../test/support/shop-module.js';

let company: ShopDashboards;
beforeAll(async () => {
  company = await openShopDashboards();
});
afterAll(() => company.close());

/** The conditions of one figure, put together as the browser does; undefined where a dimension is empty. */
function conditionsOf(tile: TileResult, row: readonly Cell[], column: ResultColumn): Filters | undefined {
  const where: Filters = {};
  for (const [i, dimension] of tile.columns.entries()) {
    if (dimension.role !== 'dimension') continue;
    const value = row[i];
    if (value === null || value === undefined) return undefined;
    const moved = column.look === 'past' && dimension.kind === 'period' ? previousYear(String(value)) : String(value);
    where[dimension.name] = [moved];
  }
  return { ...tile.where, ...where, ...column.drill?.where };
}

/** Every figure of the tile that can be drilled, and what the rows behind it add up to. */
async function drilled(tile: TileResult): Promise<[Cell, string][]> {
  const found: [Cell, string][] = [];
  for (const row of tile.rest ? tile.rows.slice(0, -1) : tile.rows) {
    for (const [i, column] of tile.columns.entries()) {
      const where = column.drill && conditionsOf(tile, row, column);
      if (!column.drill || !where) continue;
      const rows = await company.gate.rows(emma, 'shop', { metric: column.drill.metric, where, limit: 1 });
      found.push([row[i] ?? '0.00', rows.total]);
    }
  }
  return found;
}

describe('the drill of a tile', () => {
  const tiles = (shop.dashboards[0]?.rows.flat() ?? []).filter((tile) => tile.tile !== 'statement');

  it.each(tiles.map((tile) => tile.id))('leads from every figure of %s to rows that add up to it', async (id) => {
    const tile = await company.tile(id, { period: ['2026-02'] });
    const figures = await drilled(tile);
    expect(figures.map(([shown]) => shown)).toEqual(figures.map(([, total]) => total));
    expect(figures.length > 0).toBe(tile.columns.some((column) => column.drill));
  });

  it('of a ratio leads to the figures that it divides', async () => {
    const tile = await company.tile('bar-margin-percent-branch', { period: ['2026-02'] });
    const [, percent] = tile.columns;
    expect(percent?.drill).toBeUndefined();
    expect(percent?.parts?.map(({ metric, title }) => [metric, title])).toEqual([
      ['margin', 'Margin'],
      ['revenue', 'Revenue'],
    ]);
    for (const [branch, shown] of tile.rows) {
      const [margin, revenue] = await Promise.all(
        ['margin', 'revenue'].map((metric) =>
          company.gate.rows(emma, 'shop', { metric, where: { ...tile.where, branch: [String(branch)] }, limit: 1 }),
        ),
      );
      expect(Number(margin?.total) / Number(revenue?.total)).toBeCloseTo(Number(shown), 6);
    }
  });

  it('is not offered for the row of what is left over, which the tile marks', async () => {
    const tile = await company.tile('bar-revenue-margin-branch', { period: ['2026-02'] });
    expect([tile.rest, tile.rows.at(-1)?.[0]]).toEqual([true, 'Other']);
    expect((await company.tile('table-revenue-direct-margin-percent-account', { period: ['2026-02'] })).rest).toBeUndefined();
  });

  it('leads from every figure of a statement to rows that add up to it, costs turned, subtotals to those of all their sections', async () => {
    const tile = await company.tile('statement-income-statement', { period: ['2026-02'] });
    const columns = tile.columns.filter((column) => column.role === 'metric');
    const lines = (tile.statement ?? []).filter((row) => row.where);
    expect(lines).toHaveLength(10);
    expect(columns.flatMap((column) => column.drill?.metric ?? [])).toEqual(['result', 'budget', 'variance', 'result', 'result', 'budget']);
    for (const row of lines) {
      const isCost = /Direct|Labor|Materials|Overhead|Rent/.test(row.title);
      for (const [i, column] of columns.entries()) {
        if (!column.drill) continue;
        const where = { ...tile.where, ...row.where, ...column.drill.where };
        const { total } = await company.gate.rows(emma, 'shop', { metric: column.drill.metric, where, limit: 1 });
        expect([row.title, column.title, row.amounts[i] ?? '0.00']).toEqual([
          row.title,
          column.title,
          isCost && column.name !== 'variance' ? total.replace('-', '') : total,
        ]);
      }
    }
  });
});
