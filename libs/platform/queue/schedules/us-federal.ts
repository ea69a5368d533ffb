import { calendar } from './calendar.js';

const observed = 'nearest working day';

/** The legal public holidays of US federal employees (5 U.S.C. 6103): one on a Saturday is kept the Friday before, one on a Sunday the Monday after. */
export const usFederal = calendar({
  name: 'US federal holidays',
  holidays: [
    { title: 'New Year’s Day', month: 1, day: 1, observed },
    { title: 'Birthday of Martin Luther King, Jr.', month: 1, nth: 3, weekday: 1, from: 1986 },
    { title: 'Washington’s Birthday', month: 2, nth: 3, weekday: 1 },
    { title: 'Memorial Day', month: 5, nth: -1, weekday: 1 },
    { title: 'Juneteenth National Independence Day', month: 6, day: 19, observed, from: 2021 },
    { title: 'Independence Day', month: 7, day: 4, observed },
    { title: 'Labor Day', month: 9, nth: 1, weekday: 1 },
    { title: 'Columbus Day', month: 10, nth: 2, weekday: 1 },
    { title: 'Veterans Day', month: 11, day: 11, observed },
    { title: 'Thanksgiving Day', month: 11, nth: 4, weekday: 4 },
    { title: 'Christmas Day', month: 12, day: 25, observed },
  ],
});
