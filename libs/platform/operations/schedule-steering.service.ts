import { Injectable } from '@nestjs/common';
import type { ScheduleList, ScheduleRow, ScheduleRun } from '#core/contract';
import type { Viewer } from '#platform/identity';
import { Schedules } from '#platform/queue';
import { Deeds } from './deeds.service.js';
import { unknownSchedule } from './errors.js';

/** Schedules, seen and steered. */
@Injectable()
export class ScheduleSteering {
  constructor(
    private readonly schedules: Schedules,
    private readonly deeds: Deeds,
  ) {}

  /** All schedules with their next times. */
  async list(): Promise<ScheduleList> {
    return { schedules: (await this.schedules.list()).map(rowOf) };
  }

  /** Enqueues nothing more by the clock. Throws `operations.unknown-schedule`. */
  pause(viewer: Viewer, name: string): Promise<ScheduleRow> {
    return this.switch(viewer, name, true);
  }

  /** Enqueues by the clock again, from now on. Throws `operations.unknown-schedule`. */
  resume(viewer: Viewer, name: string): Promise<ScheduleRow> {
    return this.switch(viewer, name, false);
  }

  /** Enqueues its job now, also while it is paused. Throws `operations.unknown-schedule`. */
  async run(viewer: Viewer, name: string): Promise<ScheduleRun> {
    await this.row(name);
    return this.deeds.write(viewer, async (tx, record) => {
      const { id: jobId } = await this.schedules.runNow(tx, name);
      await record({ action: 'schedule.run', object: `schedule:${name}`, after: { jobId } });
      return { jobId };
    });
  }

  private async switch(viewer: Viewer, name: string, paused: boolean): Promise<ScheduleRow> {
    const before = await this.row(name);
    await this.deeds.write(viewer, async (tx, record) => {
      await (paused ? this.schedules.pause(tx, name, viewer.name) : this.schedules.resume(tx, name));
      const action = paused ? 'schedule.paused' : 'schedule.resumed';
      await record({ action, object: `schedule:${name}`, before: { paused: before.paused }, after: { paused } });
    });
    return this.row(name);
  }

  private async row(name: string): Promise<ScheduleRow> {
    const row = (await this.list()).schedules.find((schedule) => schedule.name === name);
    if (!row) throw unknownSchedule();
    return row;
  }
}
