/** Schedules by a clock that is a file: `<folder> <clock>`. It looks without end; several of them may. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { z } from 'zod';
import { openStorage } from '#platform/storage';
import { defineJob } from '../../../../libs/platform/queue/contract/definition.js';
import { Handlers } from '../../../../libs/platform/queue/handlers.js';
import { Queue } from '../../../../libs/platform/queue/queue.service.js';
import { Schedules } from '../../../../libs/platform/queue/schedules/schedules.js';
import { cron } from '../../../../libs/platform/queue/schedules/when.js';
import { SqliteJobStore } from '../../../../libs/platform/queue/sqlite/sqlite-job-store.js';
import { bellOf, databaseOf } from './opened.js';

const [folder = '', clock = ''] = process.argv.slice(2);
Logger.overrideLogger(false);

async function main(): Promise<void> {
  const storage = await openStorage({ file: databaseOf(folder), entities: [] });
  const handlers = new Handlers();
  handlers.add({ job: defineJob({ name: 'slot', title: 'Slot', payload: z.string() }), run: async () => ({ kind: 'done' as const }) });
  const queue = new Queue(new SqliteJobStore(storage, bellOf(folder)), handlers);
  const schedules = new Schedules(storage, queue, new SchedulerRegistry(), { timeZone: 'Europe/Berlin' }, () =>
    Number(readFileSync(clock, 'utf8')),
  );
  const job = (name: string) => (slot: string) => ({ name: 'slot', payload: `${name} ${slot}` });
  schedules.add({ name: 'often', title: 'Often', when: cron('*/5 * * * *'), missed: { all: 1000 }, job: job('often') });
  schedules.add({ name: 'nightly', title: 'Nightly', when: cron('30 2 * * *'), missed: { all: 1000 }, job: job('nightly') });
  for (;;) {
    const moment = Number(readFileSync(clock, 'utf8'));
    await schedules.look();
    process.send?.(moment);
    await sleep(2);
  }
}

void main();
