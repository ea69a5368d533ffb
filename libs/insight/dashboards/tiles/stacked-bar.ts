import type { Cell, GateResult, ResultColumn } from '#core/contract';
import type { Metric, Tile } from '#core/kit';
import { isAdditive } from '../definition.js';
import { withDrill, withoutDrill } from '../drill.js';
import { type Amount, amountOf, bySize, cellOf, difference, total } from '../exact.js';
import { conditions, nameOf, periodsEnding, type TileBody, type View } from '../view.js';
import { inWords, NOT_SET } from '../words.js';

type StackedTile = Extract<Tile, { tile: 'stacked-bar' }>;

/** Parts of a bar that read well. */
const MOST_PARTS = 5;
const MOST_ROWS = 10_000;

/** Parts of a whole: one row per value of `by`, one column per value of `stack`, the smaller parts together as 'Other'. */
export async function stackedBarTile(tile: StackedTile, view: View): Promise<TileBody> {
  const metric = tile.metrics[0] as Metric;
  const by = nameOf(view, metric, tile.by);
  const stack = nameOf(view, metric, tile.stack);
  const axis = view.moment?.name === by ? periodsEnding(view.moment, tile.periods) : undefined;
  const where = conditions(view, axis);
  const ask = (dimensions: string[]): Promise<GateResult> => view.ask({ metrics: [metric.name], by: dimensions, where, limit: MOST_ROWS });
  const cells = await ask([by, stack]);
  const summable = isAdditive(metric.expression) && !cells.truncated;
  const [bars, stacks] = summable ? [sumsBy(cells, 0), sumsBy(cells, 1)] : await Promise.all([ask([by]), ask([stack])]);

  const figures = new Map(cells.rows.map(([bar, part, value]) => [keyOf(bar, part), amountOf(value)]));
  const wholes = new Map(bars.rows.map(([bar, value]) => [label(bar), amountOf(value)]));
  const names = axis ?? largestFirst(bars);
  const parts = partsOf(largestFirst(stacks), isAdditive(metric.expression));
  const figure = cells.columns[2] as ResultColumn;
  const columns = parts.map(({ title, other }): ResultColumn => {
    if (other) return { ...withoutDrill(figure), name: `${stack}:other`, title };
    const named = { ...figure, name: `${stack}=${title}`, title };
    return title === NOT_SET ? withoutDrill(named) : withDrill(named, metric, view, { [stack]: [title] });
  });
  return {
    columns: [{ ...(cells.columns[0] as ResultColumn), kind: axis ? 'period' : 'text' }, ...columns],
    rows: names.map((bar) => [
      bar === NOT_SET ? null : bar,
      ...partsIn(bar, parts, figures, wholes).map((amount): Cell => cellOf(amount, figure)),
    ]),
    summary: sentence(tile, metric, names, wholes, parts),
  };
}

type Answer = Pick<GateResult, 'columns' | 'rows'>;

/** Figures that add up need no further question: bars and stacks are sums of the cells. */
function sumsBy(cells: Answer, index: 0 | 1): Answer {
  const sums = new Map<Cell, Amount>();
  for (const row of cells.rows) {
    const key = row[index] ?? null;
    sums.set(key, total([sums.get(key) ?? null, amountOf(row[2])]));
  }
  return { columns: cells.columns, rows: [...sums] };
}

interface Part {
  readonly title: string;
  readonly other?: true;
}

function partsOf(values: readonly string[], additive: boolean): Part[] {
  if (values.length <= MOST_PARTS) return values.map((title) => ({ title }));
  const shown = values.slice(0, additive ? MOST_PARTS - 1 : MOST_PARTS).map((title) => ({ title }));
  return additive ? [...shown, { title: 'Other', other: true }] : shown;
}

function partsIn(bar: string, parts: readonly Part[], figures: Map<string, Amount>, wholes: Map<string, Amount>): Amount[] {
  const named = parts.filter((p) => !p.other).map((p) => figures.get(keyOf(bar, p.title)) ?? null);
  if (named.length === parts.length) return named;
  return [...named, difference(wholes.get(bar) ?? null, total(named) ?? '0')];
}

const label = (value: Cell | undefined): string => (value === null || value === undefined ? NOT_SET : String(value));
const keyOf = (bar: Cell | undefined, part: Cell | undefined): string => JSON.stringify([label(bar), label(part)]);
const largestFirst = (result: Answer): string[] =>
  result.rows.toSorted((a, b) => bySize(amountOf(a[1]), amountOf(b[1]))).map(([value]) => label(value));

function sentence(
  tile: StackedTile,
  metric: Metric,
  names: readonly string[],
  wholes: Map<string, Amount>,
  parts: readonly Part[],
): string {
  const largest = names.toSorted((a, b) => bySize(wholes.get(a) ?? null, wholes.get(b) ?? null))[0];
  if (largest === undefined) return `${tile.title}: there are no figures for this choice.`;
  const split = parts.map((p) => p.title).join(', ');
  return `${tile.title}: ${largest} is largest with ${inWords(wholes.get(largest) ?? null, metric)}; each bar is split by ${split}.`;
}
