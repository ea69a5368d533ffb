import { Inject, Injectable, Logger, type OnModuleDestroy, Optional } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { EntityManager } from 'typeorm';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { Storage } from '#platform/storage';
import type { Enqueued } from '../contract/job.js';
import { scheduleTwice, unknownSchedule } from '../errors.js';
import { Queue } from '../queue.service.js';
import { Alarm } from './alarm.js';
import { checkMissed, type Due, dueSlots, missedInWords } from './missed.js';
import { allRows, beginRow, changeTiming, noteJob, pauseRow, resumeRow, rowOf, type ScheduleRow, takeSlots } from './rows.js';
import type { Schedule, ScheduleView } from './schedule.js';
import { type Timing, timingOf } from './when.js';

/** Injection token of a wall clock, `() => number` in milliseconds since 1970; without it Date.now. */
export const WALL_CLOCK = Symbol('WALL_CLOCK');

/** A last slot further ahead of the clock than this comes from a clock that was wrong. */
const FURTHEST_AHEAD_MS = 86_400_000;
const SHOWN_TIMES = 10;

interface Declared extends Schedule {
  readonly timing: Timing;
}

/**
 * Enqueues what is due. Every process may declare, see and steer; only the supervisor starts it. The rows are the truth: a slot
 * is taken by moving its row's last_slot in the transaction that enqueues its job, so restarts, clocks that step back and a
 * second scheduler find nothing left to take.
 */
@Injectable()
export class Schedules implements OnModuleDestroy {
  private readonly logger = new Logger('Schedules');
  private readonly declared = new Map<string, Declared>();
  private readonly alarm: Alarm;
  private readonly underWay = new Set<Promise<void>>();
  private readonly warned = new Set<string>();

  constructor(
    private readonly storage: Storage,
    private readonly queue: Queue,
    registry: SchedulerRegistry,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'timeZone'>,
    @Optional() @Inject(WALL_CLOCK) private readonly wall: () => number = Date.now,
  ) {
    this.alarm = new Alarm(registry, (name) => this.begin(name));
  }

  /** Declares a schedule; a library does so when it is initialised. Throws `queue.schedule-twice`, `queue.bad-missed`, `queue.bad-zone`. */
  add(schedule: Schedule): void {
    if (this.declared.has(schedule.name)) throw scheduleTwice(schedule.name);
    checkMissed(schedule.name, schedule.missed ?? 'once');
    this.declared.set(schedule.name, { ...schedule, timing: timingOf(schedule.when, this.configuration.timeZone) });
  }

  /** Deals with what was missed while nobody was there, then enqueues by the clock. */
  async start(): Promise<void> {
    this.alarm.start();
    await this.look();
  }

  /** Enqueues what is due of a schedule, or of all. What fails is logged, stays due, and is tried again by the next look. */
  async look(name?: string): Promise<void> {
    const names = name === undefined ? [...this.declared.keys()] : [name];
    for (const schedule of names.map((each) => this.find(each))) {
      try {
        await this.enqueueDue(schedule);
        this.alarm.in(schedule.name, this.untilNext(schedule));
      } catch (error) {
        this.logger.error({ message: `the schedule ${schedule.name} could not be looked at, and is again in half a minute`, err: error });
      }
    }
  }

  /** Ends when no look is under way any more. */
  async onModuleDestroy(): Promise<void> {
    this.alarm.stop();
    await Promise.all(this.underWay);
  }

  /** From now on nothing is enqueued by the clock. False when it was paused already. Throws `queue.unknown-schedule`. */
  async pause(tx: EntityManager, name: string, by: string): Promise<boolean> {
    const { timing } = this.find(name);
    await beginRow(tx, name, timing.mark, this.now());
    return pauseRow(tx, name, by, this.now());
  }

  /**
   * Goes on from now (within half a minute): slots that came while it was paused are not made up for, whatever the policy says; it
   * is about what nobody wanted to miss. False when it was not paused. Throws `queue.unknown-schedule`.
   */
  resume(tx: EntityManager, name: string): Promise<boolean> {
    this.find(name);
    return resumeRow(tx, name, this.now(), FURTHEST_AHEAD_MS);
  }

  /** Enqueues its job now, also while it is paused; the slots stay as they are. Throws `queue.unknown-schedule`. */
  async runNow(tx: EntityManager, name: string): Promise<Enqueued> {
    const schedule = this.find(name);
    const now = this.now();
    await beginRow(tx, name, schedule.timing.mark, now);
    const enqueued = await this.queue.enqueue(tx, schedule.job(now.toISOString()));
    await noteJob(tx, name, enqueued.id, undefined, now);
    return enqueued;
  }

  /** The next slots from now on, ISO-8601 UTC. Throws `queue.unknown-schedule`. */
  nextTimes(name: string, count = SHOWN_TIMES): string[] {
    return this.timesFrom(this.find(name), rowOf(this.storage, name), count);
  }

  /** All schedules by name, also those that have a row but are no longer declared. */
  list(): ScheduleView[] {
    const rows = allRows(this.storage);
    const names = [...new Set([...this.declared.keys(), ...rows.keys()])].sort();
    return names.map((name) => this.view(name, rows.get(name)));
  }

  private begin(name: string | undefined): void {
    const look = this.look(name).finally(() => this.underWay.delete(look));
    this.underWay.add(look);
  }

  private async enqueueDue(schedule: Declared): Promise<void> {
    const { name, timing } = schedule;
    const now = this.now();
    const row = rowOf(this.storage, name);
    if (!row) return this.storage.write((tx) => beginRow(tx, name, timing.mark, now));
    if (row.timing !== timing.mark) return this.storage.write((tx) => changeTiming(tx, row, timing.mark, now));
    if (row.paused_at !== null) return;
    this.warnOfWrongClock(row, now);
    const due = dueSlots(timing, schedule.missed ?? 'once', new Date(row.last_slot), now);
    if (due && (await this.storage.write((tx) => this.take(tx, schedule, row, due))) && due.dropped)
      this.logger.warn(`the schedule ${name} was missed, the last time at ${due.dropped.toISOString()}`);
  }

  private async take(tx: EntityManager, schedule: Declared, row: ScheduleRow, due: Due): Promise<boolean> {
    if (!(await takeSlots(tx, row, due.upTo, due.dropped))) return false;
    for (const slot of due.run) {
      const idempotencyKey = `schedule:${schedule.name}:${slot.toISOString()}`;
      const { id } = await this.queue.enqueue(tx, { ...schedule.job(slot.toISOString()), idempotencyKey });
      await noteJob(tx, schedule.name, id, slot, this.now());
    }
    return true;
  }

  /** Milliseconds; undefined while nothing is to be waited for. */
  private untilNext({ name, timing }: Declared): number | undefined {
    const row = rowOf(this.storage, name);
    if (!row || row.paused_at !== null) return undefined;
    return timing.next(new Date(row.last_slot)).getTime() - this.wall();
  }

  private timesFrom({ timing }: Declared, row: ScheduleRow | undefined, count: number): string[] {
    const times: string[] = [];
    let last = new Date(Math.max(this.wall(), row ? Date.parse(row.last_slot) : 0));
    while (times.length < count) {
      last = timing.next(last);
      times.push(last.toISOString());
    }
    return times;
  }

  private view(name: string, row: ScheduleRow | undefined): ScheduleView {
    const kept = {
      paused: row?.paused_at != null,
      ...(row?.paused_at ? { pausedAt: row.paused_at } : {}),
      ...(row?.paused_by ? { pausedBy: row.paused_by } : {}),
      ...(row?.last_enqueued_slot ? { lastSlot: row.last_enqueued_slot } : {}),
      ...(row?.last_job_id ? { lastJobId: row.last_job_id } : {}),
      ...(row?.last_enqueued_at ? { lastEnqueuedAt: row.last_enqueued_at } : {}),
      ...(row?.last_missed_slot ? { lastMissedSlot: row.last_missed_slot } : {}),
    };
    const schedule = this.declared.get(name);
    if (!schedule) return { name, title: name, active: false, when: 'No longer declared', missed: '', ...kept, next: [] };
    const { title, timing, missed = 'once' } = schedule;
    return {
      ...{ name, title, job: schedule.job(this.now().toISOString()).name, active: true },
      ...{ when: `${timing.words}, ${timing.zone}`, timeZone: timing.zone, missed: missedInWords(missed), ...kept },
      next: this.timesFrom(schedule, row, SHOWN_TIMES),
    };
  }

  private find(name: string): Declared {
    const schedule = this.declared.get(name);
    if (!schedule) throw unknownSchedule(name);
    return schedule;
  }

  private warnOfWrongClock(row: ScheduleRow, now: Date): void {
    const known = `${row.name} ${row.last_slot}`;
    if (Date.parse(row.last_slot) - now.getTime() <= FURTHEST_AHEAD_MS || this.warned.has(known)) return;
    this.warned.add(known);
    this.logger.warn(
      `the schedule ${row.name} has run up to ${row.last_slot} by a clock that was wrong: pause and resume it to go on from now`,
    );
  }

  private now(): Date {
    return new Date(this.wall());
  }
}
