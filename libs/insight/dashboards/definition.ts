import type { Column, Expression, Metric, ModuleSpec, RelationSpec } from '#core/kit';

/** What definitions are told from: the module's metrics and relations. */
export interface Vocabulary {
  readonly module: ModuleSpec;
  readonly relations: Map<string, RelationSpec>;
}

const VERBS = {
  sum: 'Sum of',
  count: 'Number of rows with',
  distinct: 'Number of different values of',
  min: 'Smallest',
  max: 'Largest',
  last: 'Last',
} as const;
const JOINTS = { plus: 'plus', minus: 'less', ratio: 'divided by' } as const;

/**
 * How a metric is computed, in words derived from its expression, so that the words cannot differ from the figure:
 * 'Sum of Amount of Ledger by month where Category is Revenue, sign turned'. Parts that are metrics go by their title.
 */
export function definitionOf(metric: Metric, vocabulary: Vocabulary): string {
  const named = new Map<Expression, string>(
    vocabulary.module.metrics.filter((m) => m.expression !== metric.expression).map((m) => [m.expression, m.title]),
  );
  return phrase(metric.expression, named, vocabulary, true);
}

function phrase(expression: Expression, named: Map<Expression, string>, vocabulary: Vocabulary, outermost: boolean): string {
  const title = named.get(expression);
  if (title !== undefined) return title;
  if (!('left' in expression)) return leafPhrase(expression, vocabulary);
  const { left, right } = expression;
  const words = `${phrase(left, named, vocabulary, false)} ${JOINTS[expression.op]} ${phrase(right, named, vocabulary, false)}`;
  return outermost ? words : `(${words})`;
}

type Leaf = Exclude<Expression, { left: Expression }>;

function leafPhrase(leaf: Leaf, vocabulary: Vocabulary): string {
  const relation = vocabulary.relations.get(leaf.column.relation);
  const conditions = leaf.where.map((c) => `${titleOf(c.column)} is ${alternatives(c.values)}`);
  return [
    `${VERBS[leaf.op]} ${titleOf(leaf.column)} of ${relation?.title ?? leaf.column.relation}`,
    leaf.over ? ` by ${titleOf(leaf.over)}` : '',
    conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '',
    leaf.sign === -1 ? ', sign turned' : '',
  ].join('');
}

function alternatives(values: readonly string[]): string {
  if (values.length < 2) return values.join('');
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

/** What people call a column: its label, or its name with spaces and a capital. */
export function titleOf(column: Pick<Column, 'label' | 'name'>): string {
  if (column.label !== undefined) return column.label;
  const spaced = column.name.replaceAll('_', ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}

/** Whether figures of parts add up to the figure of the whole, so that a rest can be shown as 'Other'. */
export function isAdditive(expression: Expression): boolean {
  if ('left' in expression) return expression.op !== 'ratio' && isAdditive(expression.left) && isAdditive(expression.right);
  return expression.op === 'sum' || expression.op === 'count';
}
