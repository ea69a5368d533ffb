import { isRealDate } from '#core/kernel';
import { wrongAsOf } from './errors.js';

const LOAD = /^\d{1,9}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/** The number of a load, or a moment in UTC: a plain date means the end of that day where the company is. Throws for anything else. */
export function checkedAsOf(asOf: string, timeZone: string): string {
  if (LOAD.test(asOf)) return asOf;
  if (DAY.test(asOf) && isRealDate(asOf)) return endOfDay(asOf, timeZone).toISOString();
  if (MOMENT.test(asOf) && !Number.isNaN(Date.parse(asOf))) return asOf;
  throw wrongAsOf(asOf);
}

const DAY_MS = 86_400_000;

/** The last millisecond of a day in a time zone. */
function endOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`) + DAY_MS;
  const near = midnight - offsetAt(midnight, timeZone);
  return new Date(midnight - offsetAt(near, timeZone) - 1); // the clock may have been changed between the guess and the midnight meant
}

/** How much later the clocks of the zone are than UTC at that moment, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return Date.parse(`${format.format(moment).replace(' ', 'T')}Z`) - moment;
}
