import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob, CronTime } from 'cron';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { Storage } from '#platform/storage';
import type { NewJob } from './contract/job.js';
import { Queue } from './queue.service.js';

/** A job that is enqueued by the clock: `cron` is read in the configured time zone. */
export interface Schedule {
  readonly name: string;
  readonly cron: string;
  /** The job of one slot (ISO-8601 UTC). */
  job(slot: string): NewJob;
}

/** A timer may fire a little before its time; the slot must be due then all the same. */
const EARLY_MS = 1000;
/** Slots further back than this are not looked for. */
const LOOK_BACK_MS = 40 * 86_400_000;

/** Enqueues what is due. Only the worker process starts it. */
@Injectable()
export class Schedules implements OnModuleDestroy {
  private readonly logger = new Logger('Schedules');
  private readonly schedules: Schedule[] = [];

  constructor(
    private readonly storage: Storage,
    private readonly queue: Queue,
    private readonly registry: SchedulerRegistry,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'timeZone'>,
  ) {}

  /** Declares a schedule; a library does so when it is initialised. */
  add(schedule: Schedule): void {
    this.schedules.push(schedule);
  }

  /** Enqueues what was missed while no worker ran (once, not once a slot), then by the clock. */
  async start(): Promise<void> {
    for (const schedule of this.schedules) {
      await this.enqueueDue(schedule, new Date());
      const onTick = () => this.tick(schedule);
      this.registry.addCronJob(
        schedule.name,
        CronJob.from({ cronTime: schedule.cron, timeZone: this.configuration.timeZone, start: true, waitForCompletion: true, onTick }),
      );
    }
  }

  /**
   * Enqueues the newest slot up to `now` if it is newer than the last one; the slot is remembered in the same transaction, so a
   * restart, a second worker or a clock that steps back cannot enqueue it again. Gives the slot. The first time nothing is due.
   */
  async enqueueDue(schedule: Schedule, now: Date): Promise<string | undefined> {
    const last = this.lastSlot(schedule.name);
    const slot = last ? this.newestSlot(schedule.cron, new Date(last), now) : undefined;
    const moved = await this.storage.write(async (tx) => {
      if (!last)
        await tx.query('INSERT INTO job_schedule (name, last_slot) VALUES (?, ?) ON CONFLICT DO NOTHING', [
          schedule.name,
          now.toISOString(),
        ]);
      if (!slot) return false;
      const rows: unknown[] = await tx.query('UPDATE job_schedule SET last_slot = ? WHERE name = ? AND last_slot < ? RETURNING name', [
        slot,
        schedule.name,
        slot,
      ]);
      if (rows.length > 0) await this.queue.enqueue(tx, schedule.job(slot));
      return rows.length > 0;
    });
    return moved ? slot : undefined;
  }

  onModuleDestroy(): void {
    for (const schedule of this.schedules) if (this.registry.doesExist('cron', schedule.name)) this.registry.deleteCronJob(schedule.name);
  }

  private async tick(schedule: Schedule): Promise<void> {
    try {
      await this.enqueueDue(schedule, new Date(Date.now() + EARLY_MS));
    } catch (error) {
      this.logger.error(error); // the slot stays due and is enqueued with the next tick or start
    }
  }

  private lastSlot(name: string): string | undefined {
    return this.storage.one<{ last_slot: string }>('SELECT last_slot FROM job_schedule WHERE name = ?', [name])?.last_slot;
  }

  private newestSlot(cron: string, last: Date, now: Date): string | undefined {
    const time = new CronTime(cron, this.configuration.timeZone);
    let newest: Date | undefined;
    let next = time
      .getNextDateFrom(new Date(Math.max(last.getTime(), now.getTime() - LOOK_BACK_MS)), this.configuration.timeZone)
      .toJSDate();
    while (next <= now) {
      newest = next;
      next = time.getNextDateFrom(next, this.configuration.timeZone).toJSDate();
    }
    return newest?.toISOString();
  }
}
