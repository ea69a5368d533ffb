import { parseDateFormat } from './date-format.js';

describe('date format', () => {
  it('says where the parts stand and what the whole looks like', () => {
    const format = parseDateFormat('dd.MM.yyyy');
    expect(format?.parts).toEqual([
      { token: 'dd', at: 0 },
      { token: 'MM', at: 3 },
      { token: 'yyyy', at: 6 },
    ]);
    expect(format?.pattern.test('31.12.2026')).toBe(true);
    expect(format?.pattern.test('31x12x2026')).toBe(false);
    expect(parseDateFormat('yyyy-MM-ddTHH:mm:ss.SSSZ')?.parts).toHaveLength(7);
  });

  it('refuses formats that leave the day open or hold unknown letters', () => {
    for (const format of ['', 'yyyy-MM', 'dd/mm/yyyy', 'yyyy-MM-dd-dd', 'DD.MM.YYYY', 'd.M.yyyy', 'yyyy-MMM-dd', "yyyy 'year' MM dd"])
      expect(parseDateFormat(format)).toBeUndefined();
  });
});
