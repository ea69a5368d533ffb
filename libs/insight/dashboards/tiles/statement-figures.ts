import type { GateResult, MetricQuery } from '#core/contract';
import { previousYear, sameYearStart, shiftPeriod } from '#core/kernel';
import type { Metric, Tile } from '#core/kit';
import { type Amount, amountOf } from '../exact.js';
import { conditions, dimensionName, type Moment, type View } from '../view.js';

export type StatementTile = Extract<Tile, { tile: 'statement' }>;

/** What a statement compares; the last three need a chosen period. Figures are profit-signed: what adds to the result is positive. */
export const MEASURES = ['actual', 'budget', 'lastYear', 'yearToDate', 'yearToDateBudget'] as const;
export type Measure = (typeof MEASURES)[number];
export type Figures = Readonly<Record<Measure, Amount>>;

/** One account of the statement. */
export interface Account {
  readonly section: string | null;
  readonly value: string | number | null;
  readonly title: string;
  readonly figures: Figures;
}

/** Everything the gate said for a statement: the accounts, and the metrics that prove its subtotals. */
export interface Gathered {
  readonly accounts: Account[];
  readonly proofs: Map<string, Partial<Record<Measure, Amount>>>;
  readonly names: { readonly section: string; readonly by: string };
}

/** The periods of each measure; undefined where the measure is not shown. */
export function periodsOf(moment: Moment | undefined): Partial<Record<Measure, readonly string[]>> {
  if (!moment) return { actual: [], budget: [] };
  const { chosen, perYear } = moment;
  const toDate: string[] = [];
  for (let period = sameYearStart(chosen, perYear); period <= chosen; period = shiftPeriod(period, 1, perYear)) toDate.push(period);
  const lastYear = [previousYear(chosen, perYear)];
  return { actual: [chosen], budget: [chosen], lastYear, yearToDate: toDate, yearToDateBudget: toDate };
}

/** Asks for every measure by account, and for the proofs without any account: at most eight queries, side by side. */
export async function gather(tile: StatementTile, view: View): Promise<Gathered> {
  const names = {
    section: dimensionName(view, tile.actual.relation, tile.section),
    by: dimensionName(view, tile.actual.relation, tile.by),
  };
  const title = titleColumn(tile, view);
  const by = [names.section, names.by, ...(title ? [title] : [])];
  const periods = periodsOf(view.moment);
  const shown = MEASURES.filter((measure) => periods[measure]);
  const asked = (measure: Measure, query: Omit<MetricQuery, 'where'>): Promise<GateResult> =>
    view.ask({ ...query, where: conditions(view, periods[measure]) });
  const [results, proofs] = await Promise.all([
    Promise.all(shown.map((m) => asked(m, { metrics: [metricFor(tile, m).name], by, limit: MOST_ACCOUNTS }))),
    gatherProofs(tile, shown, asked),
  ]);
  return { accounts: accountsOf(shown, results, title !== undefined), proofs, names };
}

const MOST_ACCOUNTS = 10_000;

const metricFor = (tile: StatementTile, measure: Measure): Metric =>
  measure === 'budget' || measure === 'yearToDateBudget' ? tile.budget : tile.actual;

/** Accounts named by code read better with their title; a dimension keeps it in a column called so. */
function titleColumn(tile: StatementTile, view: View): string | undefined {
  const dimension = view.relations.get(tile.by.relation);
  const column = ['title', 'name'].find((name) => name !== tile.by.name && dimension?.fields[name]?.kind === 'text');
  if (!dimension || column === undefined || dimension.kind !== 'dimension' || dimension.grain[0] !== tile.by.name) return undefined;
  const key = Object.entries(view.relations.get(tile.actual.relation)?.fields ?? {}).find(
    ([, field]) => field.refersTo?.relation === dimension.name,
  );
  return key && `${key[0]}.${column}`;
}

function accountsOf(shown: readonly Measure[], results: readonly GateResult[], titled: boolean): Account[] {
  const accounts = new Map<string, Account & { figures: Record<Measure, Amount> }>();
  shown.forEach((measure, i) => {
    for (const row of results[i]?.rows ?? []) {
      const [section, value] = row;
      const key = JSON.stringify([section, value]);
      const account = accounts.get(key) ?? newAccount(text(section), value as string | number | null, titled ? text(row[2]) : null);
      account.figures[measure] = amountOf(row.at(-1));
      accounts.set(key, account);
    }
  });
  return [...accounts.values()].toSorted((a, b) => (String(a.value) < String(b.value) ? -1 : 1));
}

function newAccount(
  section: string | null,
  value: string | number | null,
  title: string | null,
): Account & { figures: Record<Measure, Amount> } {
  const name = value === null ? 'Not set' : String(value);
  const figures = { actual: null, budget: null, lastYear: null, yearToDate: null, yearToDateBudget: null };
  return { section, value, title: title === null ? name : `${name} ${title}`, figures };
}

const text = (cell: unknown): string | null => (cell === null || cell === undefined ? null : String(cell));

/** The metrics that prove subtotals, each from a query that knows nothing of accounts or sections. */
async function gatherProofs(
  tile: StatementTile,
  shown: readonly Measure[],
  asked: (measure: Measure, query: Omit<MetricQuery, 'where'>) => Promise<GateResult>,
): Promise<Gathered['proofs']> {
  const metrics = [...new Set(tile.lines.flatMap((line) => ('subtotal' in line && line.proves ? [line.proves.name] : [])))];
  const proven = shown.filter((measure) => metricFor(tile, measure) === tile.actual);
  const results = metrics.length === 0 ? [] : await Promise.all(proven.map((measure) => asked(measure, { metrics })));
  return new Map(
    metrics.map((name, column) => [name, Object.fromEntries(results.map((r, i) => [proven[i], amountOf(r.rows[0]?.[column])]))]),
  );
}
