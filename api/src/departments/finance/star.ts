/** The star of Finance: who and what (dimensions), and every line of ledger and budget (facts). */
import { check, flag, integer, model, money, ref, sql, text } from '#core/kit';
import { accountList, branchList, budgetSheet, divisionList, ledger, periodList, trialBalance } from './sources.js';

export const accounts = model('accounts', {
  title: 'Accounts',
  kind: 'dimension',
  grain: ['account'],
  columns: {
    account: accountList.account,
    label: text({ label: 'Account and title' }),
    title: accountList.title,
    category: accountList.category,
    statement_line: accountList.statement_line,
    type: accountList.type,
    normal_side: accountList.normal_side,
    control_of: accountList.control_of,
    in_income: flag({ label: 'In the income statement' }),
  },
  sql: sql`
    select account, account || ' ' || title as label, title, category, statement_line, type, normal_side, control_of,
      type in ('Revenue', 'Expense') as in_income
    from ${accountList}`,
});

export const branches = model('branches', {
  title: 'Branches',
  kind: 'dimension',
  grain: ['branch'],
  columns: { branch: branchList.branch, branch_code: text({ label: 'Branch code' }), region: branchList.region },
  sql: sql`select branch, code as branch_code, region from ${branchList}`,
});

export const divisions = model('divisions', {
  title: 'Divisions',
  kind: 'dimension',
  grain: ['division'],
  columns: { division: divisionList.division, division_code: text({ label: 'Division code' }), kind: divisionList.kind },
  sql: sql`select division, code as division_code, kind from ${divisionList}`,
});

export const periods = model('periods', {
  title: 'Fiscal periods',
  kind: 'dimension',
  grain: ['period'],
  columns: {
    period: periodList.period,
    fiscal_year: periodList.fiscal_year,
    quarter: periodList.quarter,
    season: periodList.season,
    starts_on: periodList.starts_on,
    ends_on: periodList.ends_on,
    status: periodList.status,
    closed_on: periodList.closed_on,
  },
  sql: sql`select period, fiscal_year, quarter, season, starts_on, ends_on, status, closed_on from ${periodList}`,
});

/** The dimensions that every figure of Finance can be seen by. */
export const by = {
  period: ref(periods.period),
  account: ref(accounts.account),
  branch: ref(branches.branch),
  division: ref(divisions.division),
  entry: ledger.entry,
};

/** Amounts are signed as in the ledger: debit positive, credit negative. Metrics turn the sign for people. */
export const ledgerLines = model('ledger_lines', {
  title: 'Ledger lines',
  kind: 'fact',
  grain: ['journal', 'line'],
  columns: {
    journal: ledger.journal,
    line: ledger.line,
    posted_on: ledger.posted_on,
    ...by,
    job: ledger.job,
    party: ledger.party,
    description: ledger.description,
    document: ledger.document,
    source_system: ledger.source_system,
    entered_on: ledger.entered_on,
    debit: money('USD', { label: 'Debit' }),
    credit: money('USD', { label: 'Credit' }),
    amount: money('USD', { label: 'Amount', describe: 'Debit less credit.' }),
    _file: text({ label: 'Source file' }),
    _line: integer({ label: 'Source line' }),
  },
  sql: sql`
    select l.journal, l.line, l.posted_on, l.period, l.account, b.branch, d.division, l.entry, l.job, l.party, l.description,
      l.document, l.source_system, l.entered_on, coalesce(l.debit, 0) as debit, coalesce(l.credit, 0) as credit,
      coalesce(l.debit, 0) - coalesce(l.credit, 0) as amount, l._file, l._line
    from ${ledger} l
    left join ${branches} b on b.branch_code = l.branch
    left join ${divisions} d on d.division_code = l.division
    where l.batch = 'posted'`,
  checks: [
    check.balanced('amount', ['journal']),
    check.sameTotal(trialBalance.debit, 'debit', { by: ['period'] }),
    check.sameTotal(trialBalance.credit, 'credit', { by: ['period'] }),
  ],
});

/** The workbook writes income and cost as positive amounts; here both are signed as in the ledger. */
export const budgetLines = model('budget_lines', {
  title: 'Budget lines',
  kind: 'fact',
  grain: ['period', 'account', 'branch', 'division'],
  columns: {
    ...by,
    amount: money('USD', { label: 'Amount', describe: 'Debit positive, credit negative.' }),
    sheet_amount: money('USD', { label: 'Amount in the workbook' }),
    _file: text({ label: 'Source file' }),
    _line: integer({ label: 'Source line' }),
  },
  sql: sql`
    select s.period, s.account, b.branch, d.division, 'regular' as entry,
      case when a.normal_side = 'credit' then -s.amount else s.amount end as amount, s.amount as sheet_amount,
      s._file, s._line
    from ${budgetSheet} s
    left join ${accounts} a on a.account = s.account
    left join ${branches} b on b.branch_code = s.branch
    left join ${divisions} d on d.division_code = s.division`,
  checks: [check.sameTotal(budgetSheet.amount, 'sheet_amount', { by: ['period'] })],
});
