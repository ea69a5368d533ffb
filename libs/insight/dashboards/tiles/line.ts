import type { Cell, GateResult, ResultColumn } from '#core/contract';
import { isPeriod, previousYear, shiftPeriod } from '#core/kernel';
import type { Metric, Tile } from '#core/kit';
import { isAdditive, titleOf } from '../definition.js';
import { withDrill, withoutDrill } from '../drill.js';
import { type Amount, amountOf, cellOf, difference, total } from '../exact.js';
import { conditions, nameOf, periodsEnding, type TileBody, type View } from '../view.js';
import { inWords } from '../words.js';

type LineTile = Extract<Tile, { tile: 'line' }>;

/** Lines that a reader can tell apart without a legend. */
const MOST_LINES = 4;
const MOST_POINTS = 10_000;

/** One line of the chart: its column and its figure at each point of the axis. */
interface Series {
  readonly column: ResultColumn;
  readonly at: Map<string, Amount>;
}

/** Figures over time: every period of the axis is present, a period without a figure is a gap. */
export async function lineTile(tile: LineTile, view: View): Promise<TileBody> {
  const over = nameOf(view, tile.metrics[0] as Metric, tile.over);
  const moving = view.moment?.name === over ? view.moment : undefined;
  const axis = moving && periodsEnding(moving, tile.periods);
  const perYear = view.moment?.perYear ?? 12;
  const asked = axis && tile.lastYear ? [...new Set([...axis.map((p) => previousYear(p, perYear)), ...axis])] : axis;
  const where = conditions(view, asked);
  const question = { over, where, latest: axis ? conditions(view, axis) : where };

  const series = tile.by ? await perValue(tile, view, question) : await perMetric(tile, view, question);
  const points = axis ?? pointsOf(series, tile.over.kind === 'period');
  const shown = tile.lastYear ? series.flatMap((s) => (s.column.look === 'plan' ? [s] : [s, lastYearOf(s, perYear)])) : series;
  const time: ResultColumn = { name: over, title: titleOf(tile.over), kind: tile.over.kind, role: 'dimension' };
  return {
    columns: [time, ...shown.map((s) => s.column)],
    rows: points.map((point) => [point, ...shown.map((s): Cell => cellOf(s.at.get(point) ?? null, s.column))]),
    summary: sentence(tile, series, points),
  };
}

interface Question {
  readonly over: string;
  /** The conditions with every period that is needed, last year's too. */
  readonly where: View['where'];
  /** The conditions with the periods of the axis: what lines are ranked by. */
  readonly latest: View['where'];
}

async function perMetric(tile: LineTile, view: View, { over, where }: Question): Promise<Series[]> {
  const result = await view.ask({ metrics: tile.metrics.map((m) => m.name), by: [over], where, limit: MOST_POINTS });
  return tile.metrics.map((metric, i) => {
    const { column, at } = seriesOf(result, i + 1);
    const drilled = withDrill(column, metric, view);
    return { column: metric.plan ? { ...drilled, look: 'plan' } : drilled, at };
  });
}

/** One line per value of `by`: the largest ones, the rest together as 'Other' where parts add up to the whole. */
async function perValue(tile: LineTile, view: View, { over, where, latest }: Question): Promise<Series[]> {
  const metric = tile.metrics[0] as Metric;
  const by = nameOf(view, metric, tile.by as NonNullable<LineTile['by']>);
  const metrics = [metric.name];
  const order = [{ by: metric.name, direction: 'desc' as const }];
  const ranked = await view.ask({ metrics, by: [by], where: latest, order, limit: MOST_LINES });
  const values = ranked.rows.map(([value]) => value).filter((value): value is string | number => value !== null);
  const withRest = ranked.truncated && isAdditive(metric.expression);
  const [parts, whole] = await Promise.all([
    view.ask({ metrics, by: [over, by], where: { ...where, [by]: values.map(asValue) }, limit: MOST_POINTS }),
    withRest ? view.ask({ metrics, by: [over], where, limit: MOST_POINTS }) : undefined,
  ]);
  const series = values.map((value) => {
    const { column, at } = partOf(parts, by, String(value));
    return { column: withDrill(column, metric, view, { [by]: [asValue(value)] }), at };
  });
  return whole ? [...series, restOf(whole, series, by)] : series;
}

const asValue = (value: Cell): string | number => (typeof value === 'number' ? value : String(value));

function seriesOf(result: GateResult, index: number): Series {
  const at = new Map(result.rows.map((row) => [String(row[0]), amountOf(row[index])]));
  return { column: result.columns[index] as ResultColumn, at };
}

function partOf(parts: GateResult, by: string, value: string): Series {
  const rows = parts.rows.filter((row) => String(row[1]) === value);
  const column = { ...(parts.columns[2] as ResultColumn), name: `${by}=${value}`, title: value };
  return { column, at: new Map(rows.map((row) => [String(row[0]), amountOf(row[2])])) };
}

function restOf(whole: GateResult, series: readonly Series[], by: string): Series {
  const all = seriesOf(whole, 1);
  const shown = (point: string): Amount => total(series.map((s) => s.at.get(point) ?? null));
  const at = new Map([...all.at].map(([point, figure]) => [point, difference(figure, shown(point) ?? '0')]));
  return { column: { ...withoutDrill(all.column), name: `${by}:other`, title: 'Other' }, at };
}

function lastYearOf(series: Series, perYear: number): Series {
  const { name, title } = series.column;
  const column: ResultColumn = { ...series.column, name: `${name}:last-year`, title: `${title}, last year`, look: 'past' };
  const at = new Map([...series.at].filter(([p]) => isPeriod(p, perYear)).map(([p, figure]) => [shiftPeriod(p, perYear, perYear), figure]));
  return { column, at };
}

/** Without a chosen period the axis runs over everything there is; periods between are filled in. */
function pointsOf(series: readonly Series[], isFiscal: boolean): string[] {
  const present = [...new Set(series.flatMap((s) => [...s.at.keys()]))].sort();
  const [first, last] = [present[0], present.at(-1)];
  if (!isFiscal || first === undefined || last === undefined || !present.every((p) => isPeriod(p, 12))) return present;
  const points: string[] = [];
  for (let point = first; point <= last; point = shiftPeriod(point, 1)) points.push(point);
  return points;
}

function sentence(tile: LineTile, series: readonly Series[], points: readonly string[]): string {
  const last = points.at(-1);
  if (last === undefined || series.length === 0) return `${tile.title}: there are no figures for this choice.`;
  const metric = (i: number): Metric => (tile.by ? tile.metrics[0] : tile.metrics[i]) as Metric;
  const ends = series.map((s, i) => `${s.column.title} ${inWords(s.at.get(last) ?? null, metric(i))}`);
  return `${tile.title}, ${points[0]} to ${last}; at the end: ${ends.join(', ')}.`;
}
