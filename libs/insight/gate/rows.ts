import type { Order, ResultColumn, RowsQuery } from '#core/contract';
import { formatDecimal } from '#core/kernel';
import { type Metric, quoteName, type RelationSpec } from '#core/kit';
import { decimalType, type Parameter } from '#data/warehouse';
import { metricOf, orderSql, type Vocabulary } from './compile.js';
import { Bindings } from './conditions.js';
import { contributionsSql } from './contributions.js';
import { metricColumn } from './result-columns.js';
import { layoutOf } from './rows-layout.js';
import { type Term, termsOf, withoutRows } from './terms.js';

interface Statement {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** The statements that list the rows behind a figure and add them up. */
export interface CompiledRows {
  readonly title: string;
  /** The facts' columns (of several facts: which one, and the columns that all have), then `contribution`. */
  readonly columns: ResultColumn[];
  /** Nothing, with the places of the metric. */
  readonly zero: string;
  page(order: readonly Order[], limit: number, offset: number): Statement;
  /** One row: how many rows, and the sum of their contributions. */
  readonly totals: Statement;
}

/**
 * The rows behind a figure. Only a metric that adds and subtracts sums, numbers of rows and levels has such rows: each then
 * contributes a fixed amount. For any other the Problem names the metrics to look at instead.
 */
export function compileRows(vocabulary: Vocabulary, query: RowsQuery): CompiledRows {
  const { module, relations } = vocabulary;
  const metric = metricOf(module, query.metric);
  const terms = termsOf(relations, metric.expression);
  if (typeof terms === 'string') throw withoutRows(module.metrics, relations, metric, terms);
  const facts = [...new Set(terms.map((term) => term.fact))];
  const layout = layoutOf(facts);
  const columns = [...layout.columns, { ...metricColumn(metric), name: 'contribution' }];
  const type = metric.result === 'integer' && metric.places === 0 ? 'BIGINT' : decimalType(metric.places);
  const statement = (select: readonly string[], tail: string): Statement => {
    const bindings = new Bindings();
    const parts = facts.map((fact, i) => {
      const scope = { vocabulary, metric, fact, terms: terms.filter((term) => term.fact === fact), query, bindings };
      return contributionsSql(scope, layout.select(i, bindings), type);
    });
    return { sql: `select ${select.join(', ')} from (${parts.join(' union all by name ')}) ${tail}`, parameters: bindings.values };
  };
  const shown = columns.map(({ name }) => quoteName(name));
  return {
    title: titleOf(metric, facts, terms),
    columns,
    zero: formatDecimal(0n, metric.places),
    page: (order, limit, offset) => statement(shown, `${orderSql(order, columns, [], layout.tie)} limit ${limit} offset ${offset}`),
    totals: statement(['count(*)', `sum(contribution)::${type}`], ''),
  };
}

/** 'Cash: Ledger lines up to the end of the period': a level is made of all that happened until then. */
function titleOf(metric: Metric, facts: readonly RelationSpec[], terms: readonly Term[]): string {
  const rows = facts.map((fact) => fact.title).join(' and ');
  return `${metric.title}: ${rows}${terms.some((term) => term.level === 'until') ? ' up to the end of the period' : ''}`;
}
