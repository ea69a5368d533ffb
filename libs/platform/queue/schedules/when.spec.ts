import { CronTime } from 'cron';
import { calendar } from './calendar.js';
import { usFederal } from './us-federal.js';
import { cron, slotsBetween, timingOf, type When, workingDay } from './when.js';

const iso = (dates: readonly Date[]) => dates.map((date) => date.toISOString().replace(/:00\.000Z$/, 'Z'));
const between = (when: When, zone: string, from: string, until: string) =>
  iso(slotsBetween(timingOf(when, zone), new Date(from), new Date(until)));
const words = (when: When) => timingOf(when, 'UTC').words;

describe('a cron line where the clock goes forward', () => {
  it('is due at the first moment after the gap when its time does not exist', () => {
    expect(between(cron('30 2 * * *'), 'America/New_York', '2026-03-07T12:00Z', '2026-03-09T12:00Z')).toEqual([
      '2026-03-08T07:00Z', // 03:00 EDT, for 02:30
      '2026-03-09T06:30Z',
    ]);
    expect(between(cron('0 2 * * *'), 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
      '2026-03-29T01:00Z', // 03:00 CEST, for 02:00
      '2026-03-30T00:00Z',
    ]);
    expect(between(cron('15 2 * * *'), 'Australia/Lord_Howe', '2026-10-03T00:00Z', '2026-10-04T18:00Z')).toEqual([
      '2026-10-03T15:30Z', // 02:30 +11, for 02:15
      '2026-10-04T15:15Z',
    ]);
  });

  it('has one slot for all its times that fall on that moment', () => {
    expect(between(cron('0,20,40 1-3 * * *'), 'America/New_York', '2026-03-08T06:30Z', '2026-03-08T09:00Z')).toEqual([
      '2026-03-08T06:40Z',
      '2026-03-08T07:00Z',
      '2026-03-08T07:20Z',
      '2026-03-08T07:40Z',
    ]);
  });

  it('goes on in even steps when it is about stretches of time', () => {
    expect(between(cron('*/30 * * * *'), 'America/New_York', '2026-03-08T06:00Z', '2026-03-08T08:00Z')).toEqual([
      '2026-03-08T06:30Z',
      '2026-03-08T07:00Z',
      '2026-03-08T07:30Z',
      '2026-03-08T08:00Z',
    ]);
    expect(between(cron('30 * * * *'), 'Europe/Berlin', '2026-03-29T00:00Z', '2026-03-29T03:00Z')).toEqual([
      '2026-03-29T00:30Z',
      '2026-03-29T01:30Z',
      '2026-03-29T02:30Z',
    ]);
  });
});

describe('a cron line where the clock goes back', () => {
  it('is due once, the first time, when its time comes twice', () => {
    expect(between(cron('30 1 * * *'), 'America/New_York', '2026-10-31T12:00Z', '2026-11-02T12:00Z')).toEqual([
      '2026-11-01T05:30Z', // 01:30 EDT
      '2026-11-02T06:30Z',
    ]);
    expect(between(cron('0 2 * * *'), 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
      '2026-10-25T00:00Z', // 02:00 CEST
      '2026-10-26T01:00Z',
    ]);
    expect(between(cron('45 1 * * *'), 'Australia/Lord_Howe', '2026-04-03T18:00Z', '2026-04-05T18:00Z')).toEqual([
      '2026-04-04T14:45Z', // 01:45 +11
      '2026-04-05T15:15Z',
    ]);
  });

  it('is not due again when it is asked within the repeated hour', () => {
    const { next } = timingOf(cron('30 1 * * *'), 'America/New_York');
    expect(next(new Date('2026-11-01T06:10Z')).toISOString()).toBe('2026-11-02T06:30:00.000Z'); // 01:10 EST, the second one
  });

  it('goes on through both hours when it is about stretches of time', () => {
    expect(between(cron('*/30 * * * *'), 'America/New_York', '2026-11-01T05:00Z', '2026-11-01T07:00Z')).toEqual([
      '2026-11-01T05:30Z',
      '2026-11-01T06:00Z',
      '2026-11-01T06:30Z',
      '2026-11-01T07:00Z',
    ]);
    expect(between(cron('0 * * * *'), 'Australia/Lord_Howe', '2026-04-04T14:00Z', '2026-04-04T17:00Z')).toEqual([
      '2026-04-04T15:30Z', // 02:00 +10:30: the clock went from 02:00 back to 01:30
      '2026-04-04T16:30Z',
    ]);
  });
});

describe('slots', () => {
  /** The same numbers for everybody: a failure can be looked at again. */
  const numbers = (seed: number) => () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const zones = [
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'Africa/Casablanca',
    'UTC',
  ];
  const anyLine = (random: () => number) => {
    const pick = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
    const minute = ['*/20', '*/45', '0', `${pick(0, 59)}`, `${pick(0, 29)},${pick(30, 59)}`][pick(0, 4)];
    const hour = ['*', '*/2', `${pick(0, 23)}`, '0-4', `${pick(0, 3)},${pick(4, 23)}`][pick(0, 4)];
    const days = ['* * *', '* * *', `${pick(1, 28)} * *`, `* * ${pick(0, 6)}`, `${pick(1, 28)} * ${pick(0, 6)}`][pick(0, 4)];
    return `${minute} ${hour} ${days}`;
  };

  it('increase, and none is missed or told twice however time is cut into looks', () => {
    const random = numbers(7);
    for (let round = 0; round < 60; round += 1) {
      const timing = timingOf(cron(anyLine(random)), zones[round % zones.length]!);
      const from = Date.UTC(2026, Math.floor(random() * 12), 1 + Math.floor(random() * 28));
      const until = from + 9 * 86_400_000;
      const whole = slotsBetween(timing, new Date(from), new Date(until)).map(Number);
      const cut: number[] = [];
      for (let at = from; at < until; ) {
        const next = Math.min(until, at + 1 + Math.floor(random() ** 3 * 30 * 3_600_000));
        cut.push(...slotsBetween(timing, new Date(at), new Date(next)).map(Number));
        at = next;
      }
      expect(cut).toEqual(whole);
      expect(whole.every((slot, at) => at === 0 || slot > whole[at - 1]!)).toBe(true);
    }
  });

  it('show the figures of their line on the zone’s clock, except after a gap', () => {
    const random = numbers(11);
    for (let round = 0; round < 40; round += 1) {
      const [hour, minute] = [Math.floor(random() * 24), Math.floor(random() * 60)];
      const zone = zones[round % zones.length]!;
      const slots = slotsBetween(
        timingOf(cron(`${minute} ${hour} * * *`), zone),
        new Date('2025-12-31T12:00Z'),
        new Date('2026-12-31T12:00Z'),
      );
      const shown = slots.map((slot) => slot.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }));
      const expected = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
      expect(slots).toHaveLength(365);
      expect(shown.filter((time) => time !== expected).length).toBeLessThanOrEqual(1);
    }
  });

  it('are those of the cron package wherever no clock jumps', () => {
    const random = numbers(23);
    for (let round = 0; round < 60; round += 1) {
      const line = anyLine(random);
      const from = new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 300) * 86_400_000);
      expect([line, timingOf(cron(line), 'UTC').next(from)]).toEqual([
        line,
        new CronTime(line, 'UTC').getNextDateFrom(from, 'UTC').toJSDate(),
      ]);
    }
  });
});

describe('a schedule by working days', () => {
  const third = workingDay({ nth: 3, after: 'month end', at: '06:00', calendar: usFederal });

  it('is due on the nth working day after the end of a month', () => {
    expect(between(third, 'America/New_York', '2025-12-15T00:00Z', '2026-08-01T00:00Z')).toEqual([
      '2026-01-06T11:00Z', // Jan 1 is a holiday: 2, 5, 6
      '2026-02-04T11:00Z',
      '2026-03-04T11:00Z',
      '2026-04-03T10:00Z',
      '2026-05-05T10:00Z',
      '2026-06-03T10:00Z',
      '2026-07-06T10:00Z', // 1, 2, and July 4 is kept on Friday the 3rd
    ]);
  });

  it('counts quarters and years from the month with which the year ends', () => {
    const at = { at: '06:00', calendar: usFederal } as const;
    expect(between(workingDay({ nth: 1, after: 'quarter end', ...at }), 'UTC', '2026-01-01T00:00Z', '2026-12-31T00:00Z')).toEqual(
      ['01-02', '04-01', '07-01', '10-01'].map((day) => `2026-${day}T06:00Z`),
    );
    expect(
      between(workingDay({ nth: 2, after: 'year end', yearEndsIn: 6, ...at }), 'UTC', '2026-01-01T00:00Z', '2028-12-31T00:00Z'),
    ).toEqual(
      ['2026-07-02T06:00Z', '2027-07-02T06:00Z', '2028-07-05T06:00Z'], // 2028: Monday the 3rd, and the 4th is a holiday
    );
  });

  it('follows the company’s own calendar', () => {
    const gulf = calendar({ name: 'Gulf', weekend: [5, 6], holidays: [{ title: 'Inventory', on: '2026-02-01' }] });
    expect(
      between(workingDay({ nth: 1, after: 'month end', at: '08:30', calendar: gulf }), 'UTC', '2026-01-15T00:00Z', '2026-03-15T00:00Z'),
    ).toEqual(['2026-02-02T08:30Z', '2026-03-01T08:30Z']);
  });

  it('is due after the gap when its time does not exist that day', () => {
    const first = workingDay({ nth: 1, after: 'month end', at: '02:30', calendar: calendar({ name: 'All days', weekend: [] }) });
    expect(between(first, 'America/Sao_Paulo', '2026-01-15T00:00Z', '2026-02-15T00:00Z')).toEqual(['2026-02-01T05:30Z']);
    const eighth = workingDay({ nth: 8, after: 'month end', at: '02:30', calendar: calendar({ name: 'All days', weekend: [] }) });
    expect(between(eighth, 'America/New_York', '2026-03-01T00:00Z', '2026-03-15T00:00Z')).toEqual(['2026-03-08T07:00Z']);
  });

  it('is shown in words', () => {
    expect(words(third)).toBe('At 06:00 on the third working day after month end, US federal holidays');
    expect(words(workingDay({ nth: 1, after: 'year end', yearEndsIn: 6, at: '06:00', calendar: usFederal }))).toBe(
      'At 06:00 on the first working day after year end (years end in June), US federal holidays',
    );
  });

  it.each([{ nth: 0 }, { nth: 16 }, { nth: 1.5 }, { at: '24:00' }, { at: '6:00' }, { yearEndsIn: 13 }])('is refused with %j', (fault) => {
    const rule = { nth: 1, after: 'month end', at: '06:00', calendar: usFederal, ...fault } as const;
    expect(() => workingDay(rule)).toThrow(expect.objectContaining({ code: 'queue.bad-working-day' }));
  });

  it('is refused with a calendar without working days', () => {
    const never = calendar({ name: 'Never', weekend: [0, 1, 2, 3, 4, 5, 6] });
    expect(() => workingDay({ nth: 1, after: 'month end', at: '06:00', calendar: never })).toThrow(
      expect.objectContaining({ code: 'queue.bad-working-day' }),
    );
  });
});
