import type { ColumnDrill, Filters, ResultColumn } from '#core/contract';
import type { Expression, Metric } from '#core/kit';
import type { View } from './view.js';

type Relations = View['relations'];
type Leaf = Exclude<Expression, { left: Expression }>;

/**
 * Whether the gate can list the rows behind the figures of a metric: it adds and subtracts sums that all come from the rows
 * of one fact. A share has no rows of its own, and neither has a level or a number of different values.
 */
export function isDrillable(metric: Metric, relations: Relations): boolean {
  const facts = leavesOf(metric.expression).map((leaf) => leaf && factOf(leaf, relations));
  return facts.every((fact) => fact !== undefined && fact === facts[0]);
}

/** The fact whose rows a part adds up; undefined when it adds up no rows. */
function factOf({ op, column }: Leaf, relations: Relations): string | undefined {
  const relation = relations.get(column.relation);
  if (relation?.kind === 'fact') return op === 'sum' || op === 'count' ? relation.name : undefined;
  return op === 'sum' ? relation?.drill[column.name]?.relation : undefined;
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

/** The parts of an expression; a ratio stands as undefined, for no part of it adds up to it. */
function leavesOf(expression: Expression): (Leaf | undefined)[] {
  if (!('left' in expression)) return [expression];
  return expression.op === 'ratio' ? [undefined] : [...leavesOf(expression.left), ...leavesOf(expression.right)];
}
