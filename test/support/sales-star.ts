/** A small star with everything the gate must cope with: two summaries, references to unknown members, empty keys and amounts. */
import {
  choice,
  count,
  countDistinct,
  csv,
  defineModule,
  flag,
  integer,
  is,
  last,
  max,
  may,
  metric,
  min,
  minus,
  model,
  money,
  period,
  plus,
  ratio,
  ref,
  source,
  sql,
  sum,
  text,
} from '#core/kit';

const rows = source('rows', { title: 'Rows', from: csv('rows.csv'), fields: { any: text() } });

export const products = model('products', {
  title: 'Products',
  kind: 'dimension',
  grain: ['product'],
  columns: { product: text(), category: choice(['Toys', 'Tools']), brand: text({ optional: true }), name: text() },
  sql: sql`select * from ${rows}`,
});
export const shops = model('shops', {
  title: 'Shops',
  kind: 'dimension',
  grain: ['shop'],
  columns: { shop: text(), region: text(), name: text(), open: flag() },
  sql: sql`select * from ${rows}`,
});
export const periods = model('periods', {
  title: 'Periods',
  kind: 'dimension',
  grain: ['period'],
  columns: { period: period(), year: integer() },
  sql: sql`select * from ${rows}`,
});
export const lines = model('lines', {
  title: 'Sale lines',
  kind: 'fact',
  grain: ['line'],
  columns: {
    line: integer(),
    period: ref(periods.period),
    product: ref(products.product),
    shop: ref(shops.shop),
    channel: choice(['online', 'counter']),
    amount: money('USD'),
    spent: money('USD', { optional: true }),
    units: integer(),
  },
  sql: sql`select * from ${rows}`,
});
export const sales = model('sales', {
  title: 'Sales by period',
  kind: 'summary',
  grain: ['period', 'product', 'shop', 'channel'],
  columns: {
    period: ref(periods.period),
    product: ref(products.product),
    shop: ref(shops.shop),
    channel: lines.channel,
    amount: money('USD'),
    spent: money('USD', { optional: true }),
    units: integer(),
  },
  sql: sql`select period, product, shop, channel, sum(amount) as amount, sum(spent) as spent, sum(units) as units from ${lines} group by all`,
  drill: { amount: lines.amount, spent: lines.spent, units: lines.units },
});
export const plans = model('plans', {
  title: 'Plans',
  kind: 'fact',
  grain: ['plan'],
  columns: {
    plan: text(),
    period: ref(periods.period),
    product: ref(products.product),
    shop: ref(shops.shop),
    amount: money('USD'),
    units: integer({ label: 'Pieces planned' }),
  },
  sql: sql`select * from ${rows}`,
});
export const outlook = model('outlook', {
  title: 'Sales and plans by period',
  kind: 'summary',
  grain: ['period', 'product', 'shop'],
  columns: {
    period: ref(periods.period),
    product: ref(products.product),
    shop: ref(shops.shop),
    amount: money('USD'),
    planned: money('USD'),
  },
  sql: sql`
    select period, product, shop, sum(amount) as amount, sum(planned) as planned from (
      select period, product, shop, amount, null as planned from ${lines}
      union all select period, product, shop, null, amount from ${plans}
    ) group by all`,
  drill: { amount: lines.amount, planned: plans.amount },
});
export const moves = model('moves', {
  title: 'Stock moves',
  kind: 'fact',
  grain: ['move'],
  columns: { move: integer(), period: ref(periods.period), product: ref(products.product), amount: money('USD') },
  sql: sql`select * from ${rows}`,
});
/** Sparse: what is gone has no row any more. */
export const stock = model('stock', {
  title: 'Stock by period',
  kind: 'summary',
  grain: ['period', 'product'],
  columns: { period: ref(periods.period), product: ref(products.product), held: money('USD'), bin: text() },
  sql: sql`select * from ${rows}`,
  drill: { held: moves.amount },
});

const toys = is(products.category, 'Toys');
const revenue = metric('revenue', sum(sales.amount), { title: 'Revenue' });
const cost = metric('cost', sum(sales.spent), { title: 'Cost', better: 'lower' });
const margin = metric('margin', minus(revenue, cost), { title: 'Margin' });
const stockHeld = metric('stock_held', last(stock.held, { over: stock.period }), { title: 'Stock held' });
const toyStock = metric('toy_stock', last(stock.held, { over: stock.period, where: [toys] }), { title: 'Toy stock' });
const soldToPlan = sum(outlook.amount);
const planned = metric('plan_total', sum(outlook.planned), { title: 'Planned' });

export const star = defineModule('star', {
  title: 'Star',
  icon: 'Star',
  files: 'data:star',
  sources: [rows],
  models: [products, shops, periods, lines, sales, plans, outlook, moves, stock],
  metrics: [
    revenue,
    cost,
    margin,
    metric('margin_percent', ratio(margin, revenue), { title: 'Margin %', format: 'percent', goal: { above: 0.3 } }),
    metric('returns', sum(sales.amount, { where: [is(sales.channel, 'online')], negate: true }), { title: 'Returns' }),
    metric('toys', sum(sales.amount, { where: [toys] }), { title: 'Toys' }),
    metric('toys_online', sum(sales.amount, { where: [toys, is(sales.channel, 'online')] }), { title: 'Toys online' }),
    metric('pieces', sum(sales.units), { title: 'Pieces' }),
    metric('both', plus(sum(sales.units), count(sales.spent)), { title: 'Pieces and costs' }),
    metric('price', ratio(sum(sales.amount), sum(sales.units)), { title: 'Price' }),
    metric('costs', count(sales.spent), { title: 'Costs' }),
    metric('toy_shops', countDistinct(sales.shop, { where: [toys] }), { title: 'Shops that sell toys' }),
    metric('largest', max(sales.amount), { title: 'Largest' }),
    metric('smallest', min(sales.amount, { negate: true }), { title: 'Smallest, sign turned' }),
    stockHeld,
    toyStock,
    metric('other_stock', minus(stockHeld, toyStock), { title: 'Stock of anything but toys' }),
    metric('moved_last', last(moves.amount, { over: moves.period }), { title: 'Moved in the last period' }),
    metric('sold', sum(lines.amount), { title: 'Sold' }),
    metric('lines_with_cost', count(lines.spent), { title: 'Lines with a cost' }),
    planned,
    metric('ahead', minus(soldToPlan, planned), { title: 'Ahead of plan' }),
    metric('toys_behind', minus(sum(outlook.planned, { where: [toys] }), sum(outlook.amount, { where: [toys] })), {
      title: 'Toys behind plan',
    }),
    metric('reached', ratio(soldToPlan, planned), { title: 'Reached', format: 'percent' }),
  ],
  roles: { viewer: [may('view')] },
});
