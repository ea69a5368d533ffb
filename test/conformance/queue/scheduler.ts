import { join } from 'node:path';
import { SchedulerRegistry } from '@nestjs/schedule';
import { z } from 'zod';
import type { Storage } from '#platform/storage';
import { defineJob } from '../../../libs/platform/queue/contract/definition.js';
import { Handlers } from '../../../libs/platform/queue/handlers.js';
import { Queue } from '../../../libs/platform/queue/queue.service.js';
import type { Schedule } from '../../../libs/platform/queue/schedules/schedule.js';
import { Schedules } from '../../../libs/platform/queue/schedules/schedules.js';
import { Bell } from '../../../libs/platform/queue/sqlite/bell.js';
import { SqliteJobStore } from '../../../libs/platform/queue/sqlite/sqlite-job-store.js';

const slotJob = defineJob({ name: 'slot', title: 'One slot', payload: z.number() });

/** A scheduler of one schedule, as a process that has just started has it: each slot is a job whose payload is the slot. */
export function openScheduler(
  storage: Storage,
  { zone, wall, ...schedule }: Pick<Schedule, 'name' | 'when' | 'missed'> & { zone: string; wall: () => number },
): Schedules {
  const handlers = new Handlers();
  handlers.add({ job: slotJob, run: async () => ({ kind: 'done' }) });
  const queue = new Queue(new SqliteJobStore(storage, new Bell(join(storage.file, '../queue.bell'))), handlers);
  const schedules = new Schedules(storage, queue, new SchedulerRegistry(), { timeZone: zone }, wall);
  schedules.add({ title: 'Each slot', job: (slot) => ({ name: slotJob.name, payload: Date.parse(slot) }), ...schedule });
  return schedules;
}
