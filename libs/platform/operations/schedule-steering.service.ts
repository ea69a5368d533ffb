import { Injectable } from '@nestjs/common';
import type { ScheduleList, ScheduleRow, ScheduleRun } from '#core/contract';
import type { Viewer } from '#platform/identity';
import { Schedules, type ScheduleView } from '#platform/queue';
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
  list(): ScheduleList {
    return { schedules: this.schedules.list().map(rowOf) };
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
    this.declared(name);
    return this.deeds.write(viewer, async (tx, record) => {
      const { id: jobId } = await this.schedules.runNow(tx, name);
      await record({ action: 'schedule.run', object: `schedule:${name}`, after: { jobId } });
      return { jobId };
    });
  }

  private async switch(viewer: Viewer, name: string, paused: boolean): Promise<ScheduleRow> {
    const before = { paused: this.declared(name).paused };
    await this.deeds.write(viewer, async (tx, record) => {
      const changed = await (paused ? this.schedules.pause(tx, name, viewer.name) : this.schedules.resume(tx, name));
      if (!changed) return;
      const action = paused ? 'schedule.paused' : 'schedule.resumed';
      await record({ action, object: `schedule:${name}`, before, after: { paused } });
    });
    return this.declared(name);
  }

  /** Only what is declared can be steered. */
  private declared(name: string): ScheduleRow {
    const row = this.list().schedules.find((schedule) => schedule.name === name && schedule.active);
    if (!row) throw unknownSchedule();
    return row;
  }
}

function rowOf({ lastJobId, next, ...view }: ScheduleView): ScheduleRow {
  return { ...view, ...(lastJobId === undefined ? {} : { lastJob: lastJobId }), next: [...next] };
}
