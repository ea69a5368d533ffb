import { cron, slotsBetween, timingOf, type When } from './when.js';

const iso = (dates: readonly Date[]) => dates.map((date) => date.toISOString().replace(/:00\.000Z$/, 'Z'));
const between = (when: When, zone: string, from: string, until: string) =>
  iso(slotsBetween(timingOf(when, zone), new Date(from), new Date(until)));
const words = (when: When) => timingOf(when, 'UTC').words;

describe('a cron line', () => {
  it('reads names, ranges, steps, lists, seconds and presets', () => {
    expect(between(cron('0 9-17/4 * jan,jul MON-FRI'), 'UTC', '2026-01-02T00:00Z', '2026-01-05T10:00Z')).toEqual([
      '2026-01-02T09:00Z',
      '2026-01-02T13:00Z',
      '2026-01-02T17:00Z',
      '2026-01-05T09:00Z',
    ]);
    expect(timingOf(cron('30 0 0 * * *'), 'UTC').next(new Date('2026-01-01T00:00Z')).toISOString()).toBe('2026-01-01T00:00:30.000Z');
    expect(between(cron('@weekly'), 'UTC', '2026-01-01T00:00Z', '2026-01-12T00:00Z')).toEqual(['2026-01-04T00:00Z', '2026-01-11T00:00Z']);
    expect(between(cron('0 0 * * 7'), 'UTC', '2026-01-01T00:00Z', '2026-01-05T00:00Z')).toEqual(['2026-01-04T00:00Z']);
  });

  it('finds 29 February, and either kind of day where both are given', () => {
    expect(between(cron('0 12 29 2 *'), 'UTC', '2096-03-01T00:00Z', '2108-03-01T00:00Z')).toEqual([
      '2104-02-29T12:00Z',
      '2108-02-29T12:00Z',
    ]);
    expect(between(cron('0 0 13 * 5'), 'UTC', '2026-03-06T12:00Z', '2026-04-13T00:00Z')).toEqual(
      ['03-13', '03-20', '03-27', '04-03', '04-10', '04-13'].map((day) => `2026-${day}T00:00Z`),
    );
  });

  it('is read in its own zone, else in the configured one', () => {
    const from = new Date('2026-07-01T00:00Z');
    expect(
      timingOf(cron('0 2 * * *', { zone: 'America/New_York' }), 'UTC')
        .next(from)
        .toISOString(),
    ).toBe('2026-07-01T06:00:00.000Z');
    expect(timingOf(cron('0 2 * * *'), 'Europe/Berlin').next(new Date('2026-07-01T00:00Z')).toISOString()).toBe('2026-07-02T00:00:00.000Z');
  });

  it.each([
    '',
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    'x * * * *',
    '* * 30 2 *',
    '1.5 * * * *',
    '*5 * * * *',
    '* * * * * * *',
    '-1 * * * *',
  ])('is refused when nobody could follow it: "%s"', (line) => {
    expect(() => cron(line)).toThrow(expect.objectContaining({ code: 'queue.bad-cron' }));
  });

  it('is refused with a zone that is none', () => {
    expect(() => cron('0 2 * * *', { zone: 'Mars/Olympus' })).toThrow(expect.objectContaining({ code: 'queue.bad-zone' }));
    expect(() => timingOf(cron('0 2 * * *'), 'Mars/Olympus')).toThrow(expect.objectContaining({ code: 'queue.bad-zone' }));
  });

  it.each([
    ['0 2 * * *', 'At 02:00 every day'],
    ['0 6,18 * * 1-5', 'At 06:00 and 18:00 on Monday to Friday'],
    ['*/15 * * * *', 'Every 15 minutes'],
    ['0 * * * *', 'Every hour'],
    ['30 * * * 0,6', 'At minute 30 of every hour on Sunday and Saturday'],
    ['* * * * *', 'Every minute'],
    ['* 8-17 * * 1-5', 'Every minute from 08:00 to 17:59 on Monday to Friday'],
    ['0 0 1 * *', 'At 00:00 on day 1 of every month'],
    ['0 0 1 1,7 *', 'At 00:00 on day 1 of January and July'],
    ['0 0 13 * 5', 'At 00:00 on day 13 of every month and on Friday'],
    ['*/7 3 * * *', 'By the cron line */7 3 * * *'],
  ])('is shown in words: %s', (line, expected) => expect(words(cron(line))).toBe(expected));
});
