import type { ColumnDrill, Filters, ResultColumn } from '#core/contract';
import type { Expression, Metric } from '#core/kit';
import type { View } from './view.js';

type Relations = View['relations'];
type Leaf = Exclude<Expression, { left: Expression }>;

/** Whether the rows behind the figures of a metric can be listed: sums whose columns are a fact's, or drill to one. */
export function isDrillable(metric: Metric, relations: Relations): boolean {
  return leavesOf(metric.expression).every((leaf) => {
    const relation = relations.get(leaf.column.relation);
    return leaf.op === 'sum' && relation !== undefined && (relation.kind === 'fact' || leaf.column.name in relation.drill);
  });
}

/** A column of a metric's figures that says what its figures drill to; `where` replaces conditions of the tile. */
export function withDrill(column: ResultColumn, metric: Metric, view: Pick<View, 'relations'>, where?: Filters): ResultColumn {
  const { drill: _previous, ...plain } = column;
  if (!isDrillable(metric, view.relations)) return plain;
  const drill: ColumnDrill = { metric: metric.name, ...(where ? { where } : {}) };
  return { ...plain, drill };
}

/** A column derived from figures that no rows stand behind: a change, a rest. */
export function withoutDrill(column: ResultColumn): ResultColumn {
  const { drill: _none, ...plain } = column;
  return plain;
}

function leavesOf(expression: Expression): Leaf[] {
  return 'left' in expression ? [...leavesOf(expression.left), ...leavesOf(expression.right)] : [expression];
}
