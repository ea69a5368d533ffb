import type { Filters, GateResult, MetricQuery, TileResult } from '#core/contract';
import { shiftPeriod } from '#core/kernel';
import type { Column, Metric, ModuleSpec, RelationSpec } from '#core/kit';
import { dimensionName } from '#platform/registry';

/** The fiscal period that is looked at, in the dimension called `name`. */
export interface Moment {
  readonly name: string;
  readonly chosen: string;
  readonly perYear: number;
}

/** What a tile is built from: its module, the conditions in force, and the one way to ask for figures. */
export interface View {
  readonly module: ModuleSpec;
  readonly relations: Map<string, RelationSpec>;
  /** The chosen filters, without the period. */
  readonly where: Filters;
  /** Absent when the dashboard has no period: figures are over everything. */
  readonly moment?: Moment;
  /** The figures of the dashboard's kpi tiles, at most as many as a question takes. */
  readonly kpis: readonly Metric[];
  /** Asks the gate, for one viewer and one load. */
  ask(query: MetricQuery): Promise<GateResult>;
}

/** What each kind of tile computes; the rest of a TileResult is the same for all. */
export type TileBody = Pick<TileResult, 'columns' | 'rows' | 'rest' | 'totals' | 'kpi' | 'statement' | 'summary'>;

/** The conditions in force for the chosen period, or for other periods. */
export function conditions(view: View, periods?: readonly string[]): Filters {
  if (!view.moment) return view.where;
  return { ...view.where, [view.moment.name]: [...(periods ?? [view.moment.chosen])] };
}

/** `count` periods, the chosen one last. */
export function periodsEnding(moment: Moment, count: number): string[] {
  return Array.from({ length: count }, (_, i) => shiftPeriod(moment.chosen, i + 1 - count, moment.perYear));
}

/** The name that a column is asked by when the figures of a metric are grouped or filtered by it. */
export function nameOf({ relations }: Pick<View, 'relations'>, metric: Metric, column: Column): string {
  const relation = relations.get(metric.relation);
  return relation ? dimensionName(relations, relation, column) : column.name;
}
