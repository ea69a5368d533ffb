/** Finance: what the company earned, what it cost, and how both compare with the budget. Every figure ties to the ledger. */
import { bar, dashboard, defineModule, is, kpi, last, line, may, metric, minus, ratio, stackedBar, statement, sum, table } from '#core/kit';
import { accountList, branchList, budgetControl, budgetSheet, divisionList, ledger, periodList, trialBalance } from './sources.js';
import { accounts, branches, budgetLines, divisions, ledgerLines, periods } from './star.js';
import { glBalance, glMonth } from './summaries.js';

/*
 * Signs: the ledger is debit positive. Income, margins and results turn the sign (`negate`), costs keep it, so both read
 * as positive figures. Year-end closing entries are left out of the income statement. Field overhead is overhead, not
 * cost of sales.
 */
const revenueOnly = is(accounts.category, 'Revenue');
const directOnly = is(accounts.category, 'Direct labor', 'Burden', 'Materials', 'Subcontractors', 'Equipment', 'Other direct');
const overheadOnly = is(accounts.category, 'Field overhead', 'General and administrative');
const incomeOnly = is(accounts.type, 'Revenue', 'Expense');
const regular = is(glMonth.entry, 'regular');

const revenue = metric('revenue', sum(glMonth.amount, { where: [revenueOnly, regular], negate: true }), { title: 'Revenue' });
const directCost = metric('direct_cost', sum(glMonth.amount, { where: [directOnly, regular] }), {
  title: 'Direct cost',
  describe: 'Labor, burden, materials, subcontractors, equipment and other cost of the work itself.',
  better: 'lower',
});
const grossMargin = metric('gross_margin', minus(revenue, directCost), { title: 'Gross margin' });
const grossMarginPercent = metric('gross_margin_percent', ratio(grossMargin, revenue), {
  title: 'Gross margin %',
  format: 'percent',
  goal: { above: 0.37 },
});
const overhead = metric('overhead', sum(glMonth.amount, { where: [overheadOnly, regular] }), {
  title: 'Overhead',
  describe: 'Field overhead and general and administrative cost.',
  better: 'lower',
});
const operatingIncome = metric('operating_income', minus(grossMargin, overhead), { title: 'Operating income' });
const netIncome = metric('net_income', sum(glMonth.amount, { where: [incomeOnly, regular], negate: true }), { title: 'Net income' });

const budgetRevenue = metric('budget_revenue', sum(glMonth.budget_amount, { where: [revenueOnly], negate: true }), {
  title: 'Budget revenue',
  plan: true,
});
const budgetDirectCost = metric('budget_direct_cost', sum(glMonth.budget_amount, { where: [directOnly] }), {
  title: 'Budget direct cost',
  better: 'lower',
  plan: true,
});
const budgetGrossMargin = metric('budget_gross_margin', minus(budgetRevenue, budgetDirectCost), {
  title: 'Budget gross margin',
  plan: true,
});
const budgetOverhead = metric('budget_overhead', sum(glMonth.budget_amount, { where: [overheadOnly] }), {
  title: 'Budget overhead',
  better: 'lower',
  plan: true,
});
const budget = metric('budget', sum(glMonth.budget_amount, { where: [incomeOnly], negate: true }), {
  title: 'Budget net income',
  plan: true,
  describe: 'The budgeted result: income less cost. Seen by account, income is positive and cost negative.',
});
const variance = metric('variance', minus(netIncome, budget), {
  title: 'Variance to budget',
  describe: 'Net income less its budget: positive is favorable, for income and for cost.',
});
const revenueVariance = metric('revenue_variance', minus(revenue, budgetRevenue), { title: 'Revenue variance' });

const held = { over: glBalance.period };
const balance = metric('balance', last(glBalance.closing, held), {
  title: 'Balance',
  describe: 'What accounts hold at the end of the last period: debit positive, credit negative; all accounts together hold 0.00.',
});
const cash = metric('cash', last(glBalance.closing, { ...held, where: [is(accounts.control_of, 'Cash')] }), { title: 'Cash' });
const receivables = metric('receivables', last(glBalance.closing, { ...held, where: [is(accounts.control_of, 'AR')] }), {
  title: 'Receivables',
  better: 'lower',
});
const payables = metric('payables', last(glBalance.closing, { ...held, where: [is(accounts.control_of, 'AP')], negate: true }), {
  title: 'Payables',
  better: 'lower',
});
const debt = metric('debt', last(glBalance.closing, { ...held, where: [is(accounts.statement_line, 'Debt')], negate: true }), {
  title: 'Debt',
  better: 'lower',
});

const incomeStatement = statement('Income statement', {
  actual: netIncome,
  budget,
  section: accounts.category,
  by: accounts.account,
  lines: [
    { section: 'Revenue', side: 'income' },
    { section: 'Direct labor', side: 'cost' },
    { section: 'Burden', side: 'cost' },
    { section: 'Materials', side: 'cost' },
    { section: 'Subcontractors', side: 'cost' },
    { section: 'Equipment', side: 'cost' },
    { section: 'Other direct', side: 'cost' },
    { subtotal: 'Gross margin', proves: grossMargin },
    { section: 'Field overhead', side: 'cost' },
    { section: 'General and administrative', side: 'cost' },
    { subtotal: 'Operating income', proves: operatingIncome },
    { section: 'Other income and expense', side: 'income' },
    { section: 'Tax', side: 'cost' },
    { subtotal: 'Net income', proves: netIncome },
  ],
});

const profitAndLoss = dashboard('Profit and loss', {
  describe: 'What was earned and what it cost, against budget and last year.',
  period: glMonth.period,
  filters: [glMonth.branch, glMonth.division],
  rows: [
    [kpi(revenue), kpi(grossMargin), kpi(grossMarginPercent), kpi(overhead), kpi(netIncome), kpi(variance)],
    [
      line([revenue, budgetRevenue], { over: glMonth.period, lastYear: true, title: 'Revenue, budget and last year' }),
      line([netIncome, budget], { over: glMonth.period, title: 'Net income and budget' }),
    ],
    [
      bar(grossMargin, { by: glMonth.division, title: 'Gross margin by division' }),
      bar(netIncome, { by: glMonth.branch, title: 'Net income by branch' }),
    ],
    [stackedBar(revenue, { by: glMonth.period, stack: glMonth.branch, title: 'Revenue by period and branch' })],
    [incomeStatement],
    [
      table([revenue, budgetRevenue, revenueVariance, directCost, grossMargin, grossMarginPercent], {
        by: glMonth.division,
        title: 'Divisions',
      }),
    ],
    [table([revenue, grossMargin, grossMarginPercent, overhead, netIncome, budget, variance], { by: glMonth.branch, title: 'Branches' })],
  ],
});

const balanceSheet = dashboard('Balance sheet', {
  describe: 'What the company holds and owes at the end of a period.',
  period: glBalance.period,
  filters: [glBalance.branch],
  rows: [
    [kpi(cash), kpi(receivables), kpi(payables), kpi(debt)],
    [line([cash, receivables, payables, debt], { over: glBalance.period, title: 'Cash, receivables, payables and debt' })],
    [table(balance, { by: accounts.type, title: 'Balance by type of account' })],
    [table(balance, { by: accounts.label, title: 'Trial balance' })],
  ],
});

export const finance = defineModule('finance', {
  title: 'Finance',
  describe: 'Profit and loss, balances and the ledger behind them.',
  icon: 'Money',
  files: 'data:greenfield',
  refresh: 'nightly',
  sources: [accountList, branchList, divisionList, periodList, ledger, trialBalance, budgetControl, budgetSheet],
  models: [accounts, branches, divisions, periods, ledgerLines, budgetLines, glMonth, glBalance],
  metrics: [
    revenue,
    directCost,
    grossMargin,
    grossMarginPercent,
    overhead,
    operatingIncome,
    netIncome,
    budget,
    budgetRevenue,
    budgetDirectCost,
    budgetGrossMargin,
    budgetOverhead,
    variance,
    revenueVariance,
    balance,
    cash,
    receivables,
    payables,
    debt,
  ],
  dashboards: [profitAndLoss, balanceSheet],
  roles: { viewer: [may('view')], controller: [may('view', 'export')], lead: [may('view', 'export', 'run', 'manage')] },
});
