import { cellsOf, openShopDashboards, type ShopDashboards } from '../../../../test/support/shop-dashboards.js';
import { amount, cents, moneyText, type Only, periodsTo } from '../../../../test/support/shop-figures.js';
import { ACCOUNTS, BRANCHES, LAST_PERIOD, linesOfTheShop } from '../../../../test/support/small-company.js';

const lines = linesOfTheShop();

let company: ShopDashboards;
beforeAll(async () => {
  company = await openShopDashboards();
});
afterAll(() => company.close());
const revenue = (only: Only): string | null => amount(lines, { ...only, category: ['Revenue'] }, -1);

describe('a bar tile', () => {
  it('shows the largest, sorted, and the rest as Other, exact', async () => {
    const result = await company.tile('bar-revenue-margin-branch');
    const figures = BRANCHES.map((b) => -cents(lines, { branch: [b], period: [LAST_PERIOD], category: ['Revenue'] })!).toSorted((a, b) =>
      Number(b - a),
    );
    expect(cellsOf(result, 'revenue')).toEqual([...figures.slice(0, 3), figures.slice(3).reduce((a, b) => a + b)].map(moneyText));
    expect(cellsOf(result, 'branch').at(-1)).toBe('Other');
    const margins = cellsOf(result, 'margin').map((m) => BigInt(String(m).replace('.', '')));
    const margin = amount(lines, { period: [LAST_PERIOD], category: ['Revenue', 'Direct'] }, -1);
    expect(moneyText(margins.reduce((a, b) => a + b))).toBe(margin);
  });

  it('leaves the rest out where figures do not add up', async () => {
    const result = await company.tile('bar-margin-percent-branch');
    expect(result.rows).toHaveLength(2);
    expect(result).not.toHaveProperty('totals');
  });
});

describe('a table tile', () => {
  it('has one row a value in its order, and totals that are asked for, not added up', async () => {
    const result = await company.tile('table-revenue-direct-margin-percent-account');
    const used = ACCOUNTS.filter(
      (a) => a.category !== 'Overhead' && cents(lines, { account: [a.account], period: [LAST_PERIOD] }) !== undefined,
    );
    expect(cellsOf(result, 'account')).toEqual(used.map((a) => a.account));
    const [income, direct] = [
      -cents(lines, { period: [LAST_PERIOD], category: ['Revenue'] })!,
      cents(lines, { period: [LAST_PERIOD], category: ['Direct'] })!,
    ];
    expect(result.totals?.slice(0, 3)).toEqual(['Total', moneyText(income), moneyText(direct)]);
    expect(Number(result.totals?.[3])).toBeCloseTo(Number(income - direct) / Number(income), 5);
    expect(result.columns.map((c) => c.name)).toEqual(['account', 'revenue', 'direct', 'margin_percent']);
  });
});

describe('a stacked bar tile', () => {
  it('splits every period into five parts that add up to the whole', async () => {
    const result = await company.tile('stacked-revenue-period-branch');
    const axis = periodsTo(LAST_PERIOD, 12);
    expect(cellsOf(result, 'period')).toEqual(axis);
    expect(result.columns).toHaveLength(6);
    expect(result.columns.at(-1)).toMatchObject({ name: 'branch:other', title: 'Other' });
    for (const [p, ...parts] of result.rows) {
      const sum = parts.reduce((total, part) => total + BigInt(String(part ?? '0.00').replace('.', '')), 0n);
      expect(moneyText(sum)).toBe(revenue({ period: [String(p)] }));
    }
  });
});
