import type { Expression, Metric, RelationSpec } from '#core/kit';
import { dimensionOfColumn, type Relations } from './dimensions.js';
import { noRowsBehind } from './errors.js';
import { expressionKey, type LeafExpression, leafKey, leavesOf } from './leaves.js';

/** A part of a linear metric: how often it counts, and the fact column whose rows add up to it. */
export interface Term {
  readonly coefficient: 1 | -1;
  readonly leaf: LeafExpression;
  readonly fact: RelationSpec;
  readonly column: string;
  /**
   * Of a level: a summary's is what everything up to its last period adds up to, a fact's own is the rows of that period.
   */
  readonly level?: 'until' | 'in';
}

/** The parts of a metric as rows of facts; or, in words, why no rows add up to it. */
export function termsOf(relations: Relations, expression: Expression, coefficient: 1 | -1 = 1): Term[] | string {
  if (!('left' in expression)) return termOf(relations, expression, coefficient);
  const { op, left, right } = expression;
  if (op === 'ratio') return 'it is a ratio';
  const ofLeft = termsOf(relations, left, coefficient);
  const ofRight = termsOf(relations, right, op === 'minus' ? (-coefficient as 1 | -1) : coefficient);
  if (typeof ofLeft === 'string') return ofLeft;
  return typeof ofRight === 'string' ? ofRight : [...ofLeft, ...ofRight];
}

/** Whether the rows behind a metric can be listed. */
export const hasRows = (relations: Relations, metric: Metric): boolean => typeof termsOf(relations, metric.expression) !== 'string';

/** The metric that computes an expression, whatever it is named. */
export function metricFor(metrics: readonly Metric[], expression: Expression): Metric | undefined {
  const key = expressionKey(expression);
  return metrics.find((metric) => expressionKey(metric.expression) === key);
}

/** The named metrics that a ratio divides, as far as they have rows: what can be looked at in place of its own. */
export function partsOfRatio(metrics: readonly Metric[], relations: Relations, { expression }: Metric): Metric[] {
  if (!('left' in expression) || expression.op !== 'ratio') return [];
  const parts = [expression.left, expression.right].flatMap((side) => metricFor(metrics, side) ?? []);
  return parts.filter((part) => hasRows(relations, part));
}

/** Why a metric has no rows, with the metrics that it is made of and whose rows can be listed. */
export function withoutRows(metrics: readonly Metric[], relations: Relations, metric: Metric, reason: string): Error {
  const parts = new Set(leavesOf(metric.expression).map(leafKey));
  const isPart = ({ expression }: Metric) => leavesOf(expression).every((leaf) => parts.has(leafKey(leaf)));
  const instead = metrics.filter((other) => other !== metric && isPart(other) && hasRows(relations, other));
  return noRowsBehind(
    metric.name,
    reason,
    instead.map((m) => m.name),
  );
}

function termOf(relations: Relations, leaf: LeafExpression, coefficient: 1 | -1): Term[] | string {
  const relation = relations.get(leaf.column.relation);
  const turned = { coefficient: (coefficient * leaf.sign) as 1 | -1, leaf };
  if (relation?.kind === 'fact') {
    if (leaf.op === 'last') return [{ ...turned, fact: relation, column: leaf.column.name, level: 'in' }];
    if (leaf.op === 'sum' || leaf.op === 'count') return [{ ...turned, fact: relation, column: leaf.column.name }];
    return `no rows add up to it: it is '${leaf.op}'`;
  }
  if (leaf.op !== 'sum' && leaf.op !== 'last') return `no rows add up to it: it is '${leaf.op}'`;
  const target = relation?.drill[leaf.column.name];
  const fact = target && relations.get(target.relation);
  if (!relation || !fact) return `${leaf.column.relation}.${leaf.column.name} does not say which rows it adds up`;
  if (leaf.op === 'sum') return [{ ...turned, fact, column: target.name }];
  const fault = levelFault(relations, relation, leaf, fact);
  return fault ?? [{ ...turned, fact, column: target.name, level: 'until' }];
}

/** What stands in the way of telling, of each row of the fact, whether it came before the end of the last period. */
function levelFault(relations: Relations, relation: RelationSpec, leaf: LeafExpression, fact: RelationSpec): string | undefined {
  const over = leaf.over?.name ?? '';
  if (!(over in fact.fields)) return `${fact.title} have no ${over}`;
  const isTimed = leaf.where.some(({ column }) => dimensionOfColumn(relations, relation, column).key === over);
  return isTimed ? `it only counts in some of the periods that it is the last of` : undefined;
}
