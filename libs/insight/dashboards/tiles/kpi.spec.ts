import { openShopDashboards, type ShopDashboards } from '../../../../test/support/shop-dashboards.js';
import { amount, cents, moneyText, type Only, periodsTo } from '../../../../test/support/shop-figures.js';
import { linesOfTheShop } from '../../../../test/support/small-company.js';

const lines = linesOfTheShop();

let company: ShopDashboards;
beforeAll(async () => {
  company = await openShopDashboards();
});
afterAll(() => company.close());
const revenue = (only: Only): string | null => amount(lines, { ...only, category: ['Revenue'] }, -1);

describe('a kpi tile', () => {
  it('compares the chosen period with the period before, to the cent, with twelve periods of trend', async () => {
    const { kpi, where, columns, rows, summary } = await company.tile('kpi-revenue', { period: ['2026-03'], branch: ['North', 'South'] });
    const branch = ['North', 'South'];
    const [before, now] = [
      cents(lines, { branch, period: ['2026-02'], category: ['Revenue'] }),
      cents(lines, { branch, period: ['2026-03'], category: ['Revenue'] }),
    ];
    expect(kpi).toMatchObject({
      value: revenue({ branch, period: ['2026-03'] }),
      base: revenue({ branch, period: ['2026-02'] }),
      against: 'period before (2026-02)',
      change: moneyText(-(now! - before!)),
      good: -(now! - before!) > 0n,
      goal: '2000',
      goalMet: true,
    });
    expect(Number(kpi?.changeRatio)).toBeCloseTo(Number(now! - before!) / Number(before!), 5);
    expect(kpi?.trend).toEqual(periodsTo('2026-03', 12).map((p) => ({ period: p, value: revenue({ branch, period: [p] }) })));
    expect(where).toEqual({ period: ['2026-03'], branch });
    expect(columns[1]).toMatchObject({ name: 'revenue', kind: 'money', unit: 'USD', drill: { metric: 'revenue' } });
    expect(rows.map((row) => row[1])).toEqual(kpi?.trend.map((t) => t.value));
    expect(summary).toMatch(
      /^Revenue in 2026-03 is [\d,.]+ USD; [\d,.]+ USD \([\d.]+ %\) (more|less) than in 2026-02; the goal above 2,000.00 USD is met\.$/,
    );
  });

  it('compares with last year where that is asked for, and calls more cost bad news', async () => {
    const { kpi } = await company.tile('kpi-direct', { period: ['2026-05'] });
    const direct = (p: string) => amount(lines, { period: [p], category: ['Direct'] });
    expect(kpi).toMatchObject({ value: direct('2026-05'), base: direct('2025-05'), against: 'same period last year (2025-05)' });
    expect(kpi?.good).toBe(kpi?.change?.startsWith('-'));
  });

  it('divides sums, not shares, and judges the goal exactly', async () => {
    const { kpi } = await company.tile('kpi-margin-percent', { period: ['2026-05'] });
    const [income, direct] = [
      -cents(lines, { period: ['2026-05'], category: ['Revenue'] })!,
      cents(lines, { period: ['2026-05'], category: ['Direct'] })!,
    ];
    expect(Number(kpi?.value)).toBeCloseTo(Number(income - direct) / Number(income), 5);
    expect(kpi).toMatchObject({ goal: '0.3', goalMet: Number(income - direct) / Number(income) >= 0.3 });
  });

  it('compares with nothing where nothing is asked for, and has gaps where there are no rows', async () => {
    const { kpi } = await company.tile('kpi-result', { period: ['2024-02'] });
    expect(kpi).toMatchObject({ base: null, change: null, changeRatio: null, good: null, against: '' });
    expect(kpi?.trend.slice(0, 10).every((t) => t.value === null)).toBe(true);
    expect(kpi?.trend.slice(10).map((t) => t.value)).toEqual(['2024-01', '2024-02'].map((p) => amount(lines, { period: [p] }, -1)));
  });

  it('is over everything on a dashboard without a period', async () => {
    const { kpi, where } = await company.tile('kpi-revenue', { branch: ['Hill'] }, 'all-time');
    expect(kpi).toMatchObject({ value: revenue({ branch: ['Hill'] }), trend: [] });
    expect(where).toEqual({ branch: ['Hill'] });
  });
});
