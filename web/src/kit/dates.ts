import { messages } from '../shell/messages';
import { locale } from './locale';

/** Dates and times as the reader's locale writes them, in the company's time zone. */

const MONTHS_PER_YEAR = 12;
const PERIOD = /^(\d{4})-(\d{2})$/;

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
/** English readers see '22 Nov 2026' on either side of the ocean, with months of three letters. */
const writeDate = (options: Intl.DateTimeFormatOptions, at: Date): string => {
  if (!locale.startsWith('en')) return format(options).format(at);
  const parts = new Intl.DateTimeFormat('en-US', options).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value;
  return [part('day'), part('month'), part('year')].filter(Boolean).join(' ');
};

let zone: string | undefined;
/** Sets the zone that times are shown in: the company's, not the machine's. */
export const showTimesIn = (timeZone: string | undefined): void => {
  zone = timeZone;
};

/** '22 Nov 2026' of an ISO date or moment. */
export const formatDate = (iso: string): string =>
  iso.length === 10
    ? writeDate({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }, new Date(`${iso}T00:00:00Z`))
    : writeDate({ day: 'numeric', month: 'short', year: 'numeric', timeZone: zone }, new Date(iso));

/** '02:14' of a moment. */
export const formatTime = (iso: string): string =>
  format({ hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone }).format(new Date(iso));

/** '17:42:03' of a moment; milliseconds since 1970 or ISO. */
export const formatClock = (at: string | number): string =>
  format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZone: zone }).format(new Date(at));

/** '22 Nov 2026, 17:42:03': where the second matters. */
export const formatExact = (iso: string): string => `${formatDate(iso)}, ${formatClock(iso)}`;

/** 'today 02:14', 'yesterday 02:14' or '22 Nov 2026, 02:14'. */
export function formatMoment(iso: string, now = new Date(), time = formatTime): string {
  const day = formatDate(iso);
  if (day === formatDate(now.toISOString())) return messages.freshness.today(time(iso));
  const dayBefore = new Date(now.getTime() - 86_400_000).toISOString();
  return day === formatDate(dayBefore) ? messages.freshness.yesterday(time(iso)) : `${day}, ${time(iso)}`;
}

/** As formatMoment, to the second: 'today 02:14:09'. */
export function formatMomentExact(iso: string, now = new Date()): string {
  return formatMoment(iso, now, formatClock);
}

/** Of a moment ahead: 'today 02:14', 'tomorrow 02:14' or 'Wed 25 Nov 2026, 02:14'. */
export function formatAhead(iso: string, now: number): string {
  const tomorrow = formatDate(new Date(now + 86_400_000).toISOString());
  if (formatDate(iso) === tomorrow) return messages.freshness.tomorrow(formatTime(iso));
  const moment = formatMoment(iso, new Date(now));
  if (formatDate(iso) === formatDate(new Date(now).toISOString())) return moment;
  return `${format({ weekday: 'short', timeZone: zone }).format(new Date(iso))} ${moment}`;
}

/** 'Mar 2026' of a period key; a key that is no month stays as it is. */
export function formatPeriod(key: string): string {
  const month = monthOf(key);
  return month ? writeDate({ month: 'short', year: 'numeric', timeZone: 'UTC' }, month) : key;
}

/** A sentence of the server with its period keys as people read them. */
export const withPeriods = (sentence: string): string => sentence.replaceAll(/\b\d{4}-(0[1-9]|1[0-2])\b(?!-)/g, formatPeriod);

/** Month and year apart, for the two lines of a time axis. */
export function periodParts(key: string): { month: string; year: string } {
  const month = monthOf(key);
  if (!month) return { month: key, year: '' };
  const only = (options: Intl.DateTimeFormatOptions) => writeDate({ ...options, timeZone: 'UTC' }, month);
  return { month: only({ month: 'short' }), year: only({ year: 'numeric' }) };
}

/** '1 min 12 s' between two moments; '' when one is missing. */
export function formatDuration(from: string | undefined, to: string | undefined): string {
  if (!from || !to) return '';
  const milliseconds = Math.max(0, Date.parse(to) - Date.parse(from));
  if (milliseconds < 1000) return `${milliseconds} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

function monthOf(key: string): Date | undefined {
  const [, year, number] = PERIOD.exec(key) ?? [];
  const month = Number(number);
  if (!year || month < 1 || month > MONTHS_PER_YEAR) return undefined;
  return new Date(Date.UTC(Number(year), month - 1, 1));
}
