import { formatAgo, formatStretch, formatTook, formatUntil } from './ages';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-11-24T12:00:00Z');
const at = (milliseconds: number) => new Date(NOW + milliseconds).toISOString();

describe('stretches of time in words', () => {
  it.each([
    [999, '0 s'],
    [59_999, '59 s'],
    [MINUTE, '1 min'],
    [3 * MINUTE + 20 * SECOND, '3 min 20 s'],
    [12 * MINUTE + 20 * SECOND, '12 min'],
    [2 * HOUR + 5 * MINUTE + 59 * SECOND, '2 h 5 min'],
    [99 * HOUR, '4 d 3 h'],
    [30 * 24 * HOUR, '30 d'],
    [-5000, '0 s'],
  ])('%d ms are %s', (milliseconds, words) => expect(formatStretch(milliseconds)).toBe(words));

  it('says how long ago, and takes a moment ahead for now: clocks differ', () => {
    expect(formatAgo(at(-12_000), NOW)).toBe('12 s ago');
    expect(formatAgo(at(400), NOW)).toBe('now');
  });

  it('says how long until', () => {
    expect(formatUntil(at(90_000), NOW)).toBe('in 1 min 30 s');
    expect(formatUntil(at(-90_000), NOW)).toBe('now');
  });

  it.each([
    [7.4, '7 ms'],
    [1240, '1.2 s'],
    [15_400, '15 s'],
  ])('a job that took %d ms took %s', (milliseconds, words) => expect(formatTook(milliseconds)).toBe(words));
});
