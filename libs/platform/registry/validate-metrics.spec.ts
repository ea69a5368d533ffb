import {
  type AnyRelation,
  choice,
  countDistinct,
  csv,
  date,
  decimal,
  defineModule,
  flag,
  integer,
  is,
  last,
  type Metric,
  may,
  metric,
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
import { validateModules } from './index.js';

const rows = source('rows', { title: 'Rows', from: csv('r.csv'), fields: { no: integer() } });
const accounts = model('accounts', {
  title: 'Accounts',
  kind: 'dimension',
  grain: ['account'],
  columns: { account: text(), category: choice(['Revenue', 'Cost']) },
  sql: sql`select 'a' as account, 'Cost' as category from ${rows}`,
});
const amounts = { usd: money('USD'), eur: money('EUR'), km: decimal({ unit: 'km' }) };
const entries = model('entries', {
  title: 'Entries',
  kind: 'fact',
  grain: ['no'],
  columns: { no: integer(), account: ref(accounts.account), against: ref(accounts.account), posted: date(), fixed: flag(), ...amounts },
  sql: sql`select 1 as no from ${rows}`,
});
const lines = model('lines', {
  title: 'Lines',
  kind: 'fact',
  grain: ['no'],
  columns: { no: integer(), month: period(), usd: money('USD') },
  sql: sql`select 1 as no from ${rows}`,
});
const months = model('months', {
  title: 'Months',
  kind: 'summary',
  grain: ['month'],
  columns: { month: period(), account: ref(accounts.account), region: text(), usd: money('USD') },
  sql: sql`select 1 as no from ${rows}`,
  drill: { usd: lines.usd },
});

const faultsOf = (...metrics: Metric[]): string[] => {
  const models: AnyRelation[] = [accounts, entries, lines, months];
  const module = defineModule('m', {
    title: 'M',
    icon: 'X',
    files: 'data:m',
    sources: [rows],
    models,
    metrics,
    roles: { viewer: [may('view')] },
  });
  const faults = validateModules([module]);
  expect(faults.every((f) => f.remedy.length > 0 && f.path.startsWith('metrics.'))).toBe(true);
  return faults.map((f) => f.message);
};
const doc = { title: 'Figure' };

describe('a metric', () => {
  it('adds and subtracts only what is counted in one unit', () => {
    const [usd, eur, km] = [sum(entries.usd), sum(entries.eur), sum(entries.km)];
    expect(faultsOf(metric('both', plus(usd, eur), doc))).toEqual(['It adds USD and EUR.']);
    expect(faultsOf(metric('odd', minus(usd, countDistinct(entries.no)), doc))).toEqual(['It subtracts USD and a plain number.']);
    expect(faultsOf(metric('share', minus(ratio(usd, km), usd), doc))).toContain('It subtracts a ratio and USD.');
    expect(faultsOf(metric('fine', ratio(minus(usd, usd), km), doc), metric('deep', minus(ratio(usd, km), ratio(eur, km)), doc))).toEqual(
      [],
    );
  });

  it('cannot be given another currency by its words', () => {
    expect(faultsOf(metric('renamed', sum(entries.usd), { ...doc, unit: 'EUR' }))).toEqual([
      'Its unit is said to be EUR, but it counts USD.',
    ]);
    expect(faultsOf(metric('counted', countDistinct(entries.no), { ...doc, unit: 'people' }))).toEqual([]);
  });

  it('has conditions that can come true', () => {
    const where = [
      is(accounts.category as never, 'Assets' as never),
      is(entries.posted, '2026-02-30'),
      is(entries.fixed, 'yes'),
      is(entries.no, '1.5'),
      is(entries.usd, '0.001'),
    ];
    const messages = faultsOf(metric('never', sum(entries.usd, { where }), doc));
    for (const value of ['Assets', '2026-02-30', 'yes', '1.5', '0.001'])
      expect(messages).toContainEqual(expect.stringContaining(`'${value}', which never occurs`));
  });

  it('has conditions that say which of two references they mean', () => {
    expect(faultsOf(metric('revenue', sum(entries.usd, { where: [is(accounts.category, 'Revenue')] }), doc))).toEqual([
      "Its condition on 'accounts.category' can mean account.category or against.category.",
    ]);
  });

  it('takes the last value over a time of its own model', () => {
    expect(faultsOf(metric('level', last(months.usd, { over: lines.month as never }), doc))).toEqual([
      "The last value over 'month' is undefined: it is no time of 'months'.",
    ]);
  });

  it('has conditions that the rows behind its figures know too', () => {
    const own = metric('own', sum(months.usd, { where: [is(months.region, 'North')] }), doc);
    const other = metric('other', sum(months.usd, { where: [is(accounts.category, 'Cost')] }), doc);
    expect(faultsOf(own, other)).toEqual([
      "Its rows cannot be listed: 'lines' has no 'months.region' for its condition.",
      "Its rows cannot be listed: 'lines' has no 'accounts.category' for its condition.",
    ]);
  });

  it('has a title', () => {
    expect(faultsOf(metric('nameless', sum(entries.usd), { title: '' }))).toEqual(['It has no title.']);
  });
});
