/** Books: three small ledgers, each exported by another program in another layout. */
import {
  bar,
  check,
  csv,
  dashboard,
  date,
  decimal,
  defineModule,
  integer,
  may,
  metric,
  model,
  source,
  sql,
  sum,
  table,
  text,
} from '#core/kit';

const basic = source('basic', {
  title: 'Basic (values padded with spaces)',
  from: csv('basic.csv', { trim: true }),
  fields: {
    posted: date({ column: 'date' }),
    account: text(),
    amount: decimal({ column: 'number', places: 2 }),
    currency: text(),
  },
});
const drewr = source('drewr3', {
  title: 'Drewr (no header row)',
  from: csv('drewr3.csv', { trim: true, columns: ['date', 'code', 'payee', 'account', 'currency', 'amount', 'state', 'note'] }),
  fields: {
    posted: date({ column: 'date', format: 'yyyy/MM/dd' }),
    /** Accounts in parentheses are virtual postings; the text is kept as written. */
    account: text(),
    amount: decimal({ places: 2 }),
    currency: text(),
  },
});
const sample = source('sample', {
  title: 'Sample (quoted throughout)',
  from: csv('sample.csv', { trim: true }),
  fields: {
    posted: date({ column: 'date' }),
    account: text(),
    amount: decimal({ places: 2 }),
    currency: text({ column: 'commodity' }),
  },
});

const postings = model('postings', {
  title: 'Postings',
  kind: 'fact',
  grain: ['book', 'line'],
  columns: {
    book: text({ label: 'Book' }),
    line: integer({ label: 'Line in the file' }),
    posted: date({ label: 'Date' }),
    account: text({ label: 'Account' }),
    currency: text({ label: 'Currency' }),
    amount: decimal({ label: 'Amount', places: 2 }),
  },
  sql: sql`
    select 'basic' as book, _line as line, posted, account, currency, amount from ${basic}
    union all select 'drewr3', _line, posted, account, currency, amount from ${drewr}
    union all select 'sample', _line, posted, account, currency, amount from ${sample}`,
});
const balances = model('balances', {
  title: 'Balance by account and currency',
  kind: 'summary',
  grain: ['book', 'account', 'currency'],
  columns: { book: postings.book, account: postings.account, currency: postings.currency, amount: postings.amount },
  sql: sql`select book, account, currency, sum(amount) as amount from ${postings} group by all`,
  drill: { amount: postings.amount },
  checks: [check.sameTotal(postings.amount, 'amount', { by: ['book', 'currency'] })],
});

const balance = metric('balance', sum(balances.amount), {
  title: 'Balance',
  describe: 'What an account holds; amounts of different currencies are only meaningful by currency.',
});

export const books = defineModule('books', {
  title: 'Books',
  icon: 'Book',
  files: '../shared/data/ledger/books',
  sources: [basic, drewr, sample],
  models: [postings, balances],
  metrics: [balance],
  dashboards: [
    dashboard('Balances', {
      filters: [balances.book, balances.currency],
      rows: [[table(balance, { by: balances.account })], [bar(balance, { by: balances.currency })]],
    }),
  ],
  roles: { viewer: [may('view')], controller: [may('view', 'export')], lead: [may('view', 'export', 'run', 'manage')] },
});
