/** A company of a few thousand rows in a real warehouse: small enough to be added up again by hand in a test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AnyRelation,
  bar,
  choice,
  csv,
  dashboard,
  date,
  describe as declared,
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
  renderSql,
  source,
  sql,
  stackedBar,
  statement,
  sum,
  table,
  text,
} from '#core/kit';
import { type StagedValue, Warehouse } from '#data/warehouse';

const CATEGORIES = ['Revenue', 'Direct', 'Overhead', 'Interest'] as const;

const accountRows = source('account_rows', {
  title: 'Accounts',
  from: csv('accounts.csv'),
  fields: { account: text(), title: text(), category: choice(CATEGORIES) },
});
const lineRows = source('line_rows', {
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
const budgetRows = source('budget_rows', {
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
});
const direct = metric('direct', sum(months.amount, { where: [is(accounts.category, 'Direct')] }), {
  title: 'Direct cost',
  better: 'lower',
});
const margin = metric('margin', minus(revenue, direct), { title: 'Margin' });
const marginPercent = metric('margin_percent', ratio(margin, revenue), { title: 'Margin %', format: 'percent', goal: { above: 0.3 } });
const result = metric('result', sum(months.amount, { negate: true }), { title: 'Result' });
const budget = metric('budget', sum(months.budget_amount, { negate: true }), { title: 'Budget' });

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
  metrics: [revenue, budgetRevenue, direct, margin, marginPercent, result, budget],
  dashboards: [shopDashboard, allTime],
  roles: { viewer: [may('view')], controller: [may('view', 'export')] },
});

export const ACCOUNTS = [
  { account: '0400', title: 'Maintenance', category: 'Revenue', cents: -90_000 },
  { account: '0410', title: 'Snow', category: 'Revenue', cents: -30_011 },
  { account: '0499', title: 'Never used', category: 'Revenue', cents: 0 },
  { account: '0500', title: 'Labor', category: 'Direct', cents: 40_007 },
  { account: '0510', title: 'Materials', category: 'Direct', cents: 12_345 },
  { account: '0600', title: 'Rent', category: 'Overhead', cents: 15_000 },
] as const;
export const BRANCHES = ['North', 'South', 'East', 'West', 'Harbor', 'Hill'] as const;
export const LAST_PERIOD = '2026-06';

export interface Line {
  no: number;
  posted: string;
  period: string;
  account: string;
  branch: string;
  code: string;
  memo: string | null;
  checked: boolean;
  /** Cents, debit positive. */
  amount: bigint;
}
export type BudgetLine = Pick<Line, 'no' | 'period' | 'account' | 'branch' | 'amount'>;

/** Texts that spreadsheets and programs stumble over; every one stands in some line. */
export const MEMOS = ['=1+1', '+49 30 1234', '-', '@home', '\tindented', 'constructor', 'plain', 'a, "b"', null, '0042'];

/** Snow falls in the first and last quarter only; the branch Hill opened in 2026; amounts differ from line to line. */
export function linesOfTheShop(): Line[] {
  const found: Line[] = [];
  for (const p of periodsFrom(2024, 2026, LAST_PERIOD)) {
    for (const [a, { account, cents }] of ACCOUNTS.entries()) {
      for (const [b, branch] of BRANCHES.entries()) {
        const month = Number(p.slice(5));
        if (cents === 0 || (account === '0410' && month > 3 && month < 10) || (branch === 'Hill' && p < '2026')) continue;
        const no = found.length + 1;
        const amount = BigInt(Math.trunc(cents * (1 + b / 10)) + ((no * 7919) % 5003) + (a + month) * 101);
        const posted = `${p}-${String(1 + (no % 28)).padStart(2, '0')}`;
        const memo = MEMOS[no % MEMOS.length] ?? null;
        found.push({ no, posted, period: p, account, branch, code: String(no % 20).padStart(4, '0'), memo, checked: no % 3 === 0, amount });
      }
    }
  }
  return found;
}

/** Budgets run to the end of 2026, beyond the last actual period; snow has none. */
export function budgetOfTheShop(): BudgetLine[] {
  const found: BudgetLine[] = [];
  for (const p of periodsFrom(2025, 2026, '2026-12'))
    for (const { account, cents } of ACCOUNTS)
      for (const branch of BRANCHES)
        if (cents !== 0 && account !== '0410') found.push({ no: found.length + 1, period: p, account, branch, amount: BigInt(cents) });
  return found;
}

function periodsFrom(first: number, last: number, until: string): string[] {
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return years.flatMap((y) => Array.from({ length: 12 }, (_, m) => `${y}-${String(m + 1).padStart(2, '0')}`)).filter((p) => p <= until);
}

export interface ShopRows {
  readonly lines: readonly Line[];
  readonly budget: readonly BudgetLine[];
  readonly accounts?: readonly { account: string; title: string; category: string }[];
}

/** Publishes these rows as the next load of the shop. */
export async function publishShop(warehouse: Warehouse, rows: ShopRows): Promise<void> {
  const build = await warehouse.begin(shop.id);
  const stage = async (relation: AnyRelation, values: StagedValue[][]): Promise<void> => {
    const staged = await build.stage(declared(relation));
    staged.append(values.map((row, i) => [...row, 'made by a test', i + 1]));
    staged.close();
  };
  await stage(
    accountRows,
    (rows.accounts ?? ACCOUNTS).map((a) => [a.account, a.title, a.category]),
  );
  await stage(
    lineRows,
    rows.lines.map((l) => [l.no, l.posted, l.period, l.account, l.branch, l.code, l.memo, l.checked, l.amount]),
  );
  await stage(
    budgetRows,
    rows.budget.map((l) => [l.no, l.period, l.account, l.branch, l.amount]),
  );
  for (const relation of shop.models) {
    const spec = declared(relation);
    if (spec.sql) await build.model(spec, renderSql(spec.sql));
  }
  await build.publish(`run-${build.load}`);
}

export interface ShopWarehouse {
  readonly warehouse: Warehouse;
  close(): Promise<void>;
}

/** A warehouse in a folder of its own, with the shop's first load in it. */
export async function openShop(rows: ShopRows): Promise<ShopWarehouse> {
  const folder = await mkdtemp(join(tmpdir(), 'jupiter-shop-'));
  const warehouse = new Warehouse(folder, { threads: 2, memory: '256MB', keep: 5, patienceMs: 0 });
  await publishShop(warehouse, rows);
  return {
    warehouse,
    close: async () => {
      await warehouse.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
