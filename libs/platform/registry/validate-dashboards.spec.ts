import {
  bar,
  choice,
  csv,
  type Dashboard,
  dashboard,
  date,
  defineModule,
  integer,
  kpi,
  line,
  may,
  metric,
  model,
  money,
  period,
  ref,
  source,
  sql,
  statement,
  sum,
  table,
  text,
} from '#core/kit';
import { validateModules } from './index.js';

const rows = source('rows', { title: 'Rows', from: csv('r.csv'), fields: { no: integer() } });
const accounts = model('accounts', {
  title: 'Accounts',
  kind: 'dimension',
  grain: ['account'],
  columns: { account: text(), category: choice(['Revenue', 'Cost']) },
  sql: sql`select 'a' as account from ${rows}`,
});
const lines = model('lines', {
  title: 'Lines',
  kind: 'fact',
  grain: ['no'],
  columns: { no: integer(), month: period(), account: ref(accounts.account), usd: money('USD') },
  sql: sql`select 1 as no from ${rows}`,
});
const months = model('months', {
  title: 'Months',
  kind: 'summary',
  grain: ['month', 'account'],
  columns: { month: period(), account: ref(accounts.account), region: text(), usd: money('USD') },
  sql: sql`select 1 as no from ${rows}`,
  drill: { usd: lines.usd },
});
const transfers = model('transfers', {
  title: 'Transfers',
  kind: 'fact',
  grain: ['no'],
  columns: { no: integer(), month: date(), account: ref(accounts.account), against: ref(accounts.account), eur: money('EUR') },
  sql: sql`select 1 as no from ${rows}`,
});
const actual = metric('actual', sum(months.usd), { title: 'Actual' });
const moved = metric('moved', sum(transfers.eur), { title: 'Moved' });

const faultsOf = (...dashboards: Dashboard[]): string[] => {
  const module = defineModule('m', {
    title: 'M',
    icon: 'X',
    files: 'data:m',
    sources: [rows],
    models: [accounts, lines, months, transfers],
    metrics: [actual, moved],
    dashboards,
    roles: { viewer: [may('view')] },
  });
  const faults = validateModules([module]);
  expect(faults.every((f) => f.remedy.length > 0 && f.path.startsWith('dashboards.'))).toBe(true);
  return faults.map((f) => `${f.path}: ${f.message}`);
};

describe('a dashboard', () => {
  it('shows only what its period and filters lead to', () => {
    const page = dashboard('Page', { period: months.month, filters: [accounts.category], rows: [[kpi(actual), kpi(moved)]] });
    expect(faultsOf(page)).toEqual([
      "dashboards.page.kpi-moved: 'month' is of kind period here, and of kind date for 'moved'.",
      "dashboards.page.kpi-moved: 'category' of 'moved' can mean account.category or against.category.",
    ]);
    const region = dashboard('Page', { filters: [months.region], rows: [[kpi(moved)]] });
    expect(faultsOf(region)).toEqual(["dashboards.page.kpi-moved: 'moved' cannot be seen by 'region'."]);
  });

  it('groups figures of two models by columns of one kind', () => {
    const page = dashboard('Page', { rows: [[line([actual, moved], { over: months.month })]] });
    expect(faultsOf(page)).toEqual(["dashboards.page.line-actual-moved: 'month' is of kind period here, and of kind date for 'moved'."]);
  });

  it('shows figures whose rows can be found by all of it', () => {
    const page = dashboard('Page', { rows: [[bar(actual, { by: months.region })]] });
    expect(faultsOf(page)).toEqual(["dashboards.page.bar-actual-region: The rows behind 'actual' cannot be found by 'region'."]);
  });

  it('has tiles that can do what they are told', () => {
    const page = dashboard('Page', {
      rows: [
        [bar(actual, { by: months.account, top: 0 }), table([], { by: months.account })],
        [line(moved, { over: transfers.month, lastYear: true, periods: 1.5 })],
        [line([actual, actual], { over: months.month, by: months.account })],
      ],
    });
    expect(faultsOf(page)).toEqual([
      'dashboards.page.bar-actual-account: `top` is 0.',
      'dashboards.page.table-account: It shows no metric.',
      'dashboards.page.line-moved: `periods` is 1.5.',
      "dashboards.page.line-moved: It compares with last year over 'month', which is no fiscal period.",
      'dashboards.page.line-actual-actual-account: It splits several metrics by one column.',
    ]);
  });

  it('has an address', () => {
    expect(faultsOf(dashboard('!', { rows: [[kpi(actual)]] }))).toEqual(['dashboards.: It has no title to be addressed by.']);
  });
});

describe('a statement', () => {
  const page = (budget: typeof actual | typeof moved, lines: { section: string }[]): Dashboard =>
    dashboard('Page', { rows: [[statement('S', { actual, budget, section: accounts.category, by: months.account, lines })]] });

  it('names sections that exist, each once', () => {
    expect(faultsOf(page(actual, [{ section: 'Revenue' }, { section: 'Costs' }, { section: 'Revenue' }]))).toEqual([
      "dashboards.page.statement-s: The section 'Revenue' stands twice, so its accounts would count twice.",
      "dashboards.page.statement-s: 'Costs' is no value of 'accounts.category'.",
    ]);
    expect(faultsOf(page(actual, []))).toEqual(['dashboards.page.statement-s: It has no section.']);
  });

  it('compares with a budget in the same currency', () => {
    expect(faultsOf(page(moved, [{ section: 'Revenue' }]))).toContain(
      "dashboards.page.statement-s: 'actual' and 'moved' are not counted in the same unit.",
    );
  });
});
