/** The fiscal calendar of Greenfield: the fiscal year is the calendar year. Days are counted from 1970-01-01. */
export interface Period {
  /** '2026-03' */
  readonly key: string;
  readonly year: number;
  /** 1 to 12 */
  readonly number: number;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly season: 'Growing' | 'Leaf' | 'Snow';
  readonly status: 'closed' | 'open' | 'future';
  readonly closedOn?: number;
}

export const YEARS = [2024, 2025, 2026] as const;
/** The last day that is in the books; the month after it is open and still empty. */
export const LAST_DAY = dayOf(2026, 10, 31);
/** The day of the export: nothing was typed in after it. */
export const EXPORT_DAY = dayOf(2026, 11, 13);
const OPEN_PERIOD = '2026-11';

export function dayOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

const written = new Map<number, string>();
/** A day as the accounting system writes it: MM/dd/yyyy. */
export function usDate(day: number): string {
  let text = written.get(day);
  if (text === undefined) {
    const iso = new Date(day * 86_400_000).toISOString();
    text = `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)}`;
    written.set(day, text);
  }
  return text;
}

const season = (month: number): Period['season'] => (month <= 3 || month === 12 ? 'Snow' : month >= 10 ? 'Leaf' : 'Growing');

function period(year: number, number: number): Period {
  const key = `${year}-${String(number).padStart(2, '0')}`;
  const lastDay = dayOf(year, number + 1, 1) - 1;
  const status = key < OPEN_PERIOD ? 'closed' : key === OPEN_PERIOD ? 'open' : 'future';
  // A month is closed on the 12th of the next; a year takes until the end of January.
  const closedOn = status === 'closed' ? lastDay + (number === 12 ? 31 : 12) : undefined;
  const base = { key, year, number, firstDay: dayOf(year, number, 1), lastDay, season: season(number), status } as const;
  return closedOn === undefined ? base : { ...base, closedOn };
}

export const PERIODS: readonly Period[] = YEARS.flatMap((year) => Array.from({ length: 12 }, (_, i) => period(year, i + 1)));
/** The periods that have postings. */
export const POSTED = PERIODS.filter((p) => p.firstDay <= LAST_DAY);

const byMonth = new Map(PERIODS.map((p) => [p.key, p]));
/** The period that a day belongs to. */
export function periodOf(day: number): Period {
  const found = byMonth.get(new Date(day * 86_400_000).toISOString().slice(0, 7));
  if (!found) throw new RangeError(`Day ${day} is outside Greenfield's calendar`);
  return found;
}

/** The Fridays of a period: pay days. 1970-01-01 was a Thursday. */
export function fridays(p: Period): number[] {
  const days: number[] = [];
  for (let day = p.firstDay; day <= p.lastDay; day++) if (day % 7 === 1) days.push(day);
  return days;
}
