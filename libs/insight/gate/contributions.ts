import type { Filter, RowsQuery } from '#core/contract';
import type { Condition, Metric, RelationSpec } from '#core/kit';
import { waysTo } from '#platform/registry';
import { lastPeriodSql, rowCondition } from './aggregate.js';
import { filtersOf, type Vocabulary } from './compile.js';
import type { Bindings } from './conditions.js';
import { column, type Dimension, dimensionOf, dimensionOfColumn } from './dimensions.js';
import type { Term } from './terms.js';

/** What is asked of one fact: its terms, and the question that they answer. */
export interface FactScope {
  readonly vocabulary: Vocabulary;
  readonly metric: Metric;
  readonly fact: RelationSpec;
  readonly terms: readonly Term[];
  readonly query: RowsQuery;
  readonly bindings: Bindings;
}

/** A filter of the question: as the metric's own relation understands it, and as the fact does. */
interface FactFilter {
  readonly asked: Dimension;
  readonly dimension: Dimension;
  readonly filter: Filter;
}

/** The rows `t` of a fact that count in any of its terms, with what they contribute to the figure. */
export function contributionsSql(scope: FactScope, select: readonly string[], type: string): string {
  const { vocabulary, fact, terms } = scope;
  const filters = filtersOnFact(scope);
  const common = filters.filter((filter) => terms.every((term) => !isReplaced(filter, term)));
  const others = filters.filter((filter) => !common.includes(filter));
  const held = terms.map((term) => holds(scope, term, others));
  const amounts = terms.map(({ coefficient, leaf, column: name }, i) => {
    const amount = leaf.op === 'count' ? '1' : column('t', name);
    return `case when ${held[i]} then ${coefficient === -1 ? '-' : ''}${amount} else 0 end`;
  });
  const contribution = `(${amounts.join(' + ')})::${type} as contribution`;
  const where = [...common.map((filter) => filterSql(scope, filter)), `(${held.join(' or ')})`].join(' and ');
  return `select ${[...select, contribution].join(', ')} from ${vocabulary.tableOf(fact)} t where ${where}`;
}

/** When a row counts in a term: it has an amount, the conditions of the leaf hold for it, and it is of the time that counts. */
function holds(scope: FactScope, term: Term, filters: readonly FactFilter[]): string {
  const { vocabulary, bindings } = scope;
  const conditions = term.leaf.where.map((condition) => {
    const dimension = onFact(scope, condition, term.leaf.column.relation);
    return rowCondition(dimension, [...condition.values], bindings, vocabulary.tableOf);
  });
  const chosen = filters.filter((filter) => !isReplaced(filter, term)).map((filter) => filterSql(scope, filter));
  return `(${[`${column('t', term.column)} is not null`, ...conditions, ...chosen, ...inTime(scope, term)].join(' and ')})`;
}

/** A level counts everything until its last period, whatever the question says of time: that only decides which one is the last. */
const isReplaced = ({ asked }: FactFilter, { level, leaf }: Term): boolean => level === 'until' && asked.key === leaf.over?.name;

function inTime({ vocabulary, metric, query, bindings }: FactScope, { level, leaf }: Term): string[] {
  const over = leaf.over?.name;
  const relation = vocabulary.relations.get(leaf.column.relation);
  if (level === undefined || over === undefined || !relation) return [];
  const filters = filtersOf(vocabulary.relations, relation, metric.name, query.where);
  const last = lastPeriodSql({ relation, filters, bindings, tableOf: vocabulary.tableOf }, over);
  return [`${column('t', over)} ${level === 'until' ? '<=' : '='} (${last})`];
}

function filtersOnFact({ vocabulary: { relations }, metric, fact, query }: FactScope): FactFilter[] {
  const relation = relations.get(metric.relation) as RelationSpec;
  return filtersOf(relations, relation, metric.name, query.where).map(({ dimension: asked, filter }) => {
    const exactly = asked.joined ? `${asked.key}.${asked.joined.column}` : asked.key;
    const name = waysTo(relations, fact, exactly).length > 0 ? exactly : asked.name;
    return { asked, filter, dimension: dimensionOf(relations, fact, metric.name, name) };
  });
}

const filterSql = ({ bindings, vocabulary }: FactScope, { dimension, filter }: FactFilter): string =>
  rowCondition(dimension, filter, bindings, vocabulary.tableOf);

/** A summary's own column is looked for under its name in the fact; a dimension's is reached by the fact's own reference. */
function onFact({ vocabulary: { relations }, metric, fact }: FactScope, { column: named }: Condition, summary: string): Dimension {
  const bySummary = named.relation === summary && summary !== fact.name;
  return bySummary ? dimensionOf(relations, fact, metric.name, named.name) : dimensionOfColumn(relations, fact, named);
}
