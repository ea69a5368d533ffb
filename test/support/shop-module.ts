/** The shop: a small department, declared as any other. Debit is positive in its ledger. */
import {
  bar,
  choice,
  csv,
  dashboard,
  date,
  defineModule,
  flag,
  integer,
  is,
  kpi,
  line,
  type ModuleSpec,
  may,
  metric,
  minus,
  model,
  money,
  period,
  ratio,
  ref,
  source,
  sql,
  stackedBar,
  statement,
  sum,
  table,
  text,
} from '#core/kit';

const CATEGORIES = ['Revenue', 'Direct', 'Overhead', 'Interest'] as const;

export const accountRows = source('account_rows', {
  title: 'Accounts',
  from: csv('accounts.csv'),
  fields: { account: text(), title: text(), category: choice(CATEGORIES) },
});
export const lineRows = source('line_rows', {
  title: 'Lines',
  from: csv('lines.csv'),
  fields: {
    no: integer(),
    posted: date(),
    period: period(),
    account: text(),
    branch: text(),
    code: text(),
    memo: text({ optional: true }),
    checked: flag(),
    amount: money('USD'),
  },
});
export const budgetRows = source('budget_rows', {
  title: 'Budget',
  from: csv('budget.csv'),
  fields: { no: integer(), period: period(), account: text(), branch: text(), amount: money('USD') },
});
const accounts = model('accounts', {
  title: 'Accounts',
  kind: 'dimension',
  grain: ['account'],
  columns: { account: text({ label: 'Account' }), title: text({ label: 'Title' }), category: choice(CATEGORIES, { label: 'Category' }) },
  sql: sql`select account, title, category from ${accountRows}`,
});
const lines = model('lines', {
  title: 'Ledger lines',
  kind: 'fact',
  grain: ['no'],
  columns: {
    no: integer({ label: 'Line' }),
    posted: date({ label: 'Posted' }),
    period: period({ label: 'Period' }),
    account: ref(accounts.account),
    branch: text({ label: 'Branch' }),
    code: text({ label: 'Cost code' }),
    memo: text({ label: 'Memo', optional: true }),
    checked: flag({ label: 'Checked' }),
    amount: money('USD', { label: 'Amount' }),
  },
  sql: sql`select no, posted, period, account, branch, code, memo, checked, amount from ${lineRows}`,
});
const budgetLines = model('budget_lines', {
  title: 'Budget lines',
  kind: 'fact',
  grain: ['no'],
  columns: {
    no: integer({ label: 'Line' }),
    period: period({ label: 'Period' }),
    account: ref(accounts.account),
    branch: text({ label: 'Branch' }),
    amount: money('USD', { label: 'Amount' }),
  },
  sql: sql`select no, period, account, branch, amount from ${budgetRows}`,
});
const months = model('months', {
  title: 'Ledger by month',
  kind: 'summary',
  grain: ['period', 'account', 'branch'],
  columns: {
    period: period({ label: 'Period' }),
    account: ref(accounts.account),
    branch: text({ label: 'Branch' }),
    amount: money('USD', { label: 'Amount', optional: true }),
    budget_amount: money('USD', { label: 'Budget', optional: true }),
  },
  sql: sql`
    select period, account, branch, amount, budget_amount
    from (select period, account, branch, sum(amount) as amount from ${lines} group by all)
    full join (select period, account, branch, sum(amount) as budget_amount from ${budgetLines} group by all)
    using (period, account, branch)`,
  drill: { amount: lines.amount, budget_amount: budgetLines.amount },
});

/* Debit is positive, as in a ledger: income turns the sign. */
const revenueOnly = is(accounts.category, 'Revenue');
const revenue = metric('revenue', sum(months.amount, { where: [revenueOnly], negate: true }), { title: 'Revenue', goal: { above: 2000 } });
const budgetRevenue = metric('budget_revenue', sum(months.budget_amount, { where: [revenueOnly], negate: true }), {
  title: 'Budget revenue',
  plan: true,
});
const direct = metric('direct', sum(months.amount, { where: [is(accounts.category, 'Direct')] }), {
  title: 'Direct cost',
  better: 'lower',
});
const margin = metric('margin', minus(revenue, direct), { title: 'Margin' });
const marginPercent = metric('margin_percent', ratio(margin, revenue), { title: 'Margin %', format: 'percent', goal: { above: 0.3 } });
const result = metric('result', sum(months.amount, { negate: true }), { title: 'Result' });
const budget = metric('budget', sum(months.budget_amount, { negate: true }), { title: 'Budget', plan: true });
const variance = metric('variance', minus(result, budget), { title: 'Variance' });

const shopDashboard = dashboard('Shop', {
  describe: 'What the shops earn.',
  period: months.period,
  filters: [months.branch, accounts.category],
  rows: [
    [kpi(revenue), kpi(direct, { against: 'same period last year' }), kpi(marginPercent), kpi(result, { against: 'nothing' })],
    [
      line([revenue, budgetRevenue], { over: months.period, lastYear: true }),
      line(revenue, { over: months.period, by: months.branch, periods: 6 }),
      line(marginPercent, { over: months.period, by: months.branch, periods: 3 }),
    ],
    [bar([revenue, margin], { by: months.branch, top: 3 }), bar(marginPercent, { by: months.branch, top: 2 })],
    [table([revenue, direct, marginPercent], { by: accounts.account }), stackedBar(revenue, { by: months.period, stack: months.branch })],
    [
      statement('Income statement', {
        actual: result,
        budget,
        section: accounts.category,
        by: accounts.account,
        lines: [
          { section: 'Revenue', side: 'income' },
          { section: 'Direct', side: 'cost' },
          { subtotal: 'Margin', proves: margin },
          { section: 'Overhead', side: 'cost' },
          { subtotal: 'Result', proves: result },
        ],
      }),
    ],
  ],
});
const allTime = dashboard('All time', {
  filters: [months.branch],
  rows: [[kpi(revenue), line(revenue, { over: months.period })], [table(revenue, { by: months.branch })]],
});

export const shop: ModuleSpec = defineModule('shop', {
  title: 'Shop',
  icon: 'Money',
  files: 'data:shop',
  sources: [accountRows, lineRows, budgetRows],
  models: [accounts, lines, budgetLines, months],
  metrics: [revenue, budgetRevenue, direct, margin, marginPercent, result, budget, variance],
  dashboards: [shopDashboard, allTime],
  roles: { viewer: [may('view')], controller: [may('view', 'export')] },
});
