import { addDecimals, compareDecimals, formatDecimal, groupThousands, parseDecimal, roundHalfAwayFromZero } from './decimal.js';

describe('decimal', () => {
  it('counts a decimal in its smallest unit', () => {
    expect(parseDecimal('12.5', 2)).toBe(1250n);
    expect(parseDecimal('-0.01', 2)).toBe(-1n);
    expect(parseDecimal('22080.0000', 2)).toBe(2208000n);
  });

  it('refuses what it would have to round or guess', () => {
    for (const text of ['1.005', '', ' 1', '1,5', '+1', '1e3', '.5', '5.', '--1', 'NaN', '１'])
      expect(parseDecimal(text, 2)).toBeUndefined();
  });

  it('writes units back with all places, also between -1 and 0', () => {
    expect(formatDecimal(1250n, 2)).toBe('12.50');
    expect(formatDecimal(-5n, 2)).toBe('-0.05');
    expect(formatDecimal(0n, 2)).toBe('0.00');
    expect(formatDecimal(-7n, 0)).toBe('-7');
  });

  it('adds beyond the reach of floating point', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3');
    expect(addDecimals('9007199254740993.01', '-0.1')).toBe('9007199254740992.91');
    expect(() => addDecimals('1', 'x')).toThrow(RangeError);
  });

  it('compares by value, not by text', () => {
    expect(compareDecimals('1.0', '1')).toBe(0);
    expect(compareDecimals('-2', '-10')).toBe(1);
    expect(compareDecimals('0.09', '0.1')).toBe(-1);
  });

  it('sets thousands apart', () => {
    expect(['1234567.50', '-1000', '999', '0.123456'].map(groupThousands)).toEqual(['1,234,567.50', '-1,000', '999', '0.123456']);
  });

  it('rounds halves away from zero', () => {
    expect(roundHalfAwayFromZero('0.125', 2)).toBe('0.13');
    expect(roundHalfAwayFromZero('-0.125', 2)).toBe('-0.13');
    expect(roundHalfAwayFromZero('-0.1249', 2)).toBe('-0.12');
    expect(roundHalfAwayFromZero('2.5', 0)).toBe('3');
    expect(roundHalfAwayFromZero('7', 2)).toBe('7.00');
  });
});
