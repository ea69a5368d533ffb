import type { Categorical, Column } from './fields.js';
import type { Metric } from './metrics.js';

/** What a tile compares its figure with. */
export type Against = 'period before' | 'same period last year' | 'nothing';

/** One line of a statement: a section of accounts, or the running result of all sections above it. */
export type StatementLine =
  | { readonly section: string; readonly side?: 'income' | 'cost' }
  | {
      readonly subtotal: string;
      /** The metric that must give the same figure: the statement proves itself. */
      readonly proves?: Metric;
    };

/** A tile: which figures, seen by what. Plain data; `id` is unique within its dashboard. */
export type Tile = { readonly id: string; readonly title: string } & (
  | { readonly tile: 'kpi'; readonly metrics: readonly Metric[]; readonly against: Against }
  | {
      readonly tile: 'line';
      readonly metrics: readonly Metric[];
      readonly over: Column;
      readonly by?: Column;
      readonly periods: number;
      readonly lastYear: boolean;
    }
  | { readonly tile: 'bar' | 'table'; readonly metrics: readonly Metric[]; readonly by: Column; readonly top?: number }
  | {
      readonly tile: 'stacked-bar';
      readonly metrics: readonly Metric[];
      readonly by: Column;
      readonly stack: Column;
      readonly periods: number;
    }
  | {
      readonly tile: 'statement';
      readonly actual: Metric;
      readonly budget: Metric;
      /** The column that names a section (account category) and the one that names a row (account). */
      readonly section: Column;
      readonly by: Column;
      readonly lines: readonly StatementLine[];
    }
);

export interface Dashboard {
  readonly id: string;
  readonly title: string;
  readonly describe?: string;
  /** The column that says which fiscal period is looked at; tiles shift it to compare and to show a trend. */
  readonly period?: Column<'period'>;
  readonly filters: readonly Column[];
  readonly rows: readonly (readonly Tile[])[];
}

const slug = (words: string): string =>
  words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
const list = (metrics: Metric | readonly Metric[]): readonly Metric[] => ('kind' in metrics ? [metrics] : metrics);
const names = (metrics: readonly Metric[]): string => metrics.map((m) => m.name).join('-');
const titles = (metrics: readonly Metric[]): string => metrics.map((m) => m.title).join(', ');

/** One figure with its change and its goal. */
export const kpi = (metric: Metric, o: { against?: Against; title?: string } = {}): Tile => ({
  id: slug(`kpi-${metric.name}`),
  title: o.title ?? metric.title,
  tile: 'kpi',
  metrics: [metric],
  against: o.against ?? 'period before',
});

/** Figures over time; one line per metric, or per value of `by`. */
export const line = (
  metrics: Metric | readonly Metric[],
  o: { over: Column<'period' | 'date'>; by?: Column<Categorical>; periods?: number; lastYear?: boolean; title?: string },
): Tile => ({
  id: slug(`line-${names(list(metrics))}-${o.by?.name ?? ''}`),
  title: o.title ?? `${titles(list(metrics))} by ${(o.over.label ?? o.over.name).toLowerCase()}`,
  tile: 'line',
  metrics: list(metrics),
  over: o.over as unknown as Column,
  ...(o.by ? { by: o.by as unknown as Column } : {}),
  periods: o.periods ?? 12,
  lastYear: o.lastYear ?? false,
});

const byTile =
  (tile: 'bar' | 'table') =>
  (metrics: Metric | readonly Metric[], o: { by: Column<Categorical>; top?: number; title?: string }): Tile => ({
    id: slug(`${tile}-${names(list(metrics))}-${o.by.name}`),
    title: o.title ?? `${titles(list(metrics))} by ${(o.by.label ?? o.by.name).toLowerCase()}`,
    tile,
    metrics: list(metrics),
    by: o.by as unknown as Column,
    ...(o.top === undefined ? {} : { top: o.top }),
  });

/** Figures compared between the values of a column, sorted by size. */
export const bar = byTile('bar');
/** Figures as rows, one per value of a column, with their total. */
export const table = byTile('table');

/** Parts of a whole: one bar per value of `by`, split by `stack` (up to five parts read well). */
export const stackedBar = (
  metric: Metric,
  o: { by: Column<Categorical>; stack: Column<Categorical>; periods?: number; title?: string },
): Tile => ({
  id: slug(`stacked-${metric.name}-${o.by.name}-${o.stack.name}`),
  title: o.title ?? `${metric.title} by ${o.by.label ?? o.by.name} and ${o.stack.label ?? o.stack.name}`,
  tile: 'stacked-bar',
  metrics: [metric],
  by: o.by as unknown as Column,
  stack: o.stack as unknown as Column,
  periods: o.periods ?? 12,
});

/** A financial statement: accounts in sections with running subtotals; actual, budget, variance, last year, year to date. */
export const statement = (
  title: string,
  o: { actual: Metric; budget: Metric; section: Column<Categorical>; by: Column<Categorical>; lines: readonly StatementLine[] },
): Tile => ({
  ...o,
  id: slug(`statement-${title}`),
  title,
  tile: 'statement',
  section: o.section as unknown as Column,
  by: o.by as unknown as Column,
});

/** A page of tiles, laid out in rows, under one bar of filters. */
export const dashboard = (
  title: string,
  o: { describe?: string; period?: Column<'period'>; filters?: readonly Column<Categorical>[]; rows: readonly (readonly Tile[])[] },
): Dashboard => ({ ...o, id: slug(title), title, filters: (o.filters ?? []) as unknown as readonly Column[] });
