import type { Order, ResultColumn, RowsQuery } from '#core/contract';
import { formatDecimal } from '#core/kernel';
import type { Condition, Expression, Metric, RelationSpec } from '#core/kit';
import { decimalType, type Parameter } from '#data/warehouse';
import { rowCondition } from './aggregate.js';
import { filtersOf, metricOf, orderSql, type Vocabulary } from './compile.js';
import { Bindings } from './conditions.js';
import { column, type Dimension, dimensionOf, dimensionOfColumn } from './dimensions.js';
import { noRowsBehind } from './errors.js';
import { type LeafExpression, leafKey, leavesOf } from './leaves.js';
import { fieldColumn, metricColumn } from './result-columns.js';

interface Statement {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** The statements that list the rows behind a figure and add them up. */
export interface CompiledRows {
  readonly title: string;
  /** The fact's columns, then `contribution`. */
  readonly columns: ResultColumn[];
  /** Nothing, with the places of the metric. */
  readonly zero: string;
  page(order: readonly Order[], limit: number, offset: number): Statement;
  /** One row: how many rows, and the sum of their contributions. */
  readonly totals: Statement;
}

/** A leaf of a linear metric: how often it counts, and the fact column whose rows add up to it. */
interface Term {
  readonly coefficient: 1 | -1;
  readonly leaf: LeafExpression;
  readonly fact: RelationSpec;
  readonly column: string;
}

/**
 * The rows behind a figure. Only a metric that adds and subtracts sums has such rows: each then contributes a fixed
 * amount. All its parts must stand in one fact; otherwise the Problem names the metrics to look at instead.
 */
export function compileRows(vocabulary: Vocabulary, query: RowsQuery): CompiledRows {
  const metric = metricOf(vocabulary.module, query.metric);
  const terms = termsOf(vocabulary, metric, metric.expression, 1);
  const fact = theFact(vocabulary, metric, terms);
  const own = Object.entries(fact.fields).map(([name, field]) => fieldColumn(name, field));
  const columns = [...own, { ...metricColumn(metric), name: 'contribution' }];
  const statement = (select: string, tail: string): Statement => {
    const bindings = new Bindings();
    const sql = `select ${select} from (${rowsSql({ vocabulary, metric, fact, terms, query, bindings })}) ${tail}`;
    return { sql, parameters: bindings.values };
  };
  const tie = fact.grain.map((name) => columns.findIndex((c) => c.name === name));
  return {
    title: `${metric.title}: ${fact.title}`,
    columns,
    zero: formatDecimal(0n, metric.places),
    page: (order, limit, offset) => statement('*', `${orderSql(order, columns, tie)} limit ${limit} offset ${offset}`),
    totals: statement(`count(*), sum(contribution)::${contributionType(metric)}`, ''),
  };
}

function termsOf(vocabulary: Vocabulary, metric: Metric, expression: Expression, coefficient: 1 | -1): Term[] {
  if (!('left' in expression)) return [termOf(vocabulary, metric, expression, coefficient)];
  const { op, left, right } = expression;
  if (op === 'ratio') throw cannot(vocabulary, metric, 'it is a ratio');
  const ofRight = op === 'minus' ? (-coefficient as 1 | -1) : coefficient;
  return [...termsOf(vocabulary, metric, left, coefficient), ...termsOf(vocabulary, metric, right, ofRight)];
}

function termOf(vocabulary: Vocabulary, metric: Metric, leaf: LeafExpression, coefficient: 1 | -1): Term {
  const relation = vocabulary.relations.get(leaf.column.relation) as RelationSpec;
  const turned = (coefficient * leaf.sign) as 1 | -1;
  const isFact = relation.kind === 'fact';
  if (leaf.op !== 'sum' && !(leaf.op === 'count' && isFact)) throw cannot(vocabulary, metric, `it is no sum but '${leaf.op}'`);
  if (isFact) return { coefficient: turned, leaf, fact: relation, column: leaf.column.name };
  const target = relation.drill[leaf.column.name];
  const fact = target && vocabulary.relations.get(target.relation);
  if (!fact) throw cannot(vocabulary, metric, `${relation.name}.${leaf.column.name} does not say which rows it adds up`);
  return { coefficient: turned, leaf, fact, column: target.name };
}

function theFact(vocabulary: Vocabulary, metric: Metric, terms: readonly Term[]): RelationSpec {
  const facts = [...new Set(terms.map((term) => term.fact))];
  const [fact] = facts;
  if (!fact || facts.length > 1) throw cannot(vocabulary, metric, `its parts stand in ${facts.map((f) => f.title).join(' and ')}`);
  return fact;
}

/** Names the metrics that this one is made of and whose rows can be listed. */
function cannot(vocabulary: Vocabulary, metric: Metric, reason: string): Error {
  const parts = new Set(leavesOf(metric.expression).map(leafKey));
  const instead = vocabulary.module.metrics.filter((other) => other !== metric && isPartOf(parts, other) && hasRows(vocabulary, other));
  return noRowsBehind(
    metric.name,
    reason,
    instead.map((m) => m.name),
  );
}

const isPartOf = (parts: ReadonlySet<string>, { expression }: Metric): boolean =>
  leavesOf(expression).every((leaf) => parts.has(leafKey(leaf)));

/** Whether the rows behind a metric can be listed. */
function hasRows(vocabulary: Vocabulary, metric: Metric): boolean {
  const facts = new Set<string | undefined>();
  const walk = (e: Expression): boolean => {
    if ('left' in e) return e.op !== 'ratio' && walk(e.left) && walk(e.right);
    const relation = vocabulary.relations.get(e.column.relation);
    facts.add(relation?.kind === 'fact' ? relation.name : relation?.drill[e.column.name]?.relation);
    return e.op === 'sum';
  };
  return walk(metric.expression) && facts.size === 1 && !facts.has(undefined);
}

interface RowsScope {
  readonly vocabulary: Vocabulary;
  readonly metric: Metric;
  readonly fact: RelationSpec;
  readonly terms: readonly Term[];
  readonly query: RowsQuery;
  readonly bindings: Bindings;
}

function rowsSql(scope: RowsScope): string {
  const { vocabulary, metric, fact, terms, query, bindings } = scope;
  const { relations, tableOf } = vocabulary;
  const filters = filtersOf(relations, fact, metric.name, query.where).map(({ dimension, filter }) =>
    rowCondition(dimension, filter, bindings, tableOf),
  );
  const held = terms.map((term) => holds(scope, term));
  const amounts = terms.map(({ coefficient, leaf, column: name }, i) => {
    const amount = leaf.op === 'count' ? '1' : column('t', name);
    return `case when ${held[i]} then ${coefficient === -1 ? '-' : ''}${amount} else 0 end`;
  });
  const fields = Object.keys(fact.fields).map((name) => column('t', name));
  const contribution = `(${amounts.join(' + ')})::${contributionType(metric)} as contribution`;
  const where = [...filters, `(${held.join(' or ')})`].join(' and ');
  return `select ${[...fields, contribution].join(', ')} from ${tableOf(fact)} t where ${where}`;
}

/** When a row counts in a term: it has an amount, and the conditions of the leaf hold for it. */
function holds({ vocabulary, metric, fact, bindings }: RowsScope, term: Term): string {
  const conditions = term.leaf.where.map((condition) => {
    const dimension = onFact(vocabulary, metric, fact, condition, term.leaf.column.relation);
    return rowCondition(dimension, [...condition.values], bindings, vocabulary.tableOf);
  });
  return `(${[`${column('t', term.column)} is not null`, ...conditions].join(' and ')})`;
}

/** A summary's own column is looked for under its name in the fact; a dimension's is reached by the fact's own reference. */
function onFact({ relations }: Vocabulary, metric: Metric, fact: RelationSpec, { column: named }: Condition, summary: string): Dimension {
  const bySummary = named.relation === summary && summary !== fact.name;
  return bySummary ? dimensionOf(relations, fact, metric.name, named.name) : dimensionOfColumn(relations, fact, named);
}

const contributionType = (metric: Metric): string => (metric.result === 'integer' ? 'BIGINT' : decimalType(metric.places));
