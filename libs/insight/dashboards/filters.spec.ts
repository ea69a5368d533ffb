import { shop } from '../../../test/support/shop-module.js';
import { calendarOf } from './calendar.js';
import { choiceOf, filterColumns } from './filters.js';

const [dashboard, allTime] = shop.dashboards as [(typeof shop.dashboards)[0], (typeof shop.dashboards)[0]];
const calendar = { values: ['2026-02', '2026-01'], initial: '2026-01', perYear: 12 };

describe('the filters of a dashboard', () => {
  it('are its period, then its other columns, each once', () => {
    expect(filterColumns(dashboard).map((c) => c.name)).toEqual(['period', 'branch', 'category']);
    const twice = { ...dashboard, filters: [...dashboard.filters, ...dashboard.filters] };
    expect(filterColumns(twice).map((c) => c.name)).toEqual(['period', 'branch', 'category']);
  });

  it('mean everything when left empty, and the newest period with figures', () => {
    expect(choiceOf(dashboard, { branch: [], category: {} }, calendar)).toEqual({
      where: {},
      moment: { name: 'period', chosen: '2026-01', perYear: 12 },
    });
    expect(choiceOf(allTime, { branch: ['North'] }, undefined)).toEqual({ where: { branch: ['North'] } });
  });

  it('take lists and ranges, and one period', () => {
    const choice = choiceOf(dashboard, { period: ['2025-12'], branch: ['North', 'South'], category: { from: 'A', to: 'M' } }, calendar);
    expect(choice.where).toEqual({ branch: ['North', 'South'], category: { from: 'A', to: 'M' } });
    expect(choice.moment?.chosen).toBe('2025-12');
  });

  it.each([
    [{ colour: ['red'] }, "This dashboard has no filter 'colour'."],
    [{ branch: 'North' }, "The filter 'branch' is neither a list of values nor a range."],
    [{ branch: [['North']] }, "The filter 'branch' is neither"],
    [{ branch: [null] }, "The filter 'branch' is neither"],
    [{ branch: { above: 1 } }, "The filter 'branch' is neither"],
    [{ branch: null }, "The filter 'branch' is neither"],
    [{ period: ['2026-01', '2026-02'] }, "The filter 'period' takes exactly one fiscal period."],
    [{ period: { from: '2026-01' } }, "The filter 'period' takes exactly one"],
    [{ period: ['2026-13'] }, "The filter 'period' takes exactly one"],
    [{ period: ['0000-01'] }, "The filter 'period' takes exactly one"],
    [{ period: ['9999-12'] }, "The filter 'period' takes exactly one"],
    [{ period: ['x'] }, "The filter 'period' takes exactly one"],
    [{ period: [202601] }, "The filter 'period' takes exactly one"],
  ])('refuse %j with a remedy', (filters, message) => {
    let refused: unknown;
    try {
      choiceOf(dashboard, filters as never, calendar);
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ status: 400, message: expect.stringContaining(message), remedy: expect.any(String) });
  });
});

describe('the calendar of a dashboard', () => {
  const result = (rows: [string, string | null][]) => ({ columns: [], rows, truncated: false, snapshot: { load: 1, publishedAt: '' } });

  it('starts people in the newest period that has figures, not in a budgeted future', () => {
    const lead = result([
      ['2026-01', '5.00'],
      ['2026-02', '-3.00'],
      ['2026-03', '0.00'],
      ['2026-04', null],
    ]);
    expect(calendarOf(['2026-01', '2026-02', '2026-03', '2026-04', '2026-12'], lead)).toEqual({
      values: ['2026-12', '2026-04', '2026-03', '2026-02', '2026-01'],
      initial: '2026-02',
      perYear: 12,
    });
  });

  it('knows years with adjustment periods, and a module without any period', () => {
    expect(calendarOf(['2025-13', '2026-01'], undefined)).toEqual({ values: ['2026-01', '2025-13'], initial: '2026-01', perYear: 13 });
    expect(calendarOf([], undefined)).toEqual({ values: [], perYear: 12 });
  });
});
