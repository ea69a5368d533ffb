import type { CronLine } from './cron-line.js';
import type { WorkingDayRule } from './working-day.js';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth'.split(
  ' ',
);
/** More times of a day than this are not listed. */
const MOST_TIMES = 6;

/** A cron line for people: 'At 02:00 every day'. What would be longer than the line is shown as the line. */
export function cronInWords(line: CronLine, text: string): string {
  const time = timeInWords(line);
  const days = daysInWords(line);
  if (!time) return `By the cron line ${text}`;
  return line.hours.length === 24 && days === 'every day' ? time : `${time} ${days}`;
}

/** A rule of working days for people. */
export function workingDayInWords({ nth, after, at, calendar, yearEndsIn = 12 }: WorkingDayRule): string {
  const year = yearEndsIn === 12 || after === 'month end' ? '' : ` (years end in ${MONTHS[yearEndsIn - 1]})`;
  return `At ${at} on the ${ORDINALS[nth - 1]} working day after ${after}${year}, ${calendar.name}`;
}

function timeInWords({ seconds, minutes, hours }: CronLine): string | undefined {
  const onTheMinute = seconds.length === 1 && seconds[0] === 0;
  if (hours.length === 24)
    return onTheMinute ? stretchInWords(minutes, 'minute', 60) : minutes.length === 60 ? stretchInWords(seconds, 'second', 60) : undefined;
  if (onTheMinute && minutes.length === 60 && isRun(hours)) return `Every minute from ${clock(hours[0])} to ${clock(hours.at(-1), 59)}`;
  const times = hours.flatMap((hour) => minutes.flatMap((minute) => seconds.map((second) => clock(hour, minute, second))));
  return times.length <= MOST_TIMES ? `At ${listed(times)}` : undefined;
}

/** 'Every 15 minutes', 'At minute 30 of every hour'. */
function stretchInWords(values: readonly number[], unit: string, all: number): string | undefined {
  const step = values.length > 1 ? (values[1] ?? 0) - (values[0] ?? 0) : all;
  if (values.length === all) return `Every ${unit}`;
  const even = values[0] === 0 && values.length * step === all && values.every((value, at) => value === at * step);
  if (even && values.length > 1) return `Every ${step} ${unit}s`;
  const whole = unit === 'minute' ? 'hour' : 'minute';
  if (values.length === 1 && values[0] === 0) return `Every ${whole}`;
  return values.length <= MOST_TIMES
    ? `At ${unit}${values.length > 1 ? 's' : ''} ${listed(values.map(String))} of every ${whole}`
    : undefined;
}

function daysInWords({ daysOfMonth, daysOfWeek, months }: CronLine): string {
  const [byMonth, byWeek] = [daysOfMonth.length < 31, daysOfWeek.length < 7];
  const week = `on ${weekdaysInWords(daysOfWeek)}`;
  const month = `on day ${listed(daysOfMonth.map(String))}`;
  const days = byMonth && byWeek ? `${month} and ${week}` : byWeek ? week : byMonth ? month : 'every day';
  if (months.length < 12) return `${days}${byMonth ? ' of ' : ' in '}${listed(months.map((each) => MONTHS[each - 1] ?? ''))}`;
  return byMonth ? `${month} of every month${byWeek ? ` and ${week}` : ''}` : days;
}

function weekdaysInWords(days: readonly number[]): string {
  const names = days.map((day) => WEEKDAYS[day] ?? '');
  return days.length > 2 && isRun(days) ? `${names[0]} to ${names.at(-1)}` : listed(names);
}

const isRun = (values: readonly number[]) => values.every((value, at) => value === (values[0] ?? 0) + at);
const two = (value: number) => String(value).padStart(2, '0');
const clock = (hour = 0, minute = 0, second = 0) => `${two(hour)}:${two(minute)}${second ? `:${two(second)}` : ''}`;
const listed = (items: readonly string[]) => (items.length > 1 ? `${items.slice(0, -1).join(', ')} and ${items.at(-1)}` : (items[0] ?? ''));
