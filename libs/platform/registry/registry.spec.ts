import {
  check,
  choice,
  csv,
  dashboard,
  defineModule,
  integer,
  is,
  kpi,
  may,
  metric,
  model,
  money,
  period,
  read,
  ref,
  source,
  sql,
  sum,
  text,
} from '#core/kit';
import { Registry, validateModules, waysTo } from './index.js';
import { relationsOf } from './reach.js';

const lines = source('lines', {
  title: 'Lines',
  from: csv('l.csv'),
  key: ['no'],
  fields: { no: integer(), account: text(), month: period(), amount: money('USD') },
});
const accounts = model('accounts', {
  title: 'Accounts',
  kind: 'dimension',
  grain: ['account'],
  columns: { account: text(), category: choice(['Revenue', 'Cost']) },
  sql: sql`select distinct account, 'Revenue' as category from ${lines}`,
});
const byMonth = model('by_month', {
  title: 'By month',
  kind: 'summary',
  grain: ['account', 'month'],
  columns: { account: ref(accounts.account), month: period(), amount: money('USD') },
  sql: sql`select account, month, sum(amount) as amount from ${lines} group by all`,
  checks: [check.sameTotal(lines.amount, 'amount')],
});
const revenue = metric('revenue', sum(byMonth.amount, { where: [is(accounts.category, 'Revenue')], negate: true }), { title: 'Revenue' });
const good = defineModule('sales', {
  title: 'Sales',
  icon: 'Money',
  files: 'data:sales',
  sources: [lines],
  models: [accounts, byMonth],
  metrics: [revenue],
  dashboards: [dashboard('Sales', { period: byMonth.month, filters: [accounts.category], rows: [[kpi(revenue)]] })],
  roles: { viewer: [may('view')], lead: [may('view', 'run'), read(accounts)] },
});

describe('the registry', () => {
  it('accepts a sound module and knows what its roles bring', () => {
    expect(validateModules([good])).toEqual([]);
    const registry = new Registry([good]);
    expect(registry.permissionsOf('sales.lead')).toEqual(['sales.view', 'sales.run', 'sales.accounts.view']);
    expect(registry.permissionsOf('sales.nobody')).toEqual([]);
    expect(() => registry.module('fleet')).toThrow("There is no module 'fleet'.");
  });

  it('finds a dimension through a reference, and says when two ways lead to it', () => {
    const relations = relationsOf(good);
    expect(waysTo(relations, relations.get('by_month')!, 'category')).toMatchObject([{ key: 'account', column: 'category' }]);
    expect(waysTo(relations, relations.get('by_month')!, 'account.category')).toHaveLength(1);
    for (const name of ['nothing', 'constructor', '__proto__', 'account.toString'])
      expect(waysTo(relations, relations.get('by_month')!, name)).toEqual([]);
  });

  it('reports every fault of every module at once, each with path and remedy', () => {
    const circleA: ReturnType<typeof model> = model('a', {
      title: 'A',
      kind: 'fact',
      grain: ['n'],
      columns: { n: integer({ optional: true }) },
      sql: sql`select 1`,
    });
    const bad = defineModule('Bad Id', {
      title: ' ',
      icon: 'X',
      sources: [lines],
      models: [byMonth, circleA],
      metrics: [revenue, revenue],
      dashboards: [dashboard('Empty', { rows: [] })],
      roles: { 'No Role': [read(accounts)] },
    });
    const faults = validateModules([bad, good, good]);
    const text = faults.map((f) => `${f.module} ${f.path}: ${f.message}`);
    expect(text).toEqual(
      expect.arrayContaining([
        "Bad Id id: 'Bad Id' is not a usable id.",
        'Bad Id title: It has no title.',
        'Bad Id files: It has sources but no folder to read them from.',
        "Bad Id models.by_month.account: It refers to 'accounts.account', which this module does not declare.",
        "Bad Id models.a.grain: 'n' may be empty and cannot be part of the grain.",
        "Bad Id metrics: Two metrics are called 'revenue'.",
        "Bad Id metrics.revenue: Its condition on 'accounts.category' cannot be reached from 'by_month'.",
        'Bad Id dashboards.empty: It has no tiles.',
        "Bad Id roles.No Role: 'No Role' is not a usable role name.",
        "Bad Id roles.No Role: It grants rights on 'accounts', which this module does not declare.",
        "sales id: Two modules are called 'sales'.",
      ]),
    );
    expect(faults.every((f) => f.remedy.length > 0)).toBe(true);
    expect(() => new Registry([bad])).toThrow(/faults in the departments' declarations/);
  });

  it('refuses a model that reads itself through another', () => {
    const reads: { tokens: (string | typeof lines)[] } = { tokens: ['select 1 as n'] };
    const first = model('first', { title: 'First', kind: 'fact', grain: ['n'], columns: { n: integer() }, sql: reads as never });
    const second = model('second', {
      title: 'Second',
      kind: 'fact',
      grain: ['n'],
      columns: { n: integer() },
      sql: sql`select n from ${first}`,
    });
    reads.tokens.push(second as never);
    const faults = validateModules([
      defineModule('loop', { title: 'Loop', icon: 'X', models: [first, second], roles: { viewer: [may('view')] } }),
    ]);
    expect(faults.map((f) => f.message)).toEqual(['It reads itself: first -> second -> first.']);
  });
});
