import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, inWorld, must } from '../fault.js';
import { runTypescript } from '../node-process.js';
import type { World } from '../world.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Before the clocks of Berlin change, and what 02:30 is in that night: the end of the gap, or the first of two. */
const NIGHTS = [
  { from: '2026-03-28T20:00:00.000Z', nightly: ['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'] },
  { from: '2026-10-24T20:00:00.000Z', nightly: ['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'] },
];
const HOURS = 30;

class Scheduler {
  private readonly child: ChildProcess;
  private seen = 0;

  constructor(world: World, clock: string) {
    this.child = fork(join(__dirname, '../programs/scheduler.ts'), [world.folder, clock], {
      execArgv: runTypescript,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child.on('message', (moment: number) => {
      this.seen = moment;
    });
  }

  /** Whether its last look began at this moment of its clock. */
  hasSeen(moment: number): boolean {
    return this.seen === moment;
  }

  async killed(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }
}

/** Slots over restarts, twin schedulers, clock changes and clocks that are put wrong: each once, none missed. */
async function slots(world: World, hours: number): Promise<{ expected: string[]; kills: number; backs: number }> {
  const { random } = world;
  const night = random.pick(NIGHTS);
  const begin = Date.parse(night.from);
  const clock = join(world.notes, 'clock');
  const set = (moment: number) => {
    writeFileSync(`${clock}.new`, String(moment));
    renameSync(`${clock}.new`, clock);
  };
  let [now, furthest, kills, backs] = [begin, begin, 0, 0];
  set(now);
  const twins = [new Scheduler(world, clock), new Scheduler(world, clock)];
  const look = () => world.until('a scheduler has looked', () => twins.some((twin) => twin.hasSeen(now)));
  try {
    await look();
    while (furthest < begin + hours * HOUR_MS) {
      const back = random.chance(0.15);
      now = back ? now - random.whole(1, 90) * MINUTE_MS : now + random.whole(1, 100) * MINUTE_MS;
      if (back) backs++;
      furthest = Math.max(furthest, now);
      set(now);
      if (random.chance(0.2)) {
        const at = random.whole(0, 1);
        await twins[at]!.killed();
        twins[at] = new Scheduler(world, clock);
        kills++;
      }
      await look();
    }
    now = furthest;
    set(now);
    await look();
  } finally {
    await Promise.all(twins.map((twin) => twin.killed()));
  }
  const often = Array.from({ length: Math.floor((furthest - begin) / (5 * MINUTE_MS)) }, (_, index) =>
    new Date(begin + (index + 1) * 5 * MINUTE_MS).toISOString(),
  );
  const nightly = night.nightly.filter((slot) => Date.parse(slot) <= furthest);
  return { expected: [...often.map((slot) => `often ${slot}`), ...nightly.map((slot) => `nightly ${slot}`)], kills, backs };
}

export const clockwork: Fault = {
  number: 15,
  title: 'schedules over restarts, twins, DST and a clock set back',
  prove: (seed, size) =>
    inWorld(seed, async (world) => {
      const { expected, kills, backs } = await slots(world, size === 'short' ? 12 : HOURS);
      const made = world.storage
        .read<{ payload: string }>('SELECT payload FROM job ORDER BY id')
        .map(({ payload }) => JSON.parse(payload) as string);
      const unasked = made.filter((slot) => !expected.includes(slot));
      must(unasked.length === 0, `slots that nobody asked for: ${unasked.join(', ')}`);
      await world.assertSound();
      const lost = expected.filter((slot) => !made.includes(slot)).length;
      return {
        jobs: expected.length,
        lost,
        doubled: made.length - new Set(made).size,
        innocentsDead: 0,
        noted: `${kills} kills, ${backs} steps back`,
      };
    }),
};
