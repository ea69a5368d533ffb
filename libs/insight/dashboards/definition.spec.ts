import { count, countDistinct, is, last, max, metric, minus, model, money, period, plus, ratio, sql, sum, text } from '#core/kit';
import { Registry } from '#platform/registry';
import { shop } from '../../../test/support/shop-module.js';
import { definitionOf, isAdditive } from './definition.js';
import { withDrill } from './drill.js';

const registry = new Registry([shop]);
const vocabulary = { module: shop, relations: registry.relations('shop') };
const named = (name: string) => registry.metric('shop', name)!;

const stock = model('stock', {
  title: 'Stock',
  kind: 'summary',
  grain: ['month', 'item'],
  columns: { month: period(), item: text(), held_value: money('USD') },
  sql: sql`select 1`,
});

describe('the definition of a metric', () => {
  it('is told from its expression: what is added up, of what, under which condition, with which sign', () => {
    expect(definitionOf(named('revenue'), vocabulary)).toBe('Sum of Amount of Ledger by month where Category is Revenue, sign turned');
    expect(definitionOf(named('result'), vocabulary)).toBe('Sum of Amount of Ledger by month, sign turned');
  });

  it('calls parts that are metrics by their title', () => {
    expect(definitionOf(named('margin'), vocabulary)).toBe('Revenue less Direct cost');
    expect(definitionOf(named('margin_percent'), vocabulary)).toBe('Margin divided by Revenue');
  });

  it('has words for every kind of expression', () => {
    const of = (formula: Parameters<typeof metric>[1]) => definitionOf(metric('x', formula, { title: 'X' }), vocabulary);
    expect(of(last(stock.held_value, { over: stock.month }))).toBe('Last Held value of stock by Month');
    expect(of(count(stock.item, { where: [is(stock.item, 'a', 'b', 'c')] }))).toBe(
      'Number of rows with Item of stock where Item is a, b or c',
    );
    expect(of(countDistinct(stock.item))).toBe('Number of different values of Item of stock');
    expect(of(ratio(plus(max(stock.held_value), max(stock.held_value)), count(stock.item)))).toBe(
      '(Largest Held value of stock plus Largest Held value of stock) divided by Number of rows with Item of stock',
    );
  });
});

describe('what can be done with a metric', () => {
  it('adds up when it is made of sums and counts', () => {
    expect(isAdditive(named('margin').expression)).toBe(true);
    expect(isAdditive(named('margin_percent').expression)).toBe(false);
    expect(isAdditive(minus(sum(stock.held_value), max(stock.held_value)).expression)).toBe(false);
    expect(isAdditive(countDistinct(stock.item).expression)).toBe(false);
  });

  it('drills to rows where rows add up to it, of one fact or of several; a ratio to the figures it divides', () => {
    const column = { name: 'x', title: 'X', kind: 'money' as const, role: 'metric' as const };
    expect(withDrill(column, named('margin'), vocabulary)).toEqual({ ...column, drill: { metric: 'margin' } });
    const mixed = metric('mixed', minus(named('revenue'), named('budget_revenue')), { title: 'Mixed' });
    expect(withDrill(column, mixed, vocabulary)).toEqual({ ...column, drill: { metric: 'mixed' } });
    const where = { branch: ['North'] };
    expect(withDrill(column, named('margin_percent'), vocabulary, where)).toEqual({
      ...column,
      parts: [
        { metric: 'margin', title: 'Margin', where },
        { metric: 'revenue', title: 'Revenue', where },
      ],
    });
    const nameless = metric('y', ratio(max(stock.held_value), count(stock.item)), { title: 'Y' });
    expect(withDrill(column, nameless, vocabulary)).toEqual(column);
  });

  it('puts the drill on the column, and takes one off that does not hold', () => {
    const column = { name: 'x', title: 'X', kind: 'money' as const, role: 'metric' as const, drill: { metric: 'other' } };
    expect(withDrill(column, named('revenue'), vocabulary, { period: ['2026-01'] }).drill).toEqual({
      metric: 'revenue',
      where: { period: ['2026-01'] },
    });
    expect(withDrill(column, metric('x', sum(stock.held_value), { title: 'X' }), vocabulary)).not.toHaveProperty('drill');
  });
});
