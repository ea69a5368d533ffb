import { badWorkingDay } from '../errors.js';
import { type Calendar, isWorkingDay } from './calendar.js';

/** The nth working day after the end of each period, at a time of day. */
export interface WorkingDayRule {
  /** 1 is the first working day after the period; at most 15, so that it stays within the month. */
  readonly nth: number;
  readonly after: 'month end' | 'quarter end' | 'year end';
  /** The month (1 to 12) with which the year ends that quarters and years are counted by; default 12. */
  readonly yearEndsIn?: number;
  /** hh:mm on the wall clock. */
  readonly at: string;
  readonly calendar: Calendar;
}

const DAY = 86_400_000;
const MONTHS_OF = { 'month end': 1, 'quarter end': 3, 'year end': 12 } as const;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;
/** A calendar without a single working day in so many days has none. */
const LONGEST_HOLIDAY_DAYS = 366;

/** Throws `queue.bad-working-day` for a rule that cannot be followed. */
export function checkWorkingDay(rule: WorkingDayRule): void {
  if (!Number.isInteger(rule.nth) || rule.nth < 1 || rule.nth > 15) throw badWorkingDay(`nth is ${rule.nth}, not 1 to 15`);
  if (!TIME.test(rule.at)) throw badWorkingDay(`at is "${rule.at}", not hh:mm`);
  const ends = rule.yearEndsIn ?? 12;
  if (!Number.isInteger(ends) || ends < 1 || ends > 12) throw badWorkingDay(`yearEndsIn is ${ends}, not 1 to 12`);
  if (nextWorkingDay(rule, Date.UTC(2024, 0, 1)) === undefined)
    throw badWorkingDay(`the calendar ${rule.calendar.name} has no working days`);
}

/** The first such local time after another one (see zone.ts for local times); undefined when the calendar has no working days. */
export function nextWorkingDay(rule: WorkingDayRule, after: number): number | undefined {
  const now = new Date(after);
  const [, hours = '0', minutes = '0'] = TIME.exec(rule.at) ?? [];
  const time = (Number(hours) * 60 + Number(minutes)) * 60_000;
  // A long holiday may push the day into the month after, so the look begins a period early.
  for (let month = -MONTHS_OF[rule.after] - 1; month <= 13; month += 1) {
    const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + month, 1);
    if (!beginsPeriod(rule, new Date(first))) continue;
    const day = nthWorkingDay(rule.calendar, first, rule.nth);
    if (day === undefined) return undefined;
    if (day + time > after) return day + time;
  }
  return undefined;
}

/** Whether the month before has ended a period. */
function beginsPeriod(rule: WorkingDayRule, first: Date): boolean {
  return (first.getUTCMonth() + 12 - (rule.yearEndsIn ?? 12)) % MONTHS_OF[rule.after] === 0;
}

function nthWorkingDay(calendar: Calendar, first: number, nth: number): number | undefined {
  let found = 0;
  for (let ahead = 0; ahead < LONGEST_HOLIDAY_DAYS; ahead += 1) {
    if (isWorkingDay(calendar, first + ahead * DAY)) found += 1;
    if (found === nth) return first + ahead * DAY;
  }
  return undefined;
}
