import type { ResultColumn } from '#core/contract';
import { bySize, cellOf, difference, negate, shareOf, total } from './exact.js';
import { inWords, percentOf, plainNumber } from './words.js';

const count: ResultColumn = { name: 'n', title: 'N', kind: 'integer', role: 'metric' };

describe('exact figures', () => {
  it('adds and subtracts beyond what floating point holds, and keeps missing figures missing', () => {
    expect(total(['90071992547409.93', '0.01', null])).toBe('90071992547409.94');
    expect(total([null, null])).toBeNull();
    expect(difference('0.10', '0.30')).toBe('-0.20');
    expect(difference(null, '1')).toBeNull();
  });

  it('turns signs without ever writing minus zero', () => {
    expect([negate('1.50'), negate('-1.50'), negate('0.00'), negate('-0.00')]).toEqual(['-1.50', '1.50', '0.00', '0.00']);
  });

  it('divides half away from zero at six places, by the size of the whole, and not by nothing', () => {
    expect(shareOf('1', '3')).toBe('0.333333');
    expect(shareOf('-2', '3')).toBe('-0.666667');
    expect(shareOf('5.00', '-20.00')).toBe('0.250000');
    expect([shareOf('1', '0.00'), shareOf('1', null), shareOf(null, '1')]).toEqual([null, null, null]);
    expect(shareOf('0.0000005', '1')).toBe('0.000001');
    expect(shareOf('-0.0000005', '1')).toBe('-0.000001');
  });

  it('sorts the larger first and the missing last', () => {
    expect(['9', null, '10', '-1'].toSorted(bySize)).toEqual(['10', '9', '-1', null]);
  });

  it('sends whole numbers as numbers while they are exact', () => {
    expect([cellOf('12', count), cellOf('9007199254740993', count), cellOf(null, count)]).toEqual([12, '9007199254740993', null]);
  });
});

describe('figures in words', () => {
  const money = { unit: 'USD', places: 2, result: 'money' as const };
  it.each([
    ['1234567.5', money, '1,234,567.50 USD'],
    ['-999.00', money, '-999.00 USD'],
    [null, money, 'no figure'],
    ['0.4567', { places: 6, result: 'ratio' as const, format: 'percent' as const }, '45.7 %'],
    ['-0.005', { places: 6, result: 'ratio' as const, format: 'percent' as const }, '-0.5 %'],
    ['12.345678', { places: 6, result: 'ratio' as const }, '12.35'],
    ['4200', { places: 0, result: 'integer' as const }, '4,200'],
  ])('says %s as %s', (amount, metric, words) => {
    expect(inWords(amount, metric)).toBe(words);
  });

  it('says shares in percent and goals without exponents', () => {
    expect([percentOf('0.125'), percentOf('12.3'), percentOf('-0.0004'), percentOf('1')]).toEqual(['12.5', '1,230.0', '0.0', '100.0']);
    expect([plainNumber(0.4), plainNumber(1e-7), plainNumber(2000)]).toEqual(['0.4', '0.0000001', '2000']);
  });
});
