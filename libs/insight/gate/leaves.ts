import { stableJson } from '#core/kernel';
import type { Expression, Metric } from '#core/kit';
import { decimalType } from '#data/warehouse';

export type LeafExpression = Exclude<Expression, { left: Expression }>;

/** A leaf of the asked metrics, under the name that its aggregate has in the statement. */
export interface Leaf {
  readonly id: string;
  readonly leaf: LeafExpression;
}

export const leavesOf = (expression: Expression): LeafExpression[] =>
  'left' in expression ? [...leavesOf(expression.left), ...leavesOf(expression.right)] : [expression];

/** Equal leaves are one: revenue stands in margin, in its ratio and in itself, and is added up once. */
export const leafKey = ({ op, column, where, over }: LeafExpression): string =>
  stableJson([
    op,
    column.relation,
    column.name,
    where.map((c) => [c.column.relation, c.column.name, [...c.values].sort()]),
    over?.name ?? null,
  ]);

/** Equal for expressions that compute the same in the same way, whatever they are named. */
export const expressionKey = (e: Expression): string =>
  stableJson('left' in e ? [e.op, expressionKey(e.left), expressionKey(e.right)] : [leafKey(e), e.sign]);

/** The different leaves of the metrics, by key, in order of first use. */
export function collectLeaves(metrics: readonly Metric[]): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  for (const leaf of metrics.flatMap((metric) => leavesOf(metric.expression))) {
    const key = leafKey(leaf);
    if (!leaves.has(key)) leaves.set(key, { id: `m${leaves.size}`, leaf });
  }
  return leaves;
}

export const isCounting = (leaf: LeafExpression): boolean => leaf.op === 'count' || leaf.op === 'distinct';

/** The exact type of a leaf's figure. A sum left as wide as the engine makes it would cost twelve times as much. */
export function leafType(leaf: LeafExpression): string {
  if (isCounting(leaf) || leaf.column.kind === 'integer') return 'BIGINT';
  return decimalType(leaf.column.places ?? 0);
}

interface Figure {
  readonly sql: string;
  readonly places: number;
}

/** A metric's expression over its leaves' aggregates, as exact SQL. */
export function expressionSql(expression: Expression, leaves: ReadonlyMap<string, Leaf>): Figure {
  if (!('left' in expression)) return leafSql(expression, leaves);
  const left = expressionSql(expression.left, leaves);
  const right = expressionSql(expression.right, leaves);
  if (expression.op === 'ratio') return ratioSql(left, right);
  const places = Math.max(left.places, right.places);
  const sign = expression.op === 'plus' ? '+' : '-';
  const type = places === 0 ? 'BIGINT' : decimalType(places);
  return {
    sql: `case when ${left.sql} is null and ${right.sql} is null then null else (${orZero(left)} ${sign} ${orZero(right)})::${type} end`,
    places,
  };
}

/** A part without rows counts as nothing where the other part has some. */
const orZero = ({ sql }: Figure): string => `coalesce(${sql}, 0)`;

function leafSql(leaf: LeafExpression, leaves: ReadonlyMap<string, Leaf>): Figure {
  const id = leaves.get(leafKey(leaf))?.id ?? '';
  const figure = isCounting(leaf) ? `coalesce(${id}, 0)` : id;
  return { sql: leaf.sign === -1 ? `(-${figure})` : figure, places: isCounting(leaf) ? 0 : (leaf.column.places ?? 0) };
}

const RATIO_PLACES = 6;

/** Divides on whole units, halves away from zero, so that the digits do not depend on binary fractions. Null for a zero divisor. */
function ratioSql(left: Figure, right: Figure): Figure {
  const shift = RATIO_PLACES + right.places - left.places;
  const n = `(${unitsSql(left)} * ${10n ** BigInt(Math.max(shift, 0))}::HUGEINT)`;
  const d = `(${unitsSql(right)} * ${10n ** BigInt(Math.max(-shift, 0))}::HUGEINT)`;
  const rounded = `((2 * abs(${n}) + abs(${d})) // (2 * abs(${d})))`;
  const quotient = `case when sign(${n}) = sign(${d}) then ${rounded} else -${rounded} end`;
  const exact = `(${quotient})::DECIMAL(31,0) * 0.000001::DECIMAL(7,6)`;
  return { sql: `case when ${right.sql} is null or ${right.sql} = 0 then null else ${exact} end`, places: RATIO_PLACES };
}

/** The figure counted in units of its last place: its digits without the point. */
const unitsSql = (figure: Figure): string => `replace((${orZero(figure)})::VARCHAR, '.', '')::HUGEINT`;
