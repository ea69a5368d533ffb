/** Fault 15: schedules over restarts, clock changes, clocks that step and twins. Each slot once, missed ones by policy. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { migrations } from '#migrations';
import type { Missed } from '#platform/queue';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { JobScheduleEntity } from '../../../libs/platform/queue/job-schedule.entity.js';
import { usFederal } from '../../../libs/platform/queue/schedules/us-federal.js';
import { cron, slotsBetween, timingOf, workingDay } from '../../../libs/platform/queue/schedules/when.js';
import { Random } from './histories/random.js';
import { openScheduler } from './scheduler.js';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const SEEDS = Array.from({ length: 30 }, (_, at) => at + 1);
/** As missed.ts promises. */
const LATE = 5 * MINUTE;

const rules = [
  cron('30 2 * * *'),
  cron('*/20 * * * *'),
  cron('30 1 * * *'),
  cron('15 */3 * * 1-5'),
  workingDay({ nth: 3, after: 'month end', at: '02:30', calendar: usFederal }),
];
const policies: Missed[] = ['skip', 'once', { all: 3 }, { all: 1000 }];
/** Three days before a zone's clock jumps. */
const changes = [
  ['America/New_York', '2026-03-05T12:00Z'],
  ['America/New_York', '2026-10-29T12:00Z'],
  ['Europe/Berlin', '2026-03-26T12:00Z'],
  ['Europe/Berlin', '2026-10-22T12:00Z'],
  ['Australia/Lord_Howe', '2026-04-01T12:00Z'],
  ['Australia/Lord_Howe', '2026-09-30T12:00Z'],
] as const;

let folder: string;
let storage: Storage;

beforeEach(async () => {
  Logger.overrideLogger(false);
  folder = await mkdtemp(join(tmpdir(), 'jupiter-slots-'));
  storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities: [JobScheduleEntity], migrations });
  await migrate(storage);
});

afterEach(async () => {
  await storage.close();
  await rm(folder, { recursive: true });
});

/** The slots that were enqueued, in the order of their jobs. */
const enqueued = () =>
  storage
    .read<{ payload: string }>("SELECT payload FROM job WHERE name = 'slot' ORDER BY id")
    .map(({ payload }) => Number(JSON.parse(payload)));

describe('schedules on a clock that a test steps', () => {
  it.each(SEEDS)('enqueue each slot once, and what the policy says of missed ones (seed %i)', async (seed) => {
    const random = new Random(seed);
    const [[zone, start], when, missed] = [random.pick(changes), random.pick(rules), random.pick(policies)];
    let now = Date.parse(start);
    const fresh = () => openScheduler(storage, { name: 'fault', when, missed, zone, wall: () => now });
    let scheduler = fresh();
    await scheduler.look();
    const expected: number[] = [];
    let known = now;
    for (let deed = 0; deed < 80; deed += 1) {
      now += random.pick([
        () => 0,
        () => random.whole(1, 4 * MINUTE),
        () => random.whole(6 * MINUTE, 5 * HOUR),
        () => random.whole(HOUR, 2 * DAY),
        () => -random.whole(1, 3 * HOUR),
      ])();
      if (random.chance(0.3)) scheduler = fresh();
      const due = slotsBetween(timingOf(when, zone), new Date(known), new Date(now)).map(Number);
      const onTime = due.filter((slot) => now - slot <= LATE);
      const late = due.filter((slot) => now - slot > LATE);
      if (missed === 'once' && late.length > 0) expected.push(...due.slice(-1));
      else expected.push(...(typeof missed === 'object' ? late.slice(-missed.all) : []), ...onTime);
      known = due.at(-1) ?? known;
      await Promise.all(random.chance(0.3) ? [scheduler.look(), fresh().look()] : [scheduler.look()]);
    }
    expect(enqueued()).toEqual(expected);
    expect(new Set(expected).size).toBe(expected.length);
    expect(expected.every((slot, at) => at === 0 || slot > expected[at - 1]!)).toBe(true);
  });
});

describe('schedules in two processes on one file', () => {
  const running = new Set<ChildProcess>();

  /** A process whose clock runs 600 times as fast as ours, and wrong by a few minutes; resolves when it looks. */
  async function scheduling(start: number, wrongBy: number): Promise<ChildProcess> {
    const program = ['-r', join(__dirname, '../../support/run-typescript.cjs'), join(__dirname, 'scheduling-process.ts')];
    const child = spawn(process.execPath, [...program, join(folder, 'jupiter.sqlite'), String(start), String(wrongBy)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.add(child);
    await once(createInterface({ input: child.stdout! }), 'line');
    return child;
  }

  async function kill(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    running.delete(child);
  }

  afterEach(() => Promise.all([...running].map(kill)));

  it('enqueue each minute once, however often one of them is killed', async () => {
    const random = new Random(15);
    const start = Date.now();
    const twins = await Promise.all([scheduling(start, 0), scheduling(start, 3 * MINUTE)]);
    for (let round = 0; round < 6; round += 1) {
      await sleep(random.whole(50, 400)); // anywhere between two slots, which are 100 ms apart
      const one = random.whole(0, 1);
      await kill(twins[one]!);
      twins[one] = await scheduling(start, random.whole(-4, 4) * MINUTE);
    }
    for (const twin of twins) await kill(twin);
    const slots = enqueued();
    expect(slots.length).toBeGreaterThan(20);
    expect(slots).toEqual(slots.map((_, at) => slots[0]! + at * MINUTE));
    expect(storage.one('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
  });
});
