import { isRealDate } from './date.js';
import { isPeriod, previousYear, sameYearStart, shiftPeriod } from './period.js';

describe('period', () => {
  it('steps over the turn of the fiscal year in both directions', () => {
    expect(shiftPeriod('2026-11', 3)).toBe('2027-02');
    expect(shiftPeriod('2026-01', -1)).toBe('2025-12');
    expect(shiftPeriod('2026-13', 1, 13)).toBe('2027-01');
    expect(shiftPeriod('2026-05', 0)).toBe('2026-05');
  });

  it('knows where the year starts and the same period of last year', () => {
    expect(sameYearStart('2026-07')).toBe('2026-01');
    expect(previousYear('2026-07')).toBe('2025-07');
  });

  it('refuses keys that name no period', () => {
    for (const key of ['2026-00', '2026-13', '2026-1', '26-01', '2026-01-01']) expect(isPeriod(key)).toBe(false);
    expect(() => shiftPeriod('2026-13', 1)).toThrow(RangeError);
  });
});

describe('plain date', () => {
  it('accepts days of the calendar only', () => {
    for (const date of ['2026-01-31', '2024-02-29', '2000-02-29']) expect(isRealDate(date)).toBe(true);
    for (const date of ['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-1-1', '2026-01-00', '']) {
      expect(isRealDate(date)).toBe(false);
    }
  });
});
