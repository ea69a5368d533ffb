import { messages } from '../shell/messages';

/** Stretches of time in words, at the precision a person wants: seconds of minutes, minutes of hours, hours of days. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const { ages } = messages;

/** '12 s', '3 min 20 s', '2 h 5 min', '4 d 3 h'. Less than a second is '0 s'; a negative stretch is none. */
export function formatStretch(milliseconds: number): string {
  const whole = Math.max(0, Math.floor(milliseconds / SECOND)) * SECOND;
  if (whole < MINUTE) return ages.seconds(whole / SECOND);
  if (whole < 10 * MINUTE) return both(ages.minutes, Math.floor(whole / MINUTE), ages.seconds, (whole % MINUTE) / SECOND);
  if (whole < HOUR) return ages.minutes(Math.floor(whole / MINUTE));
  if (whole < DAY) return both(ages.hours, Math.floor(whole / HOUR), ages.minutes, Math.floor((whole % HOUR) / MINUTE));
  if (whole < 10 * DAY) return both(ages.days, Math.floor(whole / DAY), ages.hours, Math.floor((whole % DAY) / HOUR));
  return ages.days(Math.floor(whole / DAY));
}

/** '12 s ago', or 'now' within the second. A moment ahead, by clocks that differ, is now. */
export function formatAgo(iso: string, now: number): string {
  const past = now - Date.parse(iso);
  return past < SECOND ? ages.now : ages.ago(formatStretch(past));
}

/** 'in 12 s', or 'now' when it has come. */
export function formatUntil(iso: string, now: number): string {
  const ahead = Date.parse(iso) - now;
  return ahead < SECOND ? ages.now : ages.until(formatStretch(ahead));
}

/** How long something took: below ten seconds to the tenth, below one to the millisecond. */
export function formatTook(milliseconds: number): string {
  if (milliseconds < SECOND) return ages.milliseconds(Math.max(0, Math.round(milliseconds)));
  if (milliseconds < 10 * SECOND) return ages.seconds(Math.round(milliseconds / 100) / 10);
  return formatStretch(milliseconds);
}

type Count = (n: number) => string;

const both = (large: Count, n: number, small: Count, rest: number): string => (rest === 0 ? large(n) : `${large(n)} ${small(rest)}`);
