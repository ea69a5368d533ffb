import { isRealDate } from '#core/kernel';
import { badCalendar } from '../errors.js';

/** What becomes of a holiday that falls on a weekend: it stays there, or moves to the nearest or to the next working day. */
export type Observed = 'on the day' | 'nearest working day' | 'next working day';

/** How to find one holiday of a year. `from` and `until` are the first and last year that have it. */
export type Holiday = {
  readonly title: string;
  readonly from?: number;
  readonly until?: number;
  readonly observed?: Observed;
} & HolidayRule;

type HolidayRule =
  | { readonly month: number; readonly day: number }
  /** The nth weekday (0 is Sunday) of a month; -1 is the last. */
  | { readonly month: number; readonly nth: number; readonly weekday: number }
  /** So many days after the western Easter Sunday (before it: negative). */
  | { readonly easter: number }
  /** Once: yyyy-mm-dd. */
  | { readonly on: string };

/** Which days people work: a plain value. Made by `calendar`. */
export interface Calendar {
  readonly name: string;
  /** Days of the week without work; 0 is Sunday. */
  readonly weekend: readonly number[];
  readonly holidays: readonly Holiday[];
}

const DAY = 86_400_000;

/** A company's calendar: on top of another one, if `basedOn` is given. Throws `queue.bad-calendar` for a day that cannot be. */
export function calendar(own: {
  readonly name: string;
  readonly basedOn?: Calendar;
  /** Default: Saturday and Sunday, or those of `basedOn`. */
  readonly weekend?: readonly number[];
  readonly holidays?: readonly Holiday[];
}): Calendar {
  const made = {
    name: own.name,
    weekend: own.weekend ?? own.basedOn?.weekend ?? [0, 6],
    holidays: [...(own.basedOn?.holidays ?? []), ...(own.holidays ?? [])],
  };
  const bad = made.holidays.find((holiday) => !canBe(holiday));
  if (bad) throw badCalendar(own.name, `"${bad.title}" is no day of a year`);
  if (made.weekend.some((day) => !isWhole(day, 0, 6))) throw badCalendar(own.name, 'a weekday is not between 0 and 6');
  return made;
}

/** The days without work in a year, beside weekends, as they are observed: yyyy-mm-dd and title, in order. */
export function holidaysOf(calendar: Calendar, year: number): { readonly day: string; readonly title: string }[] {
  return [...observedDays(calendar, year)]
    .sort(([one], [other]) => one - other)
    .map(([day, title]) => ({ day: new Date(day).toISOString().slice(0, 10), title }));
}

/** Whether people work on a day, given as its first moment in UTC. */
export function isWorkingDay(calendar: Calendar, day: number): boolean {
  const date = new Date(day);
  return !calendar.weekend.includes(date.getUTCDay()) && !observedDays(calendar, date.getUTCFullYear()).has(day);
}

const known = new WeakMap<Calendar, Map<number, ReadonlyMap<number, string>>>();

/** New Year's Day may be observed in the year before, so the neighbours are worked out too. */
function observedDays(calendar: Calendar, year: number): ReadonlyMap<number, string> {
  const years = known.get(calendar) ?? new Map<number, ReadonlyMap<number, string>>();
  known.set(calendar, years);
  const found = years.get(year);
  if (found) return found;
  const days = new Map([year - 1, year, year + 1].flatMap((each) => [...observe(calendar, each)]));
  const own = new Map([...days].filter(([day]) => new Date(day).getUTCFullYear() === year));
  years.set(year, own);
  return own;
}

/** The holidays of one year's rules, each moved off the weekend and off those before it, by its own rule. */
function observe({ weekend, holidays }: Calendar, year: number): Map<number, string> {
  const dated = holidays
    .filter(({ from = year, until = year }) => from <= year && year <= until)
    .map((holiday) => ({ ...holiday, day: dayOf(holiday, year) }))
    .filter((holiday) => Number.isFinite(holiday.day))
    .sort((one, other) => one.day - other.day);
  const fixed = new Set(dated.map(({ day }) => day));
  const taken = new Map<number, string>();
  for (const { day, title, observed } of dated) {
    const free = (other: number) =>
      !weekend.includes(new Date(other).getUTCDay()) && (other === day || !fixed.has(other)) && !taken.has(other);
    taken.set(move(day, observed ?? 'on the day', free), title);
  }
  return taken;
}

function move(day: number, observed: Observed, free: (day: number) => boolean): number {
  if (observed === 'on the day') return day;
  for (let away = 0; away <= 14; away += 1) {
    if (observed === 'nearest working day' && free(day - away * DAY)) return day - away * DAY;
    if (free(day + away * DAY)) return day + away * DAY;
  }
  return day;
}

function dayOf(rule: HolidayRule, year: number): number {
  if ('on' in rule) return rule.on.startsWith(`${String(year).padStart(4, '0')}-`) ? Date.parse(rule.on) : Number.NaN;
  if ('easter' in rule) return easterSunday(year) + rule.easter * DAY;
  if ('day' in rule) return fixedDay(year, rule.month, rule.day);
  return nthWeekday(year, rule.month, rule.nth, rule.weekday);
}

/** 29 February is no holiday where there is none. */
function fixedDay(year: number, month: number, day: number): number {
  const found = Date.UTC(year, month - 1, day);
  return new Date(found).getUTCDate() === day ? found : Number.NaN;
}

function nthWeekday(year: number, month: number, nth: number, weekday: number): number {
  const first = nth > 0 ? Date.UTC(year, month - 1, 1) : Date.UTC(year, month, 1) - 7 * DAY;
  const ahead = (weekday - new Date(first).getUTCDay() + 7) % 7;
  return first + (ahead + (nth > 0 ? nth - 1 : nth + 1) * 7) * DAY;
}

/** Easter Sunday of the Gregorian calendar: the Sunday after the paschal full moon (Gauss, with Lichtenberg's exceptions). */
function easterSunday(year: number): number {
  const century = Math.floor(year / 100);
  const moon = 15 + Math.floor((3 * century + 3) / 4) - Math.floor((8 * century + 13) / 25);
  const sun = 2 - Math.floor((3 * century + 3) / 4);
  const cycle = year % 19;
  const seed = (19 * cycle + moon) % 30;
  const exception = Math.floor((seed + Math.floor(cycle / 11)) / 29);
  const full = 21 + seed - exception;
  const firstSunday = 7 - ((year + Math.floor(year / 4) + sun) % 7);
  return Date.UTC(year, 2, full + 7 - ((full - firstSunday) % 7));
}

function canBe(rule: HolidayRule): boolean {
  if ('on' in rule) return isRealDate(rule.on);
  if ('easter' in rule) return isWhole(rule.easter, -180, 180);
  if ('day' in rule) return isWhole(rule.month, 1, 12) && isRealDate(`2024-${two(rule.month)}-${two(rule.day)}`);
  return isWhole(rule.month, 1, 12) && isWhole(rule.weekday, 0, 6) && isWhole(rule.nth, -4, 4) && rule.nth !== 0;
}

const two = (value: number) => String(value).padStart(2, '0');
const isWhole = (value: number, from: number, to: number) => Number.isInteger(value) && value >= from && value <= to;
