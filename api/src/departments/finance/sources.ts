/** What Finance is computed from: the files that the accounting system and the budget workbook export. */
import { check, choice, csv, date, integer, money, period, source, text } from '#core/kit';

/** Income statement categories in the order of the statement; the balance sheet has its three. */
const CATEGORIES = [
  'Revenue',
  'Direct labor',
  'Burden',
  'Materials',
  'Subcontractors',
  'Equipment',
  'Other direct',
  'Field overhead',
  'General and administrative',
  'Other income and expense',
  'Tax',
  'Assets',
  'Liabilities',
  'Equity',
  'Statistical',
] as const;

const usDate = { format: 'MM/dd/yyyy' };

export const accountList = source('account_list', {
  title: 'Chart of accounts',
  from: csv('accounts.csv'),
  key: ['account'],
  fields: {
    account: text({ label: 'Account', column: 'Account', pattern: /^\d{4}$/ }),
    title: text({ label: 'Account title', column: 'Description' }),
    type: choice(['Asset', 'Liability', 'Equity', 'Revenue', 'Expense', 'Statistical'], { label: 'Type', column: 'Type' }),
    category: choice(CATEGORIES, { label: 'Category', column: 'Category' }),
    statement_line: text({ label: 'Statement line', column: 'Statement line' }),
    normal_side: choice(['debit', 'credit'], { label: 'Normal side', column: 'Normal side' }),
    control_of: text({ label: 'Control account of', column: 'Control of', optional: true }),
  },
});

export const branchList = source('branch_list', {
  title: 'Branches',
  from: csv('branches.csv'),
  key: ['code'],
  fields: {
    code: text({ column: 'Code' }),
    branch: text({ label: 'Branch', column: 'Branch' }),
    region: text({ label: 'Region', column: 'Region' }),
  },
});

export const divisionList = source('division_list', {
  title: 'Divisions',
  from: csv('divisions.csv', { delimiter: ';' }),
  key: ['code'],
  fields: {
    code: text({ column: 'Code' }),
    division: text({ label: 'Division', column: 'Division' }),
    kind: choice(['Recurring', 'Project', 'Seasonal', 'Overhead'], { label: 'Kind of division', column: 'Kind' }),
  },
});

export const periodList = source('period_list', {
  title: 'Fiscal periods',
  from: csv('periods.csv'),
  key: ['period'],
  fields: {
    period: period({ label: 'Period', column: 'Period' }),
    fiscal_year: integer({ label: 'Fiscal year', column: 'Year' }),
    quarter: choice(['Q1', 'Q2', 'Q3', 'Q4'], { label: 'Quarter', column: 'Quarter' }),
    starts_on: date({ ...usDate, label: 'Starts', column: 'Start' }),
    ends_on: date({ ...usDate, label: 'Ends', column: 'End' }),
    season: choice(['Growing', 'Leaf', 'Snow'], { label: 'Season', column: 'Season' }),
    status: choice(['closed', 'open', 'future'], { label: 'Status of the period', column: 'Status' }),
    closed_on: date({ ...usDate, label: 'Closed', column: 'Closed', optional: true }),
  },
});

export const ledger = source('ledger', {
  title: 'General ledger',
  describe:
    'One file per fiscal year, as the accounting system exports it. Lines of unposted batches are read, and left out of every figure.',
  from: csv('ledger-*.csv', { encoding: 'windows-1252' }),
  key: ['journal', 'line'],
  fields: {
    journal: text({ label: 'Journal', column: 'Journal' }),
    line: integer({ label: 'Line', column: 'Line', min: 1 }),
    posted_on: date({ ...usDate, label: 'Date', column: 'Date' }),
    period: period({ label: 'Period', column: 'Period' }),
    account: text({ label: 'Account', column: 'Account', pattern: /^\d{4}$/ }),
    branch: text({ column: 'Branch' }),
    division: text({ column: 'Division' }),
    job: text({ label: 'Job', column: 'Job', optional: true }),
    party: text({ label: 'Customer or vendor', column: 'Name', optional: true }),
    description: text({ label: 'Description', column: 'Description' }),
    document: text({ label: 'Document no.', column: 'Document', optional: true }),
    source_system: choice(['AR', 'AP', 'CB', 'FA', 'GL', 'PR'], { label: 'Source', column: 'Source' }),
    debit: money('USD', { label: 'Debit', column: 'Debit', optional: true, min: 0 }),
    credit: money('USD', { label: 'Credit', column: 'Credit', optional: true, min: 0 }),
    entered_on: date({ ...usDate, label: 'Entered', column: 'Entered' }),
    entry: choice(['regular', 'opening', 'closing'], { label: 'Kind of entry', column: 'Entry' }),
    batch: choice(['posted', 'unposted'], { label: 'Batch', column: 'Batch' }),
  },
});

export const trialBalance = source('trial_balance', {
  title: 'Trial balance',
  describe: 'The independent total: what the accounting system itself says each account moved and held in each period.',
  from: csv('trial-balance.csv'),
  key: ['period', 'account'],
  fields: {
    period: period({ label: 'Period', column: 'Period' }),
    account: text({ label: 'Account', column: 'Account' }),
    debit: money('USD', { label: 'Debit', column: 'Debit', thousands: ',' }),
    credit: money('USD', { label: 'Credit', column: 'Credit', thousands: ',' }),
    closing: money('USD', { label: 'Balance', column: 'Balance', thousands: ',' }),
  },
});

export const budgetControl = source('budget_control', {
  title: 'Budget control totals',
  describe: 'The totals that were signed with the approved budget.',
  from: csv('budget-control.csv'),
  key: ['period'],
  fields: {
    period: period({ label: 'Period', column: 'Period' }),
    amount: money('USD', { label: 'Signed total', column: 'Total' }),
  },
});

export const budgetSheet = source('budget_sheet', {
  title: 'Budget workbook',
  describe: 'The approved budget: income and cost both as positive amounts.',
  from: csv('budget.csv', { delimiter: '\t' }),
  key: ['period', 'account', 'branch', 'division'],
  fields: {
    period: period({ label: 'Period', column: 'Period' }),
    account: text({ label: 'Account', column: 'Account' }),
    branch: text({ column: 'Branch' }),
    division: text({ column: 'Division' }),
    amount: money('USD', { label: 'Amount', column: 'Amount' }),
  },
  checks: [check.sameTotal(budgetControl.amount, 'amount', { by: ['period'] })],
});
