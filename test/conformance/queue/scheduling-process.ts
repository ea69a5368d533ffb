/** A scheduler as a process of its own: `<database> <start> <wrong by>`. Its clock runs 600 times as fast, so that each minute takes 100 ms. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { openStorage } from '#platform/storage';
import { JobScheduleEntity } from '../../../libs/platform/queue/job-schedule.entity.js';
import { cron } from '../../../libs/platform/queue/schedules/when.js';
import { openScheduler } from './scheduler.js';

const [file = '', start = '', wrongBy = ''] = process.argv.slice(2);
Logger.overrideLogger(['error']);

const wall = () => Number(start) + (Date.now() - Number(start)) * 600 + Number(wrongBy);

async function main(): Promise<void> {
  const storage = await openStorage({ file, entities: [JobScheduleEntity] });
  const schedules = openScheduler(storage, { name: 'minutely', when: cron('* * * * *'), missed: { all: 1000 }, zone: 'UTC', wall });
  for (let looks = 0; ; looks += 1) {
    await schedules.look();
    if (looks === 0) process.stdout.write('looks\n');
    await sleep(Math.random() * 20);
  }
}

void main();
