import { cellsOf, openShopDashboards, type ShopDashboards } from '../../../../test/support/shop-dashboards.js';
import { amount, cents, type Only, periodsTo } from '../../../../test/support/shop-figures.js';
import { BRANCHES, budgetOfTheShop, LAST_PERIOD, linesOfTheShop } from '../../../../test/support/small-company.js';

const lines = linesOfTheShop();
const budget = budgetOfTheShop();

let company: ShopDashboards;
beforeAll(async () => {
  company = await openShopDashboards();
});
afterAll(() => company.close());
const revenue = (only: Only): string | null => amount(lines, { ...only, category: ['Revenue'] }, -1);

describe('a line tile', () => {
  it('shows every period of its axis, the budget as a plan, and last year aligned to the same periods', async () => {
    const result = await company.tile('line-revenue-budget-revenue', { branch: ['Hill'], period: ['2026-03'] });
    const axis = periodsTo('2026-03', 12);
    expect(result.columns.map((c) => [c.name, c.look])).toEqual([
      ['period', undefined],
      ['revenue', undefined],
      ['revenue:last-year', 'past'],
      ['budget_revenue', 'plan'],
    ]);
    expect(cellsOf(result, 'period')).toEqual(axis);
    expect(cellsOf(result, 'revenue')).toEqual(axis.map((p) => revenue({ branch: ['Hill'], period: [p] })));
    expect(cellsOf(result, 'revenue').slice(0, 9)).toEqual(Array(9).fill(null));
    expect(cellsOf(result, 'budget_revenue')).toEqual(
      axis.map((p) => amount(budget, { branch: ['Hill'], period: [p], category: ['Revenue'] }, -1)),
    );
    const all = await company.tile('line-revenue-budget-revenue');
    expect(cellsOf(all, 'revenue:last-year')).toEqual(periodsTo('2025-06', 12).map((p) => revenue({ period: [p] })));
  });

  it('draws the four largest values and the rest as Other, which together are the whole', async () => {
    const result = await company.tile('line-revenue-branch');
    const axis = periodsTo(LAST_PERIOD, 6);
    const sizes = BRANCHES.toSorted((a, b) =>
      Number(
        cents(lines, { branch: [a], period: axis, category: ['Revenue'] })! -
          cents(lines, { branch: [b], period: axis, category: ['Revenue'] })!,
      ),
    );
    expect(result.columns.slice(1).map((c) => c.title)).toEqual([...sizes.slice(0, 4), 'Other']);
    expect(result.columns[1]?.drill).toEqual({ metric: 'revenue', where: { branch: [sizes[0]] } });
    expect(result.columns[5]).not.toHaveProperty('drill');
    expect(cellsOf(result, `branch=${sizes[0]}`)).toEqual(axis.map((p) => revenue({ branch: [sizes[0]!], period: [p] })));
    expect(cellsOf(result, 'branch:other')).toEqual(axis.map((p) => revenue({ branch: sizes.slice(4), period: [p] })));
  });

  it('never adds up ratios to an Other', async () => {
    const { columns } = await company.tile('line-margin-percent-branch');
    expect(columns.slice(1)).toHaveLength(4);
    expect(columns.map((c) => c.title)).not.toContain('Other');
  });

  it('runs over everything on a dashboard without a period', async () => {
    const result = await company.tile('line-revenue', {}, 'all-time');
    expect(cellsOf(result, 'period')).toEqual(periodsTo(LAST_PERIOD, 30));
    expect(cellsOf(result, 'revenue')).toEqual(periodsTo(LAST_PERIOD, 30).map((p) => revenue({ period: [p] })));
  });
});
