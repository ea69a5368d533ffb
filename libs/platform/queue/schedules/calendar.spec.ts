import { calendar, holidaysOf, isWorkingDay } from './calendar.js';
import { usFederal } from './us-federal.js';

const days = (year: number) => holidaysOf(usFederal, year).map(({ day }) => day.slice(5));

describe('the US federal calendar', () => {
  // As published by the Office of Personnel Management.
  it.each([
    [2020, '01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25'],
    [2021, '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31'],
    [2022, '01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26'],
    [2023, '01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25'],
    [2024, '01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25'],
    [2025, '01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25'],
    [2026, '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25'],
    [2027, '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31'],
  ])('has the published days of %i', (year, expected) => expect(days(year).join(' ')).toBe(expected));

  it('is worked on all other days from Monday to Friday', () => {
    const worked = (day: string) => isWorkingDay(usFederal, Date.parse(day));
    expect(['2026-07-02', '2026-07-03', '2026-07-04', '2026-07-05', '2026-07-06'].map(worked)).toEqual([true, false, false, false, true]);
  });
});

describe('a calendar', () => {
  it('knows Easter', () => {
    const easter = calendar({ name: 'Easter', holidays: [{ title: 'Easter Sunday', easter: 0 }] });
    const published = [
      '1961-04-02',
      '2000-04-23',
      '2008-03-23',
      '2011-04-24',
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2027-03-28',
      '2038-04-25',
      '2049-04-18',
      '2076-04-19',
    ];
    for (const day of published) expect(holidaysOf(easter, Number(day.slice(0, 4)))).toEqual([{ day, title: 'Easter Sunday' }]);
  });

  it('moves holidays off the weekend by each one’s rule, one after the other', () => {
    const england = calendar({
      name: 'England',
      holidays: [
        { title: 'Good Friday', easter: -2 },
        { title: 'Easter Monday', easter: 1 },
        { title: 'Christmas Day', month: 12, day: 25, observed: 'next working day' },
        { title: 'Boxing Day', month: 12, day: 26, observed: 'next working day' },
        { title: 'Coronation', on: '2023-05-08' },
      ],
    });
    const found = (year: number) => holidaysOf(england, year).map(({ day, title }) => `${day} ${title}`);
    expect(found(2021).slice(2)).toEqual(['2021-12-27 Christmas Day', '2021-12-28 Boxing Day']);
    expect(found(2022).slice(2)).toEqual(['2022-12-26 Boxing Day', '2022-12-27 Christmas Day']);
    expect(found(2023)).toEqual([
      ...['2023-04-07 Good Friday', '2023-04-10 Easter Monday', '2023-05-08 Coronation'],
      ...['2023-12-25 Christmas Day', '2023-12-26 Boxing Day'],
    ]);
  });

  it('is built on another one, for the years it says', () => {
    const own = calendar({
      name: 'Ours',
      basedOn: usFederal,
      holidays: [{ title: 'Founders’ Day', month: 4, nth: 2, weekday: 5, from: 2025 }],
    });
    expect(holidaysOf(own, 2024)).toHaveLength(11);
    expect(holidaysOf(own, 2025)).toContainEqual({ day: '2025-04-11', title: 'Founders’ Day' });
  });

  it('leaves out 29 February where there is none', () => {
    const leap = calendar({ name: 'Leap', holidays: [{ title: 'Leap day', month: 2, day: 29 }] });
    expect([2024, 2025].map((year) => holidaysOf(leap, year).length)).toEqual([1, 0]);
  });

  it.each([
    { title: 'x', month: 2, day: 30 },
    { title: 'x', month: 13, nth: 1, weekday: 1 },
    { title: 'x', month: 1, nth: 0, weekday: 1 },
    { title: 'x', on: '2026-02-29' },
    { title: 'x', easter: 0.5 },
  ])('refuses a day that cannot be: %j', (holiday) => {
    expect(() => calendar({ name: 'Wrong', holidays: [holiday] })).toThrow(expect.objectContaining({ code: 'queue.bad-calendar' }));
  });
});
