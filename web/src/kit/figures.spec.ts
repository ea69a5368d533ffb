import { compareFigures, formatAbbreviated, formatFigure, formatSize, isOpposite, spokenFigure } from './figures';

/** The reader of these tests is an English one: Node has no page address and no navigator language but its own. */
describe('figures as text', () => {
  it('groups thousands, puts negatives in parentheses, zero as a dash and nothing as blank', () => {
    expect(['1234567.80', '-1234.50', '0.00', '-0.00', null].map((value) => formatFigure(value, { places: 2 }))).toEqual([
      '1,234,567.80',
      '(1,234.50)',
      '–',
      '–',
      '',
    ]);
  });

  it('keeps every digit of amounts that a float would lose', () => {
    expect(formatFigure('-9007199254740993000000.01', { places: 2 })).toBe('(9,007,199,254,740,993,000,000.01)');
    expect(spokenFigure('12345678901234567.89', { places: 2, unit: 'USD' })).toBe('12,345,678,901,234,567.89 USD');
  });

  it('never rounds an amount that has more places than its column, and pads one that has fewer', () => {
    expect(formatFigure('1.239', { kind: 'money', places: 2 })).toBe('1.239');
    expect(formatFigure('7', { kind: 'money', places: 2 })).toBe('7.00');
  });

  it('abbreviates to three significant digits, also where rounding adds a digit', () => {
    const short = ['999', '1234.50', '12345', '999499', '999500', '1284503.27', '-20410.55', '7500000000'].map((value) =>
      formatAbbreviated(value),
    );
    expect(short).toEqual(['999', '1.23 k', '12.3 k', '999 k', '1.00 M', '1.28 M', '(20.4 k)', '7.50 B']);
  });

  it('writes ratios as percentages and their change in points', () => {
    expect(formatFigure('0.374568', { kind: 'ratio', format: 'percent' })).toBe('37.5%');
    expect(formatFigure('-0.0213', { kind: 'ratio', format: 'percent' })).toBe('(2.1%)');
    expect(formatSize('-0.006', { format: 'percent' })).toBe('0.6 pp');
  });

  it('compares by value and exactly, with nothing as the least', () => {
    expect(['10.00', null, '9.5', '-3'].toSorted(compareFigures)).toEqual([null, '-3', '9.5', '10.00']);
    expect(compareFigures('9007199254740993', '9007199254740992')).toBe(1);
    expect(isOpposite('1.50', '-1.5')).toBe(true);
    expect(isOpposite('1.50', '1.5')).toBe(false);
  });
});
