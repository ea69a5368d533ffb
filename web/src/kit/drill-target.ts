import type { Cell, ColumnDrill, Filters, ResultColumn, TileResult, TileView } from '#core/contract';
import { isPeriod, previousYear } from '#core/kernel';

/** Rows that can be looked at: a metric and the conditions that make its figure. */
export interface RowsBehind {
  readonly title: string;
  readonly metric: string;
  readonly where: Filters;
}

/** A figure that a person may look behind. */
export interface DrillTarget extends RowsBehind {
  /** The figure as it was shown where the person asked. */
  readonly shown: Cell;
  /** Of a ratio, which no rows add up to: the figures that it divides. The first one is the target's own. */
  readonly parts?: readonly RowsBehind[];
}

export type Drill = (target: DrillTarget) => void;

/** What the whole tile's figure drills to: its first metric under the conditions in force. */
export function targetOfTile(tile: TileView, result: TileResult): DrillTarget | undefined {
  const metric = tile.metrics[0];
  const column = result.columns.find(({ name }) => name === metric?.name);
  return column && targetOfColumn(result, column, {}, result.kpi?.value ?? null);
}

/** What one figure of a tile's rows drills to: the column's metric where the row's dimensions hold. */
export function targetOfCell(result: TileResult, column: ResultColumn, row: readonly Cell[]): DrillTarget | undefined {
  if (result.rest && row === result.rows.at(-1)) return undefined;
  const dimensions = conditionsOf(result.columns, row, column.look === 'past');
  const shown = row[result.columns.indexOf(column)] ?? null;
  return dimensions && targetOfColumn(result, column, dimensions, shown);
}

/** What a figure of `column` drills to under further conditions. */
export function targetOfColumn(result: TileResult, column: ResultColumn, where: Filters, shown: Cell): DrillTarget | undefined {
  const rowsOf = (title: string, { metric, where: own }: ColumnDrill) => ({ title, metric, where: { ...result.where, ...where, ...own } });
  if (column.drill) return { ...rowsOf(column.title, column.drill), shown };
  const parts = (column.parts ?? []).map((part) => rowsOf(part.title, part));
  return parts[0] && { ...parts[0], title: column.title, shown, parts };
}

/** Whether any figure of the tile leads somewhere. */
export const leadsToRows = ({ columns }: TileResult): boolean => columns.some(({ drill, parts }) => drill ?? parts);

/** The row's dimensions as conditions; undefined when one is unknown, which no condition can say. */
function conditionsOf(columns: readonly ResultColumn[], row: readonly Cell[], past: boolean): Filters | undefined {
  const where: Filters = {};
  for (const [index, column] of columns.entries()) {
    if (column.role !== 'dimension') continue;
    const value = row[index];
    if (value === null || value === undefined) return undefined;
    const name = typeof value === 'boolean' ? String(value) : value;
    where[column.name] = [past && column.kind === 'period' && isPeriod(String(name)) ? previousYear(String(name)) : name];
  }
  return where;
}
