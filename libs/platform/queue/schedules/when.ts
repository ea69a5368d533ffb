/*
 * When a schedule is due. Every time of day is one of a zone's wall clock, and clocks jump (DST). The rule:
 *   - a local time that does not exist (spring) is due at the first moment after the gap;
 *   - a local time that exists twice (autumn) is due once, the first time;
 *   - several that fall on one moment are one slot;
 *   - a cron line whose hour field allows all 24 hours is about stretches of time ("every 15 minutes") rather than times of day:
 *     it goes on through both of the doubled hours, and nothing of it is made up for after a gap.
 */
import { badZone, noSlot } from '../errors.js';
import { nextLocal, parseCron } from './cron-line.js';
import { cronInWords, workingDayInWords } from './in-words.js';
import { checkWorkingDay, nextWorkingDay, type WorkingDayRule } from './working-day.js';
import { firstChange, instantOf, isZone, localOf, offsetAt } from './zone.js';

/** A rule of moments, as it is declared: a plain value. Without a zone it is read in the configured one. */
export type When =
  | { readonly kind: 'cron'; readonly line: string; readonly zone?: string }
  | ({ readonly kind: 'workingDay'; readonly zone?: string } & WorkingDayRule);

/** By a cron line of five fields, or of six with seconds before them. Throws `queue.bad-cron`, `queue.bad-zone`. */
export function cron(line: string, options: { readonly zone?: string } = {}): When {
  parseCron(line);
  return { kind: 'cron', line: line.trim(), ...zoneOf(options.zone) };
}

/** By the working days of a calendar: the nth one after the end of a month, quarter or year. Throws `queue.bad-working-day`, `queue.bad-zone`. */
export function workingDay(rule: WorkingDayRule & { readonly zone?: string }): When {
  checkWorkingDay(rule);
  return { kind: 'workingDay', ...rule, ...zoneOf(rule.zone) };
}

/** A rule in its zone: what can be asked of it. */
export interface Timing {
  /** The first slot after a moment. Slots are whole seconds. Throws `queue.no-slot` when there is none in nine years. */
  next(after: Date): Date;
  readonly words: string;
  readonly zone: string;
  /** Two rules with the same mark have the same slots, as far as it can be told. */
  readonly mark: string;
}

/** What a rule means where `zone` is the zone of those that name none. Throws `queue.bad-zone`. */
export function timingOf(when: When, zone: string): Timing {
  const own = when.zone ?? zone;
  if (!isZone(own)) throw badZone(own);
  const { next, words } = when.kind === 'cron' ? ofLine(when.line, own) : ofDays(when, own);
  const must = (after: Date) => {
    const slot = next(after.getTime());
    if (slot === undefined) throw noSlot(words);
    return new Date(slot);
  };
  return { next: must, words, zone: own, mark: markOf(when, own) };
}

/** All slots after one moment and up to another, oldest first. */
export function slotsBetween(timing: Timing, after: Date, until: Date): Date[] {
  const slots: Date[] = [];
  for (let slot = timing.next(after); slot <= until; slot = timing.next(slot)) slots.push(slot);
  return slots;
}

type Next = (after: number) => number | undefined;

function ofLine(text: string, zone: string): { next: Next; words: string } {
  const line = parseCron(text);
  const nextFigure: Next = (local) => nextLocal(line, local);
  const next = line.hours.length === 24 ? nextOfStretches : nextOfTimes;
  return { next: (after) => next(nextFigure, zone, after), words: cronInWords(line, text) };
}

function ofDays(rule: WorkingDayRule, zone: string): { next: Next; words: string } {
  return { next: (after) => nextOfTimes((local) => nextWorkingDay(rule, local), zone, after), words: workingDayInWords(rule) };
}

/** Times of day: by the wall clock's figures, in their order; figures that come a second time are behind `after` and are passed over. */
function nextOfTimes(nextFigure: Next, zone: string, after: number): number | undefined {
  for (let local = nextFigure(localOf(zone, after)); local !== undefined; local = nextFigure(local)) {
    const slot = instantOf(zone, local);
    if (slot > after) return slot;
  }
  return undefined;
}

/** Stretches of time: from one jump of the clock to the next, within which figures and moments go together. */
function nextOfStretches(nextFigure: Next, zone: string, after: number): number | undefined {
  for (let from = after; ; ) {
    const offset = offsetAt(zone, from);
    const local = nextFigure(from + offset);
    if (local === undefined) return undefined;
    const jump = firstChange(zone, from, local - offset);
    if (jump === undefined) return local - offset;
    const atJump = jump + offsetAt(zone, jump);
    if (nextFigure(atJump - 1) === atJump) return jump;
    from = jump;
  }
}

function markOf(when: When, zone: string): string {
  if (when.kind === 'cron') return `cron ${when.line} ${zone}`;
  return `workingDay ${when.nth} ${when.after} ${when.yearEndsIn ?? 12} ${when.at} ${when.calendar.name} ${zone}`;
}

function zoneOf(zone: string | undefined): { readonly zone?: string } {
  if (zone === undefined) return {};
  if (!isZone(zone)) throw badZone(zone);
  return { zone };
}
