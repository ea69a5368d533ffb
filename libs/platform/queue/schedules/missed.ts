/*
 * What becomes of slots that nobody was there for. A slot is on time while it is looked at within LATE_MS of its moment (a busy
 * disk, a sleeping laptop, a clock that was put right by a little); each of those runs. Later it is missed, and the policy says:
 *   skip      it does not run;
 *   once      the newest of all that are due runs, and stands for the others;
 *   { all }   the newest so many of the missed ones run, oldest first, then those on time.
 */
import { badMissed } from '../errors.js';
import { slotsBetween, type Timing } from './when.js';

export type Missed = 'skip' | 'once' | { readonly all: number };

/** A slot is missed when it is looked at later than this. */
export const LATE_MS = 5 * 60_000;
/** A policy makes up for no more slots than this: they are enqueued in one transaction. */
export const MOST_MADE_UP = 1000;

/** What a look at a schedule finds. */
export interface Due {
  /** To be enqueued, oldest first. */
  readonly run: readonly Date[];
  /** The newest slot that is due, run or not: nothing up to it is looked at again. */
  readonly upTo: Date;
  /** The newest slot that was missed and is not made up for; with `once` those that another one stands for are not counted. */
  readonly dropped?: Date;
}

/** The slots due after the last one that was dealt with, and what the policy makes of them; undefined when none is. */
export function dueSlots(timing: Timing, missed: Missed, last: Date, now: Date): Due | undefined {
  if (timing.next(last) > now) return undefined;
  const late = new Date(Math.max(last.getTime(), now.getTime() - LATE_MS - 1));
  const onTime = slotsBetween(timing, late, now);
  const most = typeof missed === 'object' ? missed.all : 1;
  const older = newestSlots(timing, last, late, most + 1);
  const upTo = onTime.at(-1) ?? older.at(-1) ?? now;
  if (missed === 'once') return { run: older.length > 0 ? [upTo] : onTime, upTo };
  const madeUp = missed === 'skip' ? [] : older.slice(-most);
  const dropped = missed === 'skip' ? older.at(-1) : older.length > most ? older[0] : undefined;
  return { run: [...madeUp, ...onTime], upTo, ...(dropped ? { dropped } : {}) };
}

/** The policy in words. */
export function missedInWords(missed: Missed): string {
  if (missed === 'skip') return 'Missed times are skipped';
  if (missed === 'once') return 'Missed times are made up for once';
  return `Missed times are made up for, the newest ${missed.all} of them`;
}

/** Throws `queue.bad-missed`. */
export function checkMissed(name: string, missed: Missed): void {
  if (typeof missed !== 'object') return;
  if (!Number.isInteger(missed.all) || missed.all < 1 || missed.all > MOST_MADE_UP) throw badMissed(name, missed.all, MOST_MADE_UP);
}

/** The newest slots after one moment and up to another, without walking through all of them: further and further back, until there are enough. */
function newestSlots(timing: Timing, after: Date, until: Date, most: number): Date[] {
  for (let back = 60_000; ; back *= 4) {
    const from = new Date(Math.max(after.getTime(), until.getTime() - back));
    const slots = slotsBetween(timing, from, until);
    if (slots.length >= most || from.getTime() === after.getTime()) return slots.slice(-most);
  }
}
