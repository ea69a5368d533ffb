import type { Filters, MetricQuery, Order, ResultColumn } from '#core/contract';
import { type Metric, type ModuleSpec, quoteName, type RelationSpec } from '#core/kit';
import type { Parameter } from '#data/warehouse';
import { aggregate, type Part, type TableOf } from './aggregate.js';
import { Bindings } from './conditions.js';
import { type Dimension, dimensionOf, type Relations } from './dimensions.js';
import { unknownMetric, unknownOrder } from './errors.js';
import { collectLeaves, expressionSql, isCounting, type Leaf } from './leaves.js';
import { dimensionColumn, metricColumn } from './result-columns.js';

/** A statement with its values apart, and what its columns are. */
export interface Compiled {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  readonly columns: readonly ResultColumn[];
  /** One row more than this is asked for, to see whether there are more. */
  readonly limit: number;
}

/** The declarations that a question is read against. */
export interface Vocabulary {
  readonly module: ModuleSpec;
  readonly relations: Relations;
  readonly tableOf: TableOf;
}

const DEFAULT_LIMIT = 10_000;

/**
 * The SQL of a metric query. Pure: the same question gives the same text. Each relation is added up on its own and the
 * results are put side by side, so that a figure does not depend on what it is asked together with.
 * Groups in which every figure is empty are left out. Throws a Problem for anything that is not declared.
 */
export function compile(vocabulary: Vocabulary, query: MetricQuery): Compiled {
  const metrics = query.metrics.map((name) => metricOf(vocabulary.module, name));
  const bindings = new Bindings();
  const leaves = collectLeaves(metrics);
  const scopes = relationsOf(vocabulary, metrics).map((relation, i) => scopeOf(vocabulary, query, metrics, relation, `r${i}`));
  const parts = scopes.flatMap((scope) => aggregate({ ...scope, bindings, leaves: leavesOfRelation(leaves, scope.relation) }));
  const by = scopes[0]?.by ?? [];
  const columns = [...by.map(dimensionColumn), ...metrics.map(metricColumn)];
  const limit = query.limit ?? DEFAULT_LIMIT;
  const dimensions = by.map((_, i) => `d${i}`);
  const figures = metrics.map((metric) => `${expressionSql(metric.expression, leaves).sql} as ${quoteName(metric.name)}`);
  const sql = [
    `with ${parts.flatMap((part) => part.subqueries).join(',\n')}`,
    `select ${[...dimensions, ...figures].join(', ')} from ${sideBySide(parts, dimensions, leaves)}`,
    dimensions.length > 0 ? `where ${anyFigure(leaves)}` : '',
    orderSql(query.order ?? [], columns, dimensions.keys()),
    `limit ${limit + 1}`,
  ];
  return { sql: sql.filter((line) => line !== '').join('\n'), parameters: bindings.values, columns, limit };
}

export function metricOf(module: ModuleSpec, name: string): Metric {
  const metric = module.metrics.find((m) => m.name === name);
  if (metric) return metric;
  throw unknownMetric(
    module.id,
    name,
    module.metrics.map((m) => m.name),
  );
}

/** The filters of a question as one relation understands them. */
export const filtersOf = (relations: Relations, relation: RelationSpec, metric: string, where: Filters | undefined) =>
  Object.entries(where ?? {}).map(([name, filter]) => ({ dimension: dimensionOf(relations, relation, metric, name), filter }));

function relationsOf({ relations }: Vocabulary, metrics: readonly Metric[]): RelationSpec[] {
  return [...new Set(metrics.map((m) => m.relation))].map((name) => relations.get(name) as RelationSpec);
}

function scopeOf({ relations, tableOf }: Vocabulary, query: MetricQuery, metrics: readonly Metric[], relation: RelationSpec, id: string) {
  const metric = metrics.find((m) => m.relation === relation.name)?.name ?? '';
  const by: Dimension[] = (query.by ?? []).map((name) => dimensionOf(relations, relation, metric, name));
  return { id, relation, relations, tableOf, by, filters: filtersOf(relations, relation, metric, query.where) };
}

const leavesOfRelation = (leaves: ReadonlyMap<string, Leaf>, relation: RelationSpec): Leaf[] =>
  [...leaves.values()].filter(({ leaf }) => leaf.column.relation === relation.name);

/** Parts have one row per group each; side by side they have one row per group of any of them. */
function sideBySide(parts: readonly Part[], dimensions: readonly string[], leaves: ReadonlyMap<string, Leaf>): string {
  if (parts.length === 1) return parts[0]?.name ?? '';
  const figures = [...leaves.values()].map(({ id }) => `any_value(${id}) as ${id}`);
  const all = parts.map(({ name }) => `select * from ${name}`).join(' union all by name ');
  const group = dimensions.length > 0 ? ` group by ${dimensions.join(', ')}` : '';
  return `(select ${[...dimensions, ...figures].join(', ')} from (${all})${group})`;
}

const anyFigure = (leaves: ReadonlyMap<string, Leaf>): string =>
  [...leaves.values()].map(({ id, leaf }) => (isCounting(leaf) ? `${id} > 0` : `${id} is not null`)).join(' or ');

/**
 * Sorted as asked, then by the columns at `tie` and those named in `names`, so that the same question gives the same order.
 * Empty values come last.
 */
export function orderSql(
  order: readonly Order[],
  columns: readonly ResultColumn[],
  tie: Iterable<number>,
  names: readonly string[] = [],
): string {
  const asked = order.map(({ by, direction }) => ({ index: indexOf(by, columns), direction }));
  const rest = [...tie].map((index) => ({ index, direction: 'asc' as const }));
  const terms = [...asked, ...rest.filter(({ index }) => !asked.some((a) => a.index === index))];
  const listed = terms.map(({ index, direction }) => `${index + 1} ${direction === 'desc' ? 'desc' : 'asc'} nulls last`);
  const all = [...listed, ...names.map((name) => `${quoteName(name)} nulls last`)];
  return all.length > 0 ? `order by ${all.join(', ')}` : '';
}

function indexOf(name: string, columns: readonly ResultColumn[]): number {
  const known = columns.map((c) => c.name);
  if (!known.includes(name)) throw unknownOrder(name, known);
  return known.indexOf(name);
}
