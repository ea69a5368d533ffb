import { badCron } from '../errors.js';

/** The values that a cron line allows. A line of five fields starts at second 0. */
export interface CronLine {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly daysOfWeek: readonly number[];
}

const DAY = 86_400_000;
/** 29 February is away for eight years at most. */
const LOOK_AHEAD_DAYS = 9 * 366;

const PRESETS: Readonly<Record<string, string>> = {
  '@secondly': '* * * * * *',
  '@minutely': '* * * * *',
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekdays': '0 0 * * 1-5',
  '@weekends': '0 0 * * 0,6',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  readonly key: keyof CronLine;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { key: 'seconds', from: 0, to: 59 },
  { key: 'minutes', from: 0, to: 59 },
  { key: 'hours', from: 0, to: 23 },
  { key: 'daysOfMonth', from: 1, to: 31 },
  { key: 'months', from: 1, to: 12, names: ['', ...MONTHS] },
  { key: 'daysOfWeek', from: 0, to: 7, names: WEEKDAYS },
];

/**
 * Reads `minute hour day month weekday`, with a second before it or not: `*`, numbers, names, ranges, steps and lists of these,
 * or a preset such as @daily. Throws `queue.bad-cron` for anything else and for a line that never comes (30 February).
 */
export function parseCron(text: string): CronLine {
  const line = PRESETS[text.trim().toLowerCase()] ?? text.trim();
  const given = line.split(/\s+/);
  const fields = given.length === FIELDS.length ? given : ['0', ...given];
  if (fields.length !== FIELDS.length) throw badCron(text, 'it has not five or six fields');
  const parsed = Object.fromEntries(FIELDS.map((field, at) => [field.key, valuesOf(field, fields[at] ?? '', text)])) as unknown as CronLine;
  if (nextLocal(parsed, Date.UTC(2024, 0, 1)) === undefined) throw badCron(text, 'no day fits it');
  return parsed;
}

function valuesOf(field: Field, text: string, line: string): number[] {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(item);
    if (!match) throw badCron(line, `"${item}" is no value, range or step`);
    const [, low, high, step] = match;
    const from = low === undefined ? field.from : numberOf(field, low, line);
    const to = high !== undefined ? numberOf(field, high, line) : low === undefined || step !== undefined ? field.to : from;
    if (from > to) throw badCron(line, `"${item}" runs backwards`);
    if (Number(step ?? 1) < 1) throw badCron(line, `"${item}" has a step of nothing`);
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(field.key === 'daysOfWeek' ? value % 7 : value);
  }
  return [...values].sort((a, b) => a - b);
}

function numberOf(field: Field, text: string, line: string): number {
  const named = field.names?.indexOf(text.toLowerCase()) ?? -1;
  const value = named >= 0 ? named : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= field.from && value <= field.to) return value;
  throw badCron(line, `"${text}" is not between ${field.from} and ${field.to}`);
}

/** The first local time after another one that the line allows (see zone.ts for local times); undefined when there is none in nine years. */
export function nextLocal(line: CronLine, after: number): number | undefined {
  const earliest = Math.floor(after / 1000) * 1000 + 1000;
  const today = Math.floor(earliest / DAY) * DAY;
  for (let day = today, looked = 0; looked < LOOK_AHEAD_DAYS; day += DAY, looked += 1) {
    if (!allowsDay(line, new Date(day))) continue;
    const time = nextTime(line, day === today ? earliest - today : 0);
    if (time !== undefined) return day + time;
  }
  return undefined;
}

/** As everywhere with cron: where both kinds of day are restricted, one of them is enough. */
function allowsDay(line: CronLine, day: Date): boolean {
  if (!line.months.includes(day.getUTCMonth() + 1)) return false;
  const [byMonth, byWeek] = [line.daysOfMonth.includes(day.getUTCDate()), line.daysOfWeek.includes(day.getUTCDay())];
  return line.daysOfMonth.length < 31 && line.daysOfWeek.length < 7 ? byMonth || byWeek : byMonth && byWeek;
}

/** The first allowed time of day that is not before another one, in milliseconds since midnight. */
function nextTime(line: CronLine, earliest: number): number | undefined {
  for (const hour of line.hours) {
    if ((hour + 1) * 3_600_000 <= earliest) continue;
    for (const minute of line.minutes) {
      const start = hour * 3_600_000 + minute * 60_000;
      if (start + 60_000 <= earliest) continue;
      const second = line.seconds.find((value) => start + value * 1000 >= earliest);
      if (second !== undefined) return start + second * 1000;
    }
  }
  return undefined;
}
