/** The summaries that dashboards ask, and what a controller wants to see in the books before believing them. */
import { type Check, check, model, money, sql } from '#core/kit';
import { ledger, trialBalance } from './sources.js';
import { accounts, branches, budgetLines, by, ledgerLines, periods } from './star.js';

const bookChecks: readonly Check[] = [
  check.noRows(
    'Income and cost accounts are zero after the closing entries of their year',
    sql`
      with of_year as (select l.*, p.fiscal_year, a.in_income from ${ledgerLines} l join ${periods} p using (period) join ${accounts} a using (account))
      select fiscal_year, account, sum(amount) as left_over from of_year
      where in_income and fiscal_year in (select fiscal_year from of_year where entry = 'closing')
      group by all having sum(amount) <> 0`,
  ),
  check.noRows(
    'No line was entered after its period was closed',
    sql`select journal, line, entered_on, period, closed_on, amount from ${ledgerLines} join ${periods} using (period) where entered_on > closed_on`,
    { warn: true },
  ),
  check.noRows(
    'No vendor document was posted twice',
    sql`
      select party, document, count(distinct journal) as journals, sum(credit) as credited
      from ${ledgerLines} join ${accounts} using (account)
      where source_system = 'AP' and control_of = 'AP' and credit > 0
      group by all having count(distinct journal) > 1`,
    { warn: true },
  ),
  check.noRows(
    'No cheque of an earlier period was voided',
    sql`select journal, document, party, period, debit from ${ledgerLines} where source_system = 'CB' and description like 'VOID %' and debit > 0`,
    { warn: true },
  ),
  check.noRows(
    'No batch is waiting to be posted',
    sql`select journal, period, count(*) as lines, sum(debit) as amount from ${ledger} where batch = 'unposted' group by all`,
    { warn: true },
  ),
];

export const glMonth = model('gl_month', {
  title: 'Actual and budget by period',
  kind: 'summary',
  grain: ['period', 'account', 'branch', 'division', 'entry'],
  columns: {
    ...by,
    amount: money('USD', { label: 'Actual' }),
    budget_amount: money('USD', { label: 'Budget' }),
  },
  sql: sql`
    select period, account, branch, division, entry, sum(amount) as amount, sum(budget_amount) as budget_amount
    from (
      select period, account, branch, division, entry, amount, 0 as budget_amount from ${ledgerLines}
      union all
      select period, account, branch, division, entry, 0, amount from ${budgetLines}
    )
    group by all`,
  drill: { amount: ledgerLines.amount, budget_amount: budgetLines.amount },
  checks: [check.sameTotal(ledgerLines.amount, 'amount', { by: ['account'] }), check.sameTotal(budgetLines.amount, 'budget_amount')],
});

/** Dense: every account and branch has a row in every period up to the newest with postings, so that a level never goes missing. */
export const glBalance = model('gl_balance', {
  title: 'Balance by period',
  kind: 'summary',
  grain: ['period', 'account', 'branch'],
  columns: {
    period: by.period,
    account: by.account,
    branch: by.branch,
    opening: money('USD', { label: 'Opening' }),
    debit: money('USD', { label: 'Debit' }),
    credit: money('USD', { label: 'Credit' }),
    closing: money('USD', { label: 'Closing' }),
  },
  sql: sql`
    with moved as (
      select period, account, branch, sum(debit) as debit, sum(credit) as credit from ${ledgerLines} group by all
    ), dense as (
      select period, account, branch, coalesce(debit, 0) as debit, coalesce(credit, 0) as credit
      from (select period from ${periods} where period <= (select max(period) from ${ledgerLines}))
      cross join (select account from ${accounts} where category <> 'Statistical')
      cross join (select branch from ${branches})
      left join moved using (period, account, branch)
    ), held as (
      select *, sum(debit - credit) over (partition by account, branch order by period) as closing from dense
    )
    select period, account, branch, closing - debit + credit as opening, debit, credit, closing from held`,
  drill: { debit: ledgerLines.debit, credit: ledgerLines.credit, closing: ledgerLines.amount },
  checks: [
    check.sameTotal(trialBalance.debit, 'debit', { by: ['period', 'account'] }),
    check.sameTotal(trialBalance.credit, 'credit', { by: ['period', 'account'] }),
    check.sameTotal(trialBalance.closing, 'closing', { by: ['period', 'account'] }),
    check.balanced('closing', ['period', 'branch']),
    ...bookChecks,
  ],
});
