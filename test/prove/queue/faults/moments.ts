import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, fault, must, Unable } from '../fault.js';
import type { World } from '../world.js';
import { clockwork } from './clockwork.js';

const HANG_MS = 1000;

/** Each job of the log has begun once. */
function eachBeganOnce(world: World): void {
  const starts = world.entries().filter(({ what }) => what === 'S');
  const twice = starts.filter(({ id }, index) => starts.findIndex((other) => other.id === id) !== index);
  must(twice.length === 0, `began more than once: ${JSON.stringify(twice)}`);
}

async function longAndHealthy(world: World): Promise<string> {
  const node = await world.node({ hangMs: HANG_MS });
  await world.add(6, { ms: 3 * HANG_MS });
  await world.add(80);
  await world.allEnded();
  eachBeganOnce(world);
  must(node.restarts.length === 0, `killed: ${JSON.stringify(node.restarts)}`);
  return `jobs of ${(3 * HANG_MS) / 1000} s under a hang limit of ${HANG_MS / 1000} s`;
}

async function oldBacklog(world: World): Promise<string> {
  await world.add(100, {}, { name: 'limited', maxAttempts: 1 });
  await sleep(1000 + world.random.whole(200, 600));
  await world.node();
  await world.allEnded();
  eachBeganOnce(world);
  return 'the backlog was older than the limit of its jobs';
}

/** Debian's folder is named by the machine's architecture. */
const libfaketime = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`);

async function clockStep(world: World): Promise<string> {
  const library = libfaketime.find(existsSync);
  if (!library) throw new Unable('libfaketime is not installed (Debian: faketime)');
  const file = join(world.notes, 'clock');
  const set = (offset: string) => writeFileSync(file, offset);
  set('+0');
  const env = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  const node = await world.node({ hangMs: HANG_MS, env });
  const steps = world.random.chance(0.5) ? ['+2h', '-2h', '+0'] : ['-2h', '+2h', '+0'];
  for (const step of steps) {
    await world.add(30, { ms: world.random.whole(100, 400) });
    await sleep(world.random.whole(20, 300));
    set(step);
  }
  await world.add(30);
  await world.allEnded();
  eachBeganOnce(world);
  must(node.restarts.length === 0, `killed: ${JSON.stringify(node.restarts)}`);
  return `the wall clock went ${steps.join(', ')} while jobs ran`;
}

export const momentFaults: readonly Fault[] = [
  fault(6, 'healthy job longer than the hang limit', longAndHealthy),
  fault(7, 'backlog older than the limit of its jobs', oldBacklog),
  fault(8, 'wall clock steps two hours', clockStep),
  clockwork,
];
