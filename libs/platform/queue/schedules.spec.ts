import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SchedulerRegistry } from '@nestjs/schedule';
import { migrations } from '#migrations';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { JobEntity } from './job.entity.js';
import { JobScheduleEntity } from './job-schedule.entity.js';
import { JobWorkerEntity } from './job-worker.entity.js';
import { openQueue } from './open-queue.js';
import { Schedules } from './schedules.js';

const nightly = { name: 'nightly', cron: '0 2 * * *', job: (slot: string) => ({ name: 'run', payload: { slot } }) };

let folder: string;
let storage: Storage;

/** As a process that has just started sees it. */
const restarted = () => new Schedules(storage, openQueue(storage).queue, new SchedulerRegistry(), { timeZone: 'Europe/Berlin' });
const dueAt = (now: string) => restarted().enqueueDue(nightly, new Date(now));
const jobs = () => storage.read<{ payload: string }>('SELECT payload FROM job ORDER BY id').map((job) => JSON.parse(job.payload).slot);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-schedules-'));
  storage = await openStorage({
    file: join(folder, 'jupiter.sqlite'),
    entities: [JobEntity, JobScheduleEntity, JobWorkerEntity],
    migrations,
  });
  await migrate(storage);
  await dueAt('2026-01-10T12:00:00Z');
});

afterEach(async () => {
  await storage.close();
  await rm(folder, { recursive: true });
});

describe('schedules', () => {
  it('enqueue nothing for the time before they were known', () => {
    expect(jobs()).toEqual([]);
  });

  it('read the cron line in the configured zone, also when the clocks change', async () => {
    expect(await dueAt('2026-01-11T01:00:00Z')).toBe('2026-01-11T01:00:00.000Z');
    expect(await dueAt('2026-07-11T00:00:00Z')).toBe('2026-07-11T00:00:00.000Z');
  });

  it('enqueue a slot once, whatever restarts and even if the clock steps back', async () => {
    for (const now of ['2026-01-11T01:00:01Z', '2026-01-11T01:00:02Z', '2026-01-11T00:30:00Z', '2026-01-11T01:00:00Z']) await dueAt(now);
    expect(jobs()).toEqual(['2026-01-11T01:00:00.000Z']);
  });

  it('make up for slots that were missed with one job, the newest', async () => {
    await dueAt('2026-01-14T08:00:00Z');
    expect(jobs()).toEqual(['2026-01-14T01:00:00.000Z']);
  });

  it('start and stop with the process', async () => {
    const registry = new SchedulerRegistry();
    const schedules = new Schedules(storage, openQueue(storage).queue, registry, { timeZone: 'UTC' });
    schedules.add(nightly);
    await schedules.start();
    expect(registry.doesExist('cron', 'nightly')).toBe(true);
    schedules.onModuleDestroy();
    expect(registry.getCronJobs().size).toBe(0);
  });
});
