import type { DashboardView } from '#core/contract';
import { emma, nobody, openShopDashboards, type ShopDashboards } from '../../../test/support/shop-dashboards.js';
import { shop } from '../../../test/support/shop-module.js';
import { ACCOUNTS, BRANCHES, budgetOfTheShop, LAST_PERIOD, linesOfTheShop, publishShop } from '../../../test/support/small-company.js';

const lines = linesOfTheShop();
const budget = budgetOfTheShop();

let company: ShopDashboards;
beforeAll(async () => {
  company = await openShopDashboards();
});
afterAll(() => company.close());

describe('a dashboard', () => {
  const view = async (viewer = emma, id = 'shop'): Promise<DashboardView> =>
    JSON.parse(await company.dashboards.view(viewer, 'shop', id)) as DashboardView;

  it('offers its filters with their values, and starts in the newest period that has figures', async () => {
    const { filters, loads, snapshot, module, title } = await view();
    expect([module, title]).toEqual(['shop', 'Shop']);
    expect(filters.map(({ name, title: t, control, initial }) => [name, t, control, initial])).toEqual([
      ['period', 'Period', 'period', [LAST_PERIOD]],
      ['branch', 'Branch', 'choice', []],
      ['category', 'Category', 'choice', []],
    ]);
    expect(filters[0]?.values[0]).toBe('2026-12');
    expect(filters[0]?.values.at(-1)).toBe('2024-01');
    expect(filters[1]?.values.toSorted()).toEqual(BRANCHES.toSorted());
    expect(snapshot).toMatchObject({ load: 1, publishedAt: expect.any(String) });
    expect(loads.map((l) => l.load)).toEqual([1]);
  });

  it('describes its tiles, with every metric defined in words', async () => {
    const { rows } = await view();
    const tiles = rows.flat();
    expect(tiles.map((t) => t.id)).toEqual(shop.dashboards[0]?.rows.flat().map((t) => t.id));
    expect(tiles[0]).toMatchObject({
      title: 'Revenue',
      tile: 'kpi',
      drill: true,
      metrics: [{ name: 'revenue', unit: 'USD', places: 2, better: 'higher', definition: expect.stringMatching(/^Sum of Amount of/) }],
    });
    expect(tiles[1]?.metrics[0]?.better).toBe('lower');
    expect(tiles.find((t) => t.tile === 'statement')?.metrics.map((m) => m.name)).toEqual(['result', 'budget']);
  });

  it('shows a person without the right nothing at all', async () => {
    await view();
    await expect(view(nobody)).rejects.toMatchObject({ status: 403 });
    await company.tile('kpi-revenue');
    await expect(company.dashboards.tile(nobody, 'shop', 'shop', 'kpi-revenue', {})).rejects.toMatchObject({ status: 403 });
  });

  it('names what does not exist, and what does', async () => {
    await expect(view(emma, 'none')).rejects.toMatchObject({ status: 404, remedy: expect.stringContaining('shop, all-time') });
    await expect(company.tile('none')).rejects.toMatchObject({ status: 404, remedy: expect.stringContaining('kpi-revenue') });
    await expect(company.tile('kpi-revenue', { colour: ['red'] })).rejects.toMatchObject({ code: 'dashboards.unknown-filter' });
    await expect(company.tile('kpi-revenue', {}, 'shop', '99')).rejects.toMatchObject({ code: 'dashboards.load-not-kept' });
  });
});

describe('a new load', () => {
  afterEach(async () => {
    await publishShop(company.warehouse, { lines, budget });
  });

  it('is shown at once, the older one on request, and an account outside every section does not vanish', async () => {
    const before = await company.tile('kpi-revenue');
    const interest = { ...lines[0]!, no: 1_000_000, period: LAST_PERIOD, account: '0700', branch: 'North', amount: 5_000n };
    const dearer = lines.map((l) =>
      l.period === LAST_PERIOD && l.account === '0400' && l.branch === 'North' ? { ...l, amount: l.amount - 1n } : l,
    );
    await publishShop(company.warehouse, {
      lines: [...dearer, interest],
      budget,
      accounts: [...ACCOUNTS, { account: '0700', title: 'Loan', category: 'Interest' }],
    });
    const after = await company.tile('kpi-revenue');
    expect([before.snapshot.load, after.snapshot.load]).toEqual([1, 2]);
    expect(BigInt(after.kpi!.value!.replace('.', '')) - BigInt(before.kpi!.value!.replace('.', ''))).toBe(1n);
    expect(await company.tile('kpi-revenue', {}, 'shop', '1')).toEqual(before);

    const { statement } = await company.tile('statement-income-statement');
    expect(statement?.slice(-2).map((r) => [r.kind, r.title, r.amounts[0]])).toEqual([
      ['section', 'Not in any section', '-50.00'],
      ['account', '0700 Loan', '-50.00'],
    ]);
    expect(statement?.find((r) => r.title === 'Result')?.proven).toBe(false);
    expect(statement?.find((r) => r.title === 'Margin')?.proven).toBe(true);
  });
});

describe('a cached tile', () => {
  it('asks the gate for no figures again, whoever with the same rights looks', async () => {
    const first = await company.tile('statement-income-statement', { branch: ['East'] });
    const asked = jest.spyOn(company.gate, 'query');
    expect(await company.tile('statement-income-statement', { branch: ['East'] })).toEqual(first);
    const leo = { ...emma, personId: '3', name: 'leo' };
    await company.dashboards.tile(leo, 'shop', 'shop', 'statement-income-statement', { filters: { branch: ['East'] } });
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });
});
