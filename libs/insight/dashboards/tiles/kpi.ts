import type { GateResult, KpiResult, ResultColumn } from '#core/contract';
import { compareDecimals, shiftPeriod } from '#core/kernel';
import type { Metric, Tile } from '#core/kit';
import { betterOf } from '../dashboard-view.js';
import { withDrill, withoutDrill } from '../drill.js';
import { type Amount, amountOf, cellOf, difference, isZero, shareOf } from '../exact.js';
import { conditions, type Moment, periodsEnding, type TileBody, type View } from '../view.js';
import { inWords, percentOf, plainNumber, sizeOf } from '../words.js';

type KpiTile = Extract<Tile, { tile: 'kpi' }>;

const TREND_PERIODS = 12;

/** One figure: its value, its change against a base, its goal and twelve periods of trend. One query. */
export async function kpiTile(tile: KpiTile, view: View): Promise<TileBody> {
  const [metric] = tile.metrics;
  if (!metric) throw new RangeError(`The tile '${tile.id}' has no metric`);
  return view.moment ? overTime(metric, tile.against, view, view.moment) : overEverything(metric, view);
}

async function overEverything(metric: Metric, view: View): Promise<TileBody> {
  const result = await view.ask({ metrics: [metric.name], where: conditions(view) });
  const value = amountOf(result.rows[0]?.[0]);
  const kpi = { value, base: null, against: '', change: null, changeRatio: null, good: null, ...goalOf(metric, value), trend: [] };
  const columns = result.columns.map((column) => withDrill(column, metric, view));
  return { columns, rows: result.rows, kpi, summary: `${metric.title} is ${inWords(value, metric)}.` };
}

async function overTime(metric: Metric, against: KpiTile['against'], view: View, moment: Moment): Promise<TileBody> {
  const steps = { 'period before': -1, 'same period last year': -moment.perYear, nothing: 0 }[against];
  const shown = periodsEnding(moment, TREND_PERIODS);
  const baseOf = (period: string): string => shiftPeriod(period, steps, moment.perYear);
  const result = await askWithNeighbors(metric, view, moment);
  const index = result.columns.findIndex((column) => column.name === metric.name);

  const figures = new Map(result.rows.map((row) => [String(row[0]), amountOf(row[index])]));
  const at = (period: string): Amount => figures.get(period) ?? null;
  const compared = (period: string): Comparison => compare(at(period), steps === 0 ? null : at(baseOf(period)));
  const now = compared(moment.chosen);
  const kpi: KpiResult = {
    ...now,
    against: steps === 0 ? '' : `${against} (${baseOf(moment.chosen)})`,
    good: isGood(now.change, betterOf(metric)),
    ...goalOf(metric, now.value),
    trend: shown.map((period) => ({ period, value: at(period) })),
  };
  const [time, figure] = [result.columns[0], result.columns[index]] as [ResultColumn, ResultColumn];
  const table = asTable(time, withDrill(figure, metric, view), shown, compared, against);
  return { ...table, kpi, summary: sentence(metric, kpi, moment.chosen, baseOf(moment.chosen)) };
}

/**
 * All the figures of a dashboard's row are wanted at once, so each tile asks for all of them in the same words: the gate
 * answers equal questions once. Two years hold the trend and every base.
 */
function askWithNeighbors(metric: Metric, view: View, moment: Moment): Promise<GateResult> {
  const neighbors = view.kpis.filter((other) => other.relation === metric.relation).map((other) => other.name);
  const metrics = neighbors.includes(metric.name) ? neighbors : [metric.name];
  const periods = periodsEnding(moment, TREND_PERIODS + moment.perYear);
  return view.ask({ metrics, by: [moment.name], where: conditions(view, periods), limit: periods.length });
}

interface Comparison {
  value: Amount;
  base: Amount;
  change: Amount;
  changeRatio: Amount;
}

function compare(value: Amount, base: Amount): Comparison {
  const change = difference(value, base);
  return { value, base, change, changeRatio: shareOf(change, base) };
}

/** Whether more was good news; null when nothing changed or nothing can be said. */
function isGood(change: Amount, better: 'higher' | 'lower'): boolean | null {
  if (change === null || isZero(change)) return null;
  return change.startsWith('-') === (better === 'lower');
}

/** A goal counts as met when it is reached exactly. */
function goalOf(metric: Metric, value: Amount): Pick<KpiResult, 'goal' | 'goalMet'> {
  if (!metric.goal) return {};
  const above = 'above' in metric.goal;
  const limit = limitOf(metric.goal);
  if (value === null) return { goal: limit };
  const order = compareDecimals(value, limit);
  return { goal: limit, goalMet: above ? order >= 0 : order <= 0 };
}

/** Figures of last year are drilled to the same period a year before; the look says which they are. */
const past = (isBefore: boolean): Partial<ResultColumn> => (isBefore ? {} : { look: 'past' });

const limitOf = (goal: NonNullable<Metric['goal']>): string => plainNumber('above' in goal ? goal.above : goal.below);

function goalInWords(metric: Metric): string {
  if (!metric.goal) return '';
  return `${'above' in metric.goal ? 'above' : 'below'} ${inWords(limitOf(metric.goal), metric)}`;
}

function asTable(
  period: ResultColumn,
  figure: ResultColumn,
  shown: readonly string[],
  compared: (period: string) => Comparison,
  against: KpiTile['against'],
): Pick<TileBody, 'columns' | 'rows'> {
  if (against === 'nothing') return { columns: [period, figure], rows: shown.map((p) => [p, cellOf(compared(p).value, figure)]) };
  const derived = withoutDrill(figure);
  const isBefore = against === 'period before';
  const columns: ResultColumn[] = [
    period,
    figure,
    { ...(isBefore ? derived : figure), name: `${figure.name}:base`, title: isBefore ? 'Period before' : 'Last year', ...past(isBefore) },
    { ...derived, name: `${figure.name}:change`, title: 'Change' },
    { name: `${figure.name}:change-ratio`, title: 'Change %', kind: 'ratio', role: 'metric', format: 'percent', places: 6 },
  ];
  const rows = shown.map((p) => {
    const { value, base, change, changeRatio } = compared(p);
    return [p, cellOf(value, figure), cellOf(base, figure), cellOf(change, figure), changeRatio];
  });
  return { columns, rows };
}

function sentence(metric: Metric, kpi: KpiResult, period: string, basePeriod: string): string {
  const parts = [`${metric.title} in ${period} is ${inWords(kpi.value, metric)}`];
  if (kpi.change !== null) parts.push(changeInWords(metric, kpi, basePeriod));
  if (kpi.goalMet !== undefined) parts.push(`the goal ${goalInWords(metric)} is ${kpi.goalMet ? 'met' : 'missed'}`);
  return `${parts.join('; ')}.`;
}

function changeInWords(metric: Metric, kpi: KpiResult, basePeriod: string): string {
  const change = kpi.change ?? '0';
  if (isZero(change)) return `the same as in ${basePeriod}`;
  const size = metric.format === 'percent' ? `${percentOf(sizeOf(change))} points` : inWords(sizeOf(change), metric);
  const share = metric.format === 'percent' || kpi.changeRatio === null ? '' : ` (${percentOf(sizeOf(kpi.changeRatio))} %)`;
  return `${size}${share} ${change.startsWith('-') ? 'less' : 'more'} than in ${basePeriod}`;
}
