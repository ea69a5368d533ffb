import type { Cell } from '#core/contract';
import { previousYear, sameYearStart, shiftPeriod } from '#core/kernel';
import type { Tile } from '#core/kit';
import { type Amount, amountOf } from '../exact.js';
import { conditions, type Moment, nameOf, type View } from '../view.js';

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
  /** What a table says of it, column by column of `dimensionNames`. */
  readonly line: readonly Cell[];
  readonly figures: Figures;
}

/** Everything the gate said for a statement: the accounts, and the metrics that prove its subtotals. */
export interface Gathered {
  readonly accounts: Account[];
  readonly proofs: Map<string, Partial<Record<Measure, Amount>>>;
  readonly names: Names;
}

/** The dimensions of a statement, as they are asked for: `title` where accounts are named by code and have one. */
interface Names {
  readonly section: string;
  readonly by: string;
  readonly title?: string;
}

export const dimensionNames = ({ section, by, title }: Names): string[] => [section, by, ...(title === undefined ? [] : [title])];

/** The periods that a statement looks at beside the chosen one. */
export function comparedPeriods({ chosen, perYear }: Moment): { lastYear: string; toDate: string[] } {
  const toDate: string[] = [];
  for (let period = sameYearStart(chosen, perYear); period <= chosen; period = shiftPeriod(period, 1, perYear)) toDate.push(period);
  return { lastYear: previousYear(chosen, perYear), toDate };
}

/** Asks for every measure by account, and for the proofs without any account: at most four questions, side by side. */
export async function gather(tile: StatementTile, view: View): Promise<Gathered> {
  const title = titleColumn(tile, view);
  const names: Names = {
    section: nameOf(view, tile.actual, tile.section),
    by: nameOf(view, tile.actual, tile.by),
    ...(title === undefined ? {} : { title }),
  };
  const proving = [...new Set(tile.lines.flatMap((line) => ('subtotal' in line && line.proves ? [line.proves.name] : [])))];
  const [figures, proofs] = await Promise.all([
    perMeasure(view, [tile.actual.name, tile.budget.name], dimensionNames(names)),
    proving.length > 0 ? perMeasure(view, proving, []) : [],
  ]);
  return { accounts: accountsOf(figures), proofs: proofsOf(proofs, proving), names };
}

const MOST_ACCOUNTS = 10_000;

/** The figures of one group of rows: an account, or everything; of now, of last year, or of the year to date. */
interface Found {
  readonly when: 'now' | 'lastYear' | 'toDate';
  readonly group: readonly Cell[];
  readonly amounts: readonly Amount[];
}

/** Two questions answer all: the chosen period beside last year's, and the year to date. Without a period, one. */
async function perMeasure(view: View, metrics: string[], by: string[]): Promise<Found[]> {
  const { moment } = view;
  const split = (row: readonly Cell[]): Omit<Found, 'when'> => ({
    group: row.slice(0, by.length),
    amounts: row.slice(by.length).map(amountOf),
  });
  if (!moment) {
    const all = await view.ask({ metrics, by, where: view.where, limit: MOST_ACCOUNTS });
    return all.rows.map((row) => ({ when: 'now', ...split(row) }));
  }
  const { lastYear, toDate } = comparedPeriods(moment);
  const [single, yearToDate] = await Promise.all([
    view.ask({ metrics, by: [moment.name, ...by], where: conditions(view, [lastYear, moment.chosen]), limit: MOST_ACCOUNTS }),
    view.ask({ metrics, by, where: conditions(view, toDate), limit: MOST_ACCOUNTS }),
  ]);
  return [
    ...single.rows.map(([period, ...row]): Found => ({ when: period === lastYear ? 'lastYear' : 'now', ...split(row) })),
    ...yearToDate.rows.map((row): Found => ({ when: 'toDate', ...split(row) })),
  ];
}

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

/** The measures that actual and budget are, by when they are of; last year's budget is not shown. */
const MEASURES_OF: Record<Found['when'], readonly [Measure, Measure | undefined]> = {
  now: ['actual', 'budget'],
  lastYear: ['lastYear', undefined],
  toDate: ['yearToDate', 'yearToDateBudget'],
};

function accountsOf(found: readonly Found[]): Account[] {
  const accounts = new Map<string, Account & { figures: Record<Measure, Amount> }>();
  for (const { when, group, amounts } of found) {
    const key = JSON.stringify(group.slice(0, 2));
    const account = accounts.get(key) ?? newAccount(group);
    accounts.set(key, account);
    MEASURES_OF[when].forEach((measure, i) => {
      if (measure) account.figures[measure] = amounts[i] ?? null;
    });
  }
  return [...accounts.values()].toSorted((a, b) => (String(a.value) < String(b.value) ? -1 : 1));
}

function newAccount(group: readonly Cell[]): Account & { figures: Record<Measure, Amount> } {
  const [section, value, title] = group.map(text);
  const name = [value ?? 'Not set', title ?? ''].filter(Boolean).join(' ');
  const figures = { actual: null, budget: null, lastYear: null, yearToDate: null, yearToDateBudget: null };
  return { section: section ?? null, value: typeof group[1] === 'number' ? group[1] : (value ?? null), title: name, line: group, figures };
}

const text = (cell: Cell | undefined): string | null => (cell === null || cell === undefined ? null : String(cell));

/** What metrics say that know nothing of accounts or sections. */
function proofsOf(found: readonly Found[], names: readonly string[]): Gathered['proofs'] {
  return new Map(
    names.map((name, i) => [name, Object.fromEntries(found.map(({ when, amounts }) => [MEASURES_OF[when][0], amounts[i] ?? null]))]),
  );
}
