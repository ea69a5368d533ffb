import type { Cell, Filters, ResultColumn, TileResult, TileView } from '#core/contract';
import { isPeriod, previousYear } from '#core/kernel';

/** A figure that a person may look behind: the metric and the conditions that make it. */
export interface DrillTarget {
  readonly title: string;
  readonly metric: string;
  readonly where: Filters;
  /** The figure as it was shown where the person asked. */
  readonly shown: Cell;
}

export type Drill = (target: DrillTarget) => void;

/** What the whole tile's figure drills to: its first metric under the conditions in force. */
export function targetOfTile(tile: TileView, result: TileResult): DrillTarget | undefined {
  const metric = tile.metrics[0];
  return tile.drill && metric
    ? { title: metric.title, metric: metric.name, where: result.where, shown: result.kpi?.value ?? null }
    : undefined;
}

/** What one figure of a tile's rows drills to: the column's metric where the row's dimensions hold. */
export function targetOfCell(tile: TileView, result: TileResult, column: ResultColumn, row: readonly Cell[]): DrillTarget | undefined {
  const dimensions = conditionsOf(result.columns, row, column.look === 'past');
  const shown = row[result.columns.indexOf(column)] ?? null;
  return dimensions && targetOfColumn(tile, result, column, dimensions, shown);
}

/** What a figure of `column` drills to under further conditions. */
export function targetOfColumn(
  tile: TileView,
  result: TileResult,
  column: ResultColumn,
  where: Filters,
  shown: Cell,
): DrillTarget | undefined {
  const own = tile.metrics.some(({ name }) => name === column.name);
  const drill = column.drill ?? (tile.drill && own ? { metric: column.name } : undefined);
  if (!drill || column.role !== 'metric') return undefined;
  return { title: column.title, metric: drill.metric, where: { ...result.where, ...where, ...drill.where }, shown };
}

/** How the server names what a list leaves out, taken together. */
const REST = 'Other';

/** The row's dimensions as conditions; undefined when one is unknown, which no condition can say. */
function conditionsOf(columns: readonly ResultColumn[], row: readonly Cell[], past: boolean): Filters | undefined {
  const where: Filters = {};
  for (const [index, column] of columns.entries()) {
    if (column.role !== 'dimension') continue;
    const value = row[index];
    if (value === null || value === undefined || value === REST) return undefined;
    const name = typeof value === 'boolean' ? String(value) : value;
    where[column.name] = [past && column.kind === 'period' && isPeriod(String(name)) ? previousYear(String(name)) : name];
  }
  return where;
}
