import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { EntityManager } from 'typeorm';
import { migrations } from '#migrations';
import { migrate, openStorage, type Storage } from '#platform/storage';
import type { NewJob } from '../contract/job.js';
import { JobScheduleEntity } from '../job-schedule.entity.js';
import type { Queue } from '../queue.service.js';
import type { Schedule } from './schedule.js';
import { Schedules } from './schedules.js';
import { cron } from './when.js';

const nightly: Schedule = {
  name: 'nightly',
  title: 'Nightly run',
  when: cron('0 2 * * *'),
  job: (slot) => ({ name: 'run', payload: slot }),
};

let folder: string;
let storage: Storage;
let now: string;
let refused: string | undefined;

/** What schedules need of a queue: jobs are rows of the caller's transaction, one for an idempotency key. */
const queue = {
  async enqueue(tx: EntityManager, { payload, idempotencyKey }: NewJob) {
    if (refused === payload) throw new Error('refused');
    await tx.query('INSERT INTO made (slot, request) VALUES (?, ?) ON CONFLICT DO NOTHING', [payload, idempotencyKey ?? null]);
    const [row] = (await tx.query('SELECT max(id) AS id FROM made')) as { id: number }[];
    return { id: String(row?.id), outcome: 'enqueued' as const };
  },
} as unknown as Queue;

/** As a process that has just started sees it. */
function scheduler(schedules: readonly Schedule[] = [nightly], timeZone = 'UTC', wall = () => Date.parse(now)): Schedules {
  const started = new Schedules(storage, queue, new SchedulerRegistry(), { timeZone }, wall);
  for (const schedule of schedules) started.add(schedule);
  return started;
}

async function lookAt(time: string, schedule: Partial<Schedule> = {}): Promise<void> {
  now = time;
  await scheduler([{ ...nightly, ...schedule }]).look();
}

const made = () => storage.read<{ slot: string }>('SELECT slot FROM made ORDER BY id').map(({ slot }) => slot.replace(':00.000Z', 'Z'));
const view = (schedule: Partial<Schedule> = {}) => scheduler([{ ...nightly, ...schedule }]).list()[0];

beforeEach(async () => {
  Logger.overrideLogger(false);
  folder = await mkdtemp(join(tmpdir(), 'jupiter-schedules-'));
  storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities: [JobScheduleEntity], migrations });
  await migrate(storage);
  await storage.alter((dataSource) =>
    dataSource.query('CREATE TABLE made (id INTEGER PRIMARY KEY, slot TEXT NOT NULL, request TEXT UNIQUE)'),
  );
  refused = undefined;
  await lookAt('2026-01-10T12:00Z');
});

afterEach(async () => {
  await storage.close();
  await rm(folder, { recursive: true });
});

describe('schedules', () => {
  it('enqueue nothing for the time before they were known', () => expect(made()).toEqual([]));

  it('enqueue a slot once, whatever restarts and even if the clock steps back', async () => {
    for (const time of ['02:00', '02:01', '01:30', '02:00', '02:04']) await lookAt(`2026-01-11T${time}Z`);
    expect(made()).toEqual(['2026-01-11T02:00Z']);
    await lookAt('2026-01-12T02:00Z');
    expect(made()).toEqual(['2026-01-11T02:00Z', '2026-01-12T02:00Z']);
  });

  it('enqueue a slot once when two of them look at the same time', async () => {
    now = '2026-01-11T02:00Z';
    await Promise.all([scheduler().look(), scheduler().look(), scheduler().look()]);
    expect(made()).toEqual(['2026-01-11T02:00Z']);
  });

  it('give a job the idempotency key of its slot', async () => {
    await lookAt('2026-01-11T02:00Z');
    expect(storage.read('SELECT request FROM made')).toEqual([{ request: 'schedule:nightly:2026-01-11T02:00:00.000Z' }]);
  });

  it('keep slot and job together: what is refused stays due, and the others go on', async () => {
    refused = '2026-01-11T02:00:00.000Z';
    now = '2026-01-11T02:00Z';
    const other = { ...nightly, name: 'other', job: () => ({ name: 'run', payload: 'other' }) };
    await scheduler([nightly, other]).look();
    now = '2026-01-12T02:00Z';
    refused = now.replace('Z', ':00.000Z');
    await scheduler([nightly, other]).look();
    expect(made()).toEqual(['other']);
    refused = undefined;
    await scheduler([nightly, other]).look();
    expect(made()).toEqual(['other', '2026-01-12T02:00Z']);
  });

  it('are refused when two have one name, and when they would make up for too many slots', () => {
    expect(() => scheduler([nightly, nightly])).toThrow(expect.objectContaining({ code: 'queue.schedule-twice' }));
    for (const all of [0, 1001, 1.5])
      expect(() => scheduler([{ ...nightly, missed: { all } }])).toThrow(expect.objectContaining({ code: 'queue.bad-missed' }));
  });
});

describe('slots that nobody was there for', () => {
  const threeDaysLater = '2026-01-13T08:00Z';

  it('are left out with skip, and shown', async () => {
    await lookAt(threeDaysLater, { missed: 'skip' });
    expect(made()).toEqual([]);
    expect(view()?.lastMissedSlot).toBe('2026-01-13T02:00:00.000Z');
    await lookAt('2026-01-14T02:00Z', { missed: 'skip' });
    expect(made()).toEqual(['2026-01-14T02:00Z']);
  });

  it('are made up for by the newest with once', async () => {
    await lookAt(threeDaysLater);
    expect(made()).toEqual(['2026-01-13T02:00Z']);
  });

  it('are all made up for, oldest first, up to a number', async () => {
    await lookAt(threeDaysLater, { missed: { all: 2 } });
    expect(made()).toEqual(['2026-01-12T02:00Z', '2026-01-13T02:00Z']);
    expect(view()?.lastMissedSlot).toBe('2026-01-11T02:00:00.000Z');
  });

  it('are on time for five minutes, and not a moment longer', async () => {
    await lookAt('2026-01-11T02:05Z', { missed: 'skip' });
    await lookAt('2026-01-12T02:05:00.001Z', { missed: 'skip' });
    expect(made()).toEqual(['2026-01-11T02:00Z']);
  });

  it('run each while they are on time', async () => {
    const everyMinute = { name: 'often', when: cron('* * * * *'), missed: 'skip' } as const;
    await lookAt('2026-01-10T12:00:30Z', everyMinute);
    await lookAt('2026-01-10T12:03:10Z', everyMinute);
    expect(made()).toEqual(['2026-01-10T12:01Z', '2026-01-10T12:02Z', '2026-01-10T12:03Z']);
  });

  it('are found without walking through all of them', async () => {
    const everySecond = { name: 'often', when: cron('* * * * * *'), missed: { all: 3 } };
    await lookAt('2016-01-01T00:00Z', everySecond);
    await lookAt('2026-01-01T00:00Z', everySecond);
    expect(made()).toHaveLength(3 + 301);
  });

  it('are not those of a rule that came later', async () => {
    await lookAt('2026-01-11T02:00Z');
    await lookAt('2026-01-11T10:00Z', { when: cron('0 4 * * *') });
    await lookAt('2026-01-11T10:01Z', { when: cron('0 4 * * *') });
    expect(made()).toEqual(['2026-01-11T02:00Z']);
    await lookAt('2026-01-12T04:00Z', { when: cron('0 4 * * *') });
    expect(made()).toEqual(['2026-01-11T02:00Z', '2026-01-12T04:00Z']);
  });

  it('are made up for in a row of a version that kept no rule', async () => {
    await storage.write((tx) => tx.query('UPDATE job_schedule SET timing = NULL'));
    await lookAt(threeDaysLater);
    await lookAt(threeDaysLater);
    expect(made()).toEqual(['2026-01-13T02:00Z']);
  });
});

describe('a schedule that is paused', () => {
  const pause = () => storage.write((tx) => scheduler().pause(tx, 'nightly', 'Emma'));
  const resume = () => storage.write((tx) => scheduler().resume(tx, 'nightly'));

  it('enqueues nothing, and makes up for nothing when it goes on', async () => {
    expect([await pause(), await pause()]).toEqual([true, false]);
    await lookAt('2026-01-13T08:00Z', { missed: { all: 10 } });
    expect(view()).toMatchObject({ paused: true, pausedBy: 'Emma', pausedAt: '2026-01-10T12:00:00.000Z' });
    expect([await resume(), await resume()]).toEqual([true, false]);
    await lookAt('2026-01-13T09:00Z', { missed: { all: 10 } });
    await lookAt('2026-01-14T02:00Z', { missed: { all: 10 } });
    expect(made()).toEqual(['2026-01-14T02:00Z']);
    expect(view()).not.toHaveProperty('pausedBy');
  });

  it('runs nothing again when the clock has stepped back', async () => {
    await lookAt('2026-01-11T02:00Z');
    now = '2026-01-11T01:00Z';
    await pause();
    await resume();
    await lookAt('2026-01-11T02:00Z');
    expect(made()).toEqual(['2026-01-11T02:00Z']);
  });

  it('goes on from now when a clock that was wrong had taken it years ahead', async () => {
    await lookAt('2031-06-01T00:00Z');
    await lookAt('2026-01-12T02:00Z');
    expect(made()).toEqual(['2031-05-31T02:00Z']);
    await pause();
    await resume();
    await lookAt('2026-01-13T02:00Z');
    expect(made()).toEqual(['2031-05-31T02:00Z', '2026-01-13T02:00Z']);
  });

  it('can be paused before it was ever looked at', async () => {
    const fresh = { ...nightly, name: 'fresh' };
    await storage.write((tx) => scheduler([fresh]).pause(tx, 'fresh', 'Emma'));
    now = '2026-01-11T02:00Z';
    await scheduler([fresh]).look();
    expect(made()).toEqual([]);
  });
});

describe('a schedule asked for by hand', () => {
  it('enqueues its job at once and keeps its slots', async () => {
    now = '2026-01-10T13:00Z';
    const asked = await storage.write((tx) => scheduler().runNow(tx, 'nightly'));
    expect(made()).toEqual(['2026-01-10T13:00Z']);
    expect(view()).toMatchObject({ lastJobId: asked.id, lastEnqueuedAt: '2026-01-10T13:00:00.000Z' });
    expect(view()).not.toHaveProperty('lastSlot');
    await lookAt('2026-01-11T02:00Z');
    expect(made()).toEqual(['2026-01-10T13:00Z', '2026-01-11T02:00Z']);
  });

  it('is not found when it is not declared', async () => {
    const unknown = expect.objectContaining({ code: 'queue.unknown-schedule' });
    await expect(storage.write((tx) => scheduler().runNow(tx, 'nope'))).rejects.toEqual(unknown);
    await expect(storage.write((tx) => scheduler().pause(tx, 'nope', 'Emma'))).rejects.toEqual(unknown);
    await expect(storage.write(async (tx) => scheduler().resume(tx, 'nope'))).rejects.toEqual(unknown);
    expect(() => scheduler().nextTimes('nope')).toThrow(unknown);
  });
});

describe('the list of schedules', () => {
  it('shows each with its rule in words and its next ten times', async () => {
    await lookAt('2026-01-11T02:00:10Z', { when: cron('0 2 * * *', { zone: 'America/New_York' }) });
    await lookAt('2026-01-11T07:00:10Z', { when: cron('0 2 * * *', { zone: 'America/New_York' }) });
    const shown = view({ when: cron('0 2 * * *', { zone: 'America/New_York' }) });
    expect(shown).toMatchObject({
      ...{ name: 'nightly', title: 'Nightly run', job: 'run', active: true, paused: false },
      ...{ when: 'At 02:00 every day, America/New_York', missed: 'Missed times are made up for once' },
      ...{ lastSlot: '2026-01-11T07:00:00.000Z', lastEnqueuedAt: '2026-01-11T07:00:10.000Z', lastJobId: '1' },
    });
    expect(shown?.next).toHaveLength(10);
    expect(shown?.next.slice(0, 2)).toEqual(['2026-01-12T07:00:00.000Z', '2026-01-13T07:00:00.000Z']);
  });

  it('gives the next times after a last slot that is ahead of the clock', async () => {
    await lookAt('2026-01-11T02:00Z');
    now = '2026-01-11T01:00Z';
    expect(scheduler().nextTimes('nightly', 1)).toEqual(['2026-01-12T02:00:00.000Z']);
  });

  it('shows one without a row, and keeps the row of one that is no longer declared', () => {
    const [fresh, gone] = scheduler([{ ...nightly, name: 'fresh' }]).list();
    expect(fresh).toMatchObject({ name: 'fresh', active: true, paused: false });
    expect(gone).toMatchObject({ name: 'nightly', active: false, when: 'No longer declared', next: [] });
  });
});

describe('schedules that were started', () => {
  const registryOf = (schedules: Schedules) => (schedules as unknown as { alarm: { registry: SchedulerRegistry } }).alarm.registry;

  it('enqueue when the clock comes to a slot, and stop with their process', async () => {
    const everySecond = scheduler([{ ...nightly, name: 'often', when: cron('* * * * * *') }], 'UTC', Date.now);
    await everySecond.start();
    for (const end = performance.now() + 20_000; made().length < 2 && performance.now() < end; ) await sleep(20);
    expect(made().length).toBeGreaterThanOrEqual(2);
    expect(new Set(made()).size).toBe(made().length);
    expect(Date.parse(made().at(-1) ?? '')).toBeLessThanOrEqual(Date.now());
    await everySecond.onModuleDestroy();
    expect([...registryOf(everySecond).getTimeouts(), ...registryOf(everySecond).getIntervals()]).toEqual([]);
  });

  it('wait for days as well as for minutes', async () => {
    now = '2026-01-10T12:00Z';
    const yearly = scheduler([{ ...nightly, name: 'yearly', when: cron('@yearly') }]);
    await yearly.start();
    await yearly.look();
    expect(registryOf(yearly).getTimeouts()).toEqual(['schedule:yearly']);
    await yearly.onModuleDestroy();
  });
});
