/*
 * Local times are numbers too: the milliseconds that Date.UTC gives for the figures on the wall clock. That keeps the
 * calendar arithmetic free of zones; only this file knows how far a zone's wall clock is from UTC.
 */

const SECOND = 1000;
const HOUR = 3_600_000;
/** Longer than any offset, so that a look so far away sees the zone before or after a change. */
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const part = 'numeric';
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: part, month: part, day: part, hour: part, minute: part, second: part },
  });
  formats.set(zone, format);
  return format;
}

/** Whether the zone is one that this computer knows. */
export function isZone(zone: string): boolean {
  try {
    return Boolean(formatOf(zone));
  } catch {
    return false;
  }
}

/** What a clock on the wall of the zone shows, to the second. */
export function localOf(zone: string, instant: number): number {
  const parts = formatOf(zone).formatToParts(instant);
  const value = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(value('year'), value('month') - 1, value('day'), value('hour'), value('minute'), value('second'));
}

/** How far the zone is ahead of UTC, in milliseconds. */
export function offsetAt(zone: string, instant: number): number {
  const whole = Math.floor(instant / SECOND) * SECOND;
  return localOf(zone, whole) - whole;
}

/** The moment at which the zone shows a local time. Of two it is the first; of none it is the first moment after the gap. */
export function instantOf(zone: string, local: number): number {
  const [before, after] = [offsetAt(zone, local - DAY), offsetAt(zone, local + DAY)];
  if (offsetAt(zone, local - before) === before) return local - before;
  if (offsetAt(zone, local - after) === after) return local - after;
  return firstChange(zone, local - after, local - before) ?? local - after;
}

/** The first moment after `from` and not after `until` at which the zone's clock jumps. */
export function firstChange(zone: string, from: number, until: number): number | undefined {
  const offset = offsetAt(zone, from);
  for (let low = from; low < until; low += 12 * HOUR) {
    const high = Math.min(low + 12 * HOUR, until);
    if (offsetAt(zone, high) !== offset) return changeBetween(zone, low, high, offset);
  }
  return undefined;
}

/** `low` still has the offset, `high` has not. Clocks jump at whole seconds. */
function changeBetween(zone: string, low: number, high: number, offset: number): number {
  let [before, after] = [Math.floor(low / SECOND), Math.ceil(high / SECOND)];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(zone, middle * SECOND) === offset) before = middle;
    else after = middle;
  }
  return after * SECOND;
}
