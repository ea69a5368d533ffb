import type { Filters } from '#core/contract';
import { openShopDashboards, type ShopDashboards } from '../../../../test/support/shop-dashboards.js';
import { amount, cents, moneyText, periodsTo } from '../../../../test/support/shop-figures.js';
import { budgetOfTheShop, LAST_PERIOD, linesOfTheShop } from '../../../../test/support/small-company.js';

const lines = linesOfTheShop();
const budget = budgetOfTheShop();

let company: ShopDashboards;
beforeAll(async () => {
  company = await openShopDashboards();
});
afterAll(() => company.close());

describe('a statement tile', () => {
  const statement = async (filters: Filters = {}) => {
    const result = await company.tile('statement-income-statement', filters);
    return { result, rows: result.statement!, row: (title: string) => result.statement!.find((r) => r.title === title)! };
  };
  const toDate = periodsTo(LAST_PERIOD, 6);

  it('has its sections, accounts and subtotals in order, without accounts that have nothing', async () => {
    const { rows, result } = await statement();
    expect(rows.map((r) => [r.kind, r.title])).toEqual([
      ['section', 'Revenue'],
      ['account', '0400 Maintenance'],
      ['account', '0410 Snow'],
      ['section', 'Direct'],
      ['account', '0500 Labor'],
      ['account', '0510 Materials'],
      ['subtotal', 'Margin'],
      ['section', 'Overhead'],
      ['account', '0600 Rent'],
      ['subtotal', 'Result'],
    ]);
    const amounts = ['Actual', 'Budget', 'Variance', 'Variance %', 'Last year', 'Year to date', 'YTD budget'];
    expect(result.columns.map((c) => c.title)).toEqual(['Category', 'Account', 'Title', ...amounts]);
    expect(result.rows.slice(0, 2)).toEqual([
      ['Revenue', null, null, ...rows[0]!.amounts],
      ['Revenue', '0400', 'Maintenance', ...rows[1]!.amounts],
    ]);
    expect(result.columns.slice(0, 3).map((c) => c.name)).toEqual(['category', 'account', 'account.title']);
  });

  it('shows income as it is and cost turned, with a variance that is favorable when positive', async () => {
    const { row } = await statement();
    const at = (account: string, periods: string[], from: typeof lines | typeof budget, sign: 1 | -1) =>
      amount(from, { account: [account], period: periods }, sign);
    const labor = row('0500 Labor');
    const [actual, plan] = [
      cents(lines, { account: ['0500'], period: [LAST_PERIOD] })!,
      cents(budget, { account: ['0500'], period: [LAST_PERIOD] })!,
    ];
    expect(labor.amounts).toEqual([
      moneyText(actual),
      moneyText(plan),
      moneyText(plan - actual),
      expect.any(String),
      at('0500', ['2025-06'], lines, 1),
      at('0500', toDate, lines, 1),
      at('0500', toDate, budget, 1),
    ]);
    expect(Number(labor.amounts[3])).toBeCloseTo(Number(plan - actual) / Number(plan), 5);
    expect(labor.where).toEqual({ period: [LAST_PERIOD], category: ['Direct'], account: ['0500'] });
    expect(row('0400 Maintenance').amounts[0]).toBe(at('0400', [LAST_PERIOD], lines, -1));
    expect(row('Direct').where).toEqual({ period: [LAST_PERIOD], category: ['Direct'] });
  });

  it('leaves the percentage empty where there is no budget', async () => {
    const { row } = await statement({ period: ['2026-02'] });
    const snow = row('0410 Snow');
    expect(snow.amounts.slice(0, 4)).toEqual([snow.amounts[0], null, snow.amounts[0], null]);
  });

  it('adds its sections up exactly and proves its subtotals by the metrics', async () => {
    const { row } = await statement();
    expect(row('Margin')).toMatchObject({ proven: true });
    expect(row('Margin').amounts[0]).toBe(amount(lines, { period: [LAST_PERIOD], category: ['Revenue', 'Direct'] }, -1));
    expect(row('Result')).toMatchObject({ proven: true });
    expect(row('Result').amounts[5]).toBe(amount(lines, { period: toDate }, -1));
  });

  it('says how to drill each column: the same metric, other periods', async () => {
    const { result } = await statement();
    expect(result.columns.slice(3).map((c) => c.drill)).toEqual([
      { metric: 'result' },
      { metric: 'budget' },
      { metric: 'variance' },
      undefined,
      { metric: 'result', where: { period: ['2025-06'] } },
      { metric: 'result', where: { period: toDate } },
      { metric: 'budget', where: { period: toDate } },
    ]);
  });
});
