import type { Cell, GateResult, ResultColumn } from '#core/contract';
import type { Metric, Tile } from '#core/kit';
import { isAdditive } from '../definition.js';
import { withDrill } from '../drill.js';
import { amountOf, bySize, cellOf, difference, total } from '../exact.js';
import { conditions, nameOf, periodsEnding, type TileBody, type View } from '../view.js';
import { inWords, NOT_SET } from '../words.js';

type BreakdownTile = Extract<Tile, { tile: 'bar' | 'table' }>;

const MOST_ROWS = 10_000;
const PERIODS_SHOWN = 12;

/**
 * Figures per value of a column. A bar is sorted by its first figure; a table keeps the order of the column unless only
 * the largest are asked for. What `top` leaves out is shown as 'Other' for figures that add up. A table has its
 * total, which has a question of its own: ratios are never added up.
 */
export async function breakdownTile(tile: BreakdownTile, view: View): Promise<TileBody> {
  const by = nameOf(view, tile.metrics[0] as Metric, tile.by);
  const overTime = view.moment?.name === by;
  const where = overTime && view.moment ? conditions(view, periodsEnding(view.moment, PERIODS_SHOWN)) : conditions(view);
  const sorted = (tile.tile === 'bar' || tile.top !== undefined) && !overTime;
  const metrics = tile.metrics.map((m) => m.name);
  const order = sorted ? { by: metrics[0] as string, direction: 'desc' as const } : { by, direction: 'asc' as const };
  const needsWhole = tile.tile === 'table' || tile.top !== undefined;
  const [parts, whole] = await Promise.all([
    view.ask({ metrics, by: [by], where, order: [order], limit: tile.top ?? MOST_ROWS }),
    needsWhole ? view.ask({ metrics, where }) : undefined,
  ]);

  const rows = sorted ? parts.rows.toSorted((a, b) => bySize(amountOf(a[1]), amountOf(b[1]))) : parts.rows;
  const named = rows.filter(hasFigures);
  const rest = parts.truncated && whole ? restOf(tile.metrics, parts, whole) : [];
  const totals = tile.tile === 'table' && whole ? { totals: ['Total', ...(whole.rows[0] ?? [])] } : {};
  const beside = { ...(rest.length > 0 ? { rest: true } : {}), ...totals };
  return { columns: columnsOf(tile, parts, view), rows: [...named, ...rest], ...beside, summary: sentence(tile, named, whole) };
}

const hasFigures = ([, ...figures]: readonly Cell[]): boolean => figures.some((figure) => figure !== null);

/** The row 'Other': the total less what is shown, exact; empty for figures that do not add up; none when no figure does. */
function restOf(metrics: readonly Metric[], parts: GateResult, whole: GateResult): Cell[][] {
  if (!metrics.some((m) => isAdditive(m.expression))) return [];
  const cells = metrics.map((metric, i): Cell => {
    if (!isAdditive(metric.expression)) return null;
    const shown = total(parts.rows.map((row) => amountOf(row[i + 1])));
    return cellOf(difference(amountOf(whole.rows[0]?.[i]), shown ?? '0'), parts.columns[i + 1] as ResultColumn);
  });
  return [['Other', ...cells]];
}

/** The first column also holds 'Other' and 'Total', so it is text even where its values are numbers or yes and no. */
function columnsOf(tile: BreakdownTile, parts: GateResult, view: View): ResultColumn[] {
  const [dimension, ...figures] = parts.columns as [ResultColumn, ...ResultColumn[]];
  const first: ResultColumn = dimension.kind === 'integer' || dimension.kind === 'flag' ? { ...dimension, kind: 'text' } : dimension;
  return [first, ...figures.map((column, i) => withDrill(column, tile.metrics[i] as Metric, view))];
}

function sentence(tile: BreakdownTile, rows: readonly Cell[][], whole: GateResult | undefined): string {
  const metric = tile.metrics[0] as Metric;
  if (rows.length === 0) return `${tile.title}: there are no figures for this choice.`;
  const largest = rows.toSorted((a, b) => bySize(amountOf(a[1]), amountOf(b[1])))[0] as Cell[];
  const shown = rows.length === 1 ? 'one value' : `${rows.length} values`;
  const all = whole ? `; ${metric.title} in all ${inWords(amountOf(whole.rows[0]?.[0]), metric)}` : '';
  return `${tile.title}: ${shown} shown; ${largest[0] === null ? NOT_SET : String(largest[0])} is largest with ${inWords(amountOf(largest[1]), metric)}${all}.`;
}
