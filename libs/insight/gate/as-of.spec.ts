import { checkedAsOf } from './as-of.js';

describe('the moment that figures are asked for', () => {
  it.each([
    ['2026-03-31', 'UTC', '2026-03-31T23:59:59.999Z'],
    ['2026-01-31', 'Europe/Rome', '2026-01-31T22:59:59.999Z'],
    ['2026-06-30', 'America/New_York', '2026-07-01T03:59:59.999Z'],
    ['2026-06-30', 'Pacific/Auckland', '2026-06-30T11:59:59.999Z'],
    ['2026-03-28', 'Europe/Rome', '2026-03-28T22:59:59.999Z'],
    ['2026-03-29', 'Europe/Rome', '2026-03-29T21:59:59.999Z'],
    ['2026-10-25', 'Europe/Rome', '2026-10-25T22:59:59.999Z'],
    ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59.999Z'],
    ['2024-02-29', 'Asia/Kolkata', '2024-02-29T18:29:59.999Z'],
  ])('is, for the plain date %s, the end of that day in %s', (day, timeZone, end) => {
    expect(checkedAsOf(day, timeZone)).toBe(end);
  });

  it('is taken as it is for loads and for moments', () => {
    for (const asOf of ['12', '2026-03-31T08:00:00Z', '2026-03-31T08:00:00.5+02:00']) expect(checkedAsOf(asOf, 'Asia/Tokyo')).toBe(asOf);
  });

  it('is refused when there is no such day or moment', () => {
    for (const asOf of ['2026-02-30', '2026-13-01', 'yesterday', '', '2026-03-31T25:00:00Z', '1234567890'])
      expect(() => checkedAsOf(asOf, 'UTC')).toThrow(expect.objectContaining({ code: 'gate.wrong-as-of' }));
  });
});
