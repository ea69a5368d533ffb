import type { Cell, Filters, ResultColumn, StatementRow } from '#core/contract';
import { compareDecimals } from '#core/kernel';
import type { Metric } from '#core/kit';
import { metricFor } from '#insight/gate';
import { titleOf } from '../definition.js';
import { withDrill } from '../drill.js';
import { type Amount, difference, isZero, negate, shareOf, total } from '../exact.js';
import { conditions, type TileBody, type View } from '../view.js';
import { inWords } from '../words.js';
import {
  type Account,
  comparedPeriods,
  dimensionNames,
  type Figures,
  type Gathered,
  gather,
  MEASURES,
  type StatementTile,
} from './statement-figures.js';

/** Where accounts go that no line of the statement names: nothing vanishes without a word. */
const UNPLACED = 'Not in any section';

/**
 * A financial statement: sections with their accounts, and subtotals that run down the page. Metrics are profit-signed; a
 * section of costs shows its amounts turned, so that costs read as positive, while a variance is favourable when positive
 * everywhere. A subtotal is the exact sum of the profit-signed sections above it, and says whether a metric of its own agrees.
 */
export async function statementTile(tile: StatementTile, view: View): Promise<TileBody> {
  const gathered = await gather(tile, view);
  const statement = linesOf(tile, gathered, view);
  const columns = [...dimensionsOf(tile, gathered), ...columnsOf(tile, view)];
  const rows = statement.map(({ line, row }): Cell[] => [...line, ...row.amounts]);
  return {
    columns,
    rows,
    statement: statement.map(({ row }) => row),
    summary: sentence(
      tile,
      statement.map(({ row }) => row),
      view,
    ),
  };
}

/** A line of the statement, and how the table names it: section, account, title. */
interface Line {
  readonly line: readonly Cell[];
  readonly row: StatementRow;
}

function linesOf(tile: StatementTile, gathered: Gathered, view: View): Line[] {
  const rows: Line[] = [];
  const above: Figures[] = [];
  const sections: string[] = [];
  const inSections = (names: readonly string[]): Filters => ({ ...conditions(view), [gathered.names.section]: [...names] });
  const placed = new Set(tile.lines.flatMap((line) => ('section' in line ? [line.section] : [])));
  const section = (title: string, accounts: readonly Account[], isCost: boolean, where?: Filters): void => {
    const used = accounts.filter(hasFigures);
    above.push(sumOf(used.map((a) => a.figures)));
    rows.push(headed(gathered, sectionRow(title, sumOf(used.map((a) => a.figures)), isCost, view, where)));
    rows.push(...used.map((account) => ({ line: account.line, row: accountRow(account, isCost, gathered, view) })));
  };
  for (const line of tile.lines) {
    if ('subtotal' in line) {
      const where = sections.length > 0 ? { where: inSections(sections) } : {};
      rows.push(headed(gathered, { ...subtotalRow(line.subtotal, line.proves, sumOf(above), gathered, view), ...where }));
    } else {
      const accounts = gathered.accounts.filter((account) => account.section === line.section);
      section(line.section, accounts, line.side === 'cost', inSections([line.section]));
      sections.push(line.section);
    }
  }
  const unplaced = gathered.accounts.filter((account) => account.section === null || !placed.has(account.section));
  if (unplaced.some(hasFigures)) section(UNPLACED, unplaced, false);
  return rows;
}

/** Sections and subtotals have no account: an empty cell says so, and that their row is not one account's. */
const headed = ({ names }: Gathered, row: StatementRow): Line => ({
  line: [
    row.title,
    ...dimensionNames(names)
      .slice(1)
      .map(() => null),
  ],
  row,
});

const hasFigures = (account: Account): boolean => MEASURES.some((m) => !isNothing(account.figures[m]));
const isNothing = (amount: Amount): boolean => amount === null || isZero(amount);

function sumOf(figures: readonly Figures[]): Figures {
  const entries = MEASURES.map((measure) => [measure, total(figures.map((f) => f[measure]))]);
  return Object.fromEntries(entries) as Record<keyof Figures, Amount>;
}

function sectionRow(title: string, figures: Figures, isCost: boolean, view: View, where?: Filters): StatementRow {
  return { kind: 'section', title, amounts: amountsOf(figures, isCost, view), ...(where ? { where } : {}) };
}

function accountRow(account: Account, isCost: boolean, { names }: Gathered, view: View): StatementRow {
  const row: StatementRow = { kind: 'account', title: account.title, amounts: amountsOf(account.figures, isCost, view) };
  if (account.value === null) return row;
  const inSection = account.section === null ? {} : { [names.section]: [account.section] };
  return { ...row, where: { ...conditions(view), ...inSection, [names.by]: [account.value] } };
}

function subtotalRow(title: string, proves: Metric | undefined, figures: Figures, gathered: Gathered, view: View): StatementRow {
  const row: StatementRow = { kind: 'subtotal', title, amounts: amountsOf(figures, false, view) };
  const proof = proves && gathered.proofs.get(proves.name);
  if (!proof) return row;
  const proven = (['actual', 'lastYear', 'yearToDate'] as const).every((m) => compareDecimals(proof[m] ?? '0', figures[m] ?? '0') === 0);
  return { ...row, proven };
}

/** Actual, budget, variance, variance as a share of the budget's size; with a period also last year and the year to date. */
function amountsOf(figures: Figures, isCost: boolean, view: View): Amount[] {
  const shown = (amount: Amount): Amount => (isCost && amount !== null ? negate(amount) : amount);
  const variance = varianceOf(figures.actual, figures.budget);
  const now = [shown(figures.actual), shown(figures.budget), variance, shareOf(variance, figures.budget)];
  if (!view.moment) return now;
  return [...now, shown(figures.lastYear), shown(figures.yearToDate), shown(figures.yearToDateBudget)];
}

/** A missing side counts as nothing, so that an account without a budget still shows its variance. */
function varianceOf(actual: Amount, budget: Amount): Amount {
  if (actual === null && budget === null) return null;
  if (budget === null) return actual;
  return actual === null ? negate(budget) : difference(actual, budget);
}

function dimensionsOf(tile: StatementTile, { names }: Gathered): ResultColumn[] {
  const titles = [titleOf(tile.section), titleOf(tile.by), 'Title'];
  return dimensionNames(names).map((name, i) => ({ name, title: titles[i] ?? name, kind: 'text', role: 'dimension' }));
}

function columnsOf(tile: StatementTile, view: View): ResultColumn[] {
  const { actual, budget } = tile;
  const amount = (name: string, title: string, metric: Metric): ResultColumn => ({
    name,
    title,
    kind: metric.result,
    role: 'metric',
    places: metric.places,
    ...(metric.unit === undefined ? {} : { unit: metric.unit }),
  });
  const drilled = (name: string, title: string, metric: Metric, periods?: readonly string[]): ResultColumn =>
    withDrill(amount(name, title, metric), metric, view, view.moment && periods ? { [view.moment.name]: [...periods] } : undefined);
  const variance = metricFor(view.module.metrics, { op: 'minus', left: actual.expression, right: budget.expression });
  const columns: ResultColumn[] = [
    drilled('actual', 'Actual', actual),
    { ...drilled('budget', 'Budget', budget), look: 'plan' },
    { ...(variance ? drilled : amount)('variance', 'Variance', variance ?? actual), better: 'higher' },
    { name: 'variance-ratio', title: 'Variance %', kind: 'ratio', role: 'metric', places: 6, format: 'percent', better: 'higher' },
  ];
  if (!view.moment) return columns;
  const { lastYear, toDate } = comparedPeriods(view.moment);
  return [
    ...columns,
    { ...drilled('last-year', 'Last year', actual, [lastYear]), look: 'past' },
    drilled('year-to-date', 'Year to date', actual, toDate),
    { ...drilled('year-to-date-budget', 'YTD budget', budget, toDate), look: 'plan' },
  ];
}

function sentence(tile: StatementTile, rows: readonly StatementRow[], view: View): string {
  const result = rows.findLast((row) => row.kind === 'subtotal') ?? rows[0];
  if (!result) return `${tile.title}: there are no figures for this choice.`;
  const when = view.moment ? ` for ${view.moment.chosen}` : '';
  const [actual, budget, variance] = result.amounts;
  const unproven = rows.filter((row) => row.proven === false).map((row) => row.title);
  const warning = unproven.length > 0 ? ` Not proven: ${unproven.join(', ')}.` : '';
  const words = (amount: Amount | undefined): string => inWords(amount ?? null, tile.actual);
  return `${tile.title}${when}: ${result.title} is ${words(actual)} against a budget of ${words(budget)}, a variance of ${words(variance)}.${warning}`;
}
