import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type Deed, DRILLS } from '../../../../test/support/queue/drill-handlers.js';
import { drillProgram } from '../../../../test/support/queue/drill-program.js';
import { type DrillStore, sqliteStore } from '../../../../test/support/queue/drill-store.js';
import { rulesOf } from '../contract/definition.js';
import type { WorkerBeat } from '../contract/engine.js';
import type { Restart, SupervisorOptions } from './options.js';
import { Supervisor } from './supervisor.js';

const PATIENCE_MS = 30_000;

describe('A supervisor', () => {
  let folder: string;
  let log: string;
  let store: DrillStore;
  let supervisor: Supervisor;
  let restarts: Restart[];
  let printed: string[];

  const start = async (options: Partial<SupervisorOptions> = {}) => {
    const listener = { restart: (restart: Restart) => void restarts.push(restart) };
    const print = (line: string) => void printed.push(line);
    const program = drillProgram(log);
    supervisor = new Supervisor(store.engine, DRILLS.map(rulesOf), { folder, program, listener, print, rowsMs: 100, ...options });
    await supervisor.start();
  };
  const order = (as: string, deed: Deed = 'end', once = false, name = 'drill') => store.add(name, { as, deed, once });
  const jobs = (ids: string[]) => Promise.all(ids.map((id) => store.job(id)));
  const rowOf = async (role: WorkerBeat['role']) => (await store.rows()).find((row) => row.role === role);
  const noted = (what: string, as: string) =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`${what} ${as} `));
  const pidOf = (as: string) => Number(noted('start', as).at(-1)?.split(' ')[2]);
  const until = async (what: string, is: () => boolean | Promise<boolean>) => {
    for (const deadline = performance.now() + PATIENCE_MS; !(await is()); await sleep(5))
      if (performance.now() > deadline) throw new Error(`${what} did not come true: ${readFileSync(log, 'utf8')}`);
  };
  const started = (as: string, times = 1) => until(`${as} starts`, () => noted('start', as).length >= times);
  const became = (id: string, state: string) => until(`job ${id} is ${state}`, async () => (await store.job(id)).state === state);

  beforeAll(() => Logger.overrideLogger(['error']));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'supervisor-'));
    log = join(folder, 'log');
    writeFileSync(log, '');
    store = await sqliteStore();
    restarts = [];
    printed = [];
  });

  afterEach(async () => {
    await supervisor.stop(0);
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs jobs in processes of their own and shows them', async () => {
    const id = await order('one');
    await start();
    await became(id, 'done');
    expect((await store.job(id)).result).toBe('one');
    expect(pidOf('one')).not.toBe(process.pid);
    await until('rows', async () => ((await rowOf('executor'))?.memoryBytes ?? 0) > 0);
    expect(await rowOf('supervisor')).toMatchObject({ pid: process.pid });
    expect(await rowOf('executor')).toMatchObject({ pid: pidOf('one'), running: 0, restarts: 0 });
  });

  it('charges the one job that ran when its process was killed, and runs it again within half a second', async () => {
    await start({ executors: 2, concurrency: 1 });
    const id = await order('held', 'hold', true);
    await started('held');
    await until(
      'both are up',
      async () => (await store.rows()).filter(({ memoryBytes, role }) => role === 'executor' && memoryBytes > 0).length === 2,
    );
    const killed = performance.now();
    process.kill(pidOf('held'), 'SIGKILL');
    await started('held', 2);
    expect(performance.now() - killed).toBeLessThan(500);
    await became(id, 'done');
    expect(await store.job(id)).toMatchObject({ attempt: 2, failures: 1, reason: 'Its process ended: killed by SIGKILL.' });
    await until('a restart', () => restarts.length === 1);
    expect(restarts).toMatchObject([{ delayMs: 20, lane: 'normal', reason: 'Its process ended: killed by SIGKILL.' }]);
  });

  it('buries a job that kills its process each time, and none of those beside it', async () => {
    const culprit = await order('poison', 'die');
    const innocents = await Promise.all(Array.from({ length: 10 }, (_, at) => order(`innocent-${at}`, 'rest')));
    await start({ executors: 2, concurrency: 4, idleMs: 200 });
    for (const id of innocents) await became(id, 'done');
    await became(culprit, 'dead');
    expect((await store.job(culprit)).failures).toBe(3);
    expect((await jobs(innocents)).map(({ failures }) => failures)).toEqual(innocents.map(() => 0));
    await until('the quarantine has left', async () => !(await store.rows()).some(({ role }) => role === 'quarantine'));
  });

  it('kills a process that hangs and charges the job that hangs it', async () => {
    const id = await order('endless', 'hang', true);
    await start({ hangMs: 1000 });
    await became(id, 'done');
    expect((await store.job(id)).failures).toBe(1);
    expect((await store.job(id)).reason).toMatch(/^Its process did not answer for \d+ ms and was killed\.$/);
  });

  it('does not let a process that was stopped for too long change anything', async () => {
    await start({ executors: 2, concurrency: 1, hangMs: 1000 });
    const id = await order('stopped', 'hold', true);
    await started('stopped');
    const pid = pidOf('stopped');
    process.kill(pid, 'SIGSTOP');
    await became(id, 'done');
    killQuietly(pid, 'SIGCONT');
    expect(pidOf('stopped')).not.toBe(pid);
    expect(noted('end', 'stopped')).toHaveLength(1);
  });

  it('kills a job that goes on after its timeout, with nobody beside it charged', async () => {
    const late = await order('late', 'ignore', true, 'limited');
    const beside = await order('beside', 'hold', true);
    await start({ killAfterMs: 300 });
    await became(late, 'done');
    await became(beside, 'done');
    expect(await store.job(late)).toMatchObject({ failures: 1, reason: 'The job took longer than 300 ms.' });
    expect((await store.job(beside)).failures).toBe(0);
    expect(restarts).toMatchObject([{ reason: `Job ${late} (limited) did not stop after 300 ms; its process was killed.` }]);
  });

  it('asks a job to give up at its timeout before it kills anybody', async () => {
    const id = await order('polite', 'hold', true, 'limited');
    await start();
    await became(id, 'done');
    expect((await store.job(id)).failures).toBe(1);
    expect(restarts).toEqual([]);
  });

  it('cancels running code that ignores its signal within 5 s', async () => {
    await start();
    const id = await order('stubborn', 'ignore');
    const beside = await order('beside', 'hold', true);
    await started('stubborn');
    await started('beside');
    const asked = performance.now();
    await store.cancel(id);
    await became(id, 'cancelled');
    expect(performance.now() - asked).toBeLessThan(5000);
    await became(beside, 'done');
    expect((await store.job(beside)).failures).toBe(0);
  });

  it('cancels running code that heeds its signal at once', async () => {
    await start();
    const id = await order('gentle', 'hold');
    await started('gentle');
    await store.cancel(id);
    await became(id, 'cancelled');
    expect(restarts).toEqual([]);
  });

  it('renews a process that grew too big, once its jobs have ended', async () => {
    await start({ memoryBytes: 160_000_000, beatMs: 50, concurrency: 1 });
    const ids = [await order('hog', 'hog'), await order('after')];
    for (const id of ids) await became(id, 'done');
    await until('a restart', () => restarts.length > 0);
    expect(restarts[0]!.reason).toMatch(/^Its process took \d+ MB of memory where 153 MB are allowed and was renewed\.$/);
    expect((await jobs(ids)).map(({ failures }) => failures)).toEqual([0, 0]);
  });

  it('takes a job that exits its process for one that crashed', async () => {
    const id = await order('quitter', 'exit', true);
    await start();
    await became(id, 'done');
    expect(await store.job(id)).toMatchObject({ failures: 1, reason: 'Its process ended: exit code 0.' });
  });

  it.each([
    ['forget', 'a rejection that nobody handled: nobody waits for this'],
    ['throw', 'an error that nobody caught: out of the blue'],
  ] as const)('ends a process in which nobody catches an error: %s', async (deed, words) => {
    const id = await order('careless', deed, true);
    await start();
    await became(id, 'done');
    expect(await store.job(id)).toMatchObject({ failures: 1, reason: `Its process ended: ${words}` });
  });

  it('reads megabytes that a job prints, and shortens their lines', async () => {
    const ids = [await order('loud', 'shout'), await order('rude', 'babble'), await order('after')];
    await start({ concurrency: 1 });
    for (const id of ids) await became(id, 'done');
    await until('four long lines', () => printed.filter((line) => line.startsWith('xxx')).length >= 3);
    expect(Math.max(...printed.map((line) => line.length))).toBeLessThan(8300);
    expect(restarts).toEqual([]);
  });

  it('starts a broken program ever more seldom and says why', async () => {
    await start({ program: drillProgram(log, 'broken') });
    await until('three restarts', () => restarts.length === 3);
    expect(restarts.map(({ delayMs }) => delayMs)).toEqual([20, 40, 80]);
    expect(restarts[0]!.reason).toContain('this program is broken');
    await until('a row that says so', async () => ((await rowOf('executor'))?.restarts ?? 0) >= 3);
    expect((await rowOf('executor'))!.restartReason).toMatch(/^Its process ended: exit code 1; its last words:/);
  });

  it('ends a process that does not come up', async () => {
    await start({ program: drillProgram(log, 'deaf'), bootMs: 1000 });
    await until('a restart', () => restarts.length === 1);
    expect(restarts[0]!.reason).toMatch(/^Its process was not up after 1000 ms and was killed/);
  });

  it('lets running jobs end before it stops, and starts none', async () => {
    await start({ concurrency: 1 });
    const short = await order('short', 'hold', true, 'limited'); // gives up by itself after 300 ms
    const next = await order('next');
    await started('short');
    await supervisor.stop(10_000);
    expect((await store.job(short)).failures).toBe(1);
    expect([(await store.job(next)).state, await store.rows()]).toEqual(['ready', []]);
    expect(noted('start', 'next')).toEqual([]);
  });

  it('interrupts at the end of its patience, kills who does not listen, and charges nobody', async () => {
    await start({ interruptMs: 300 });
    const listens = await order('listens', 'hold');
    const ignores = await order('ignores', 'ignore');
    await started('listens');
    await started('ignores');
    const pid = pidOf('ignores');
    await supervisor.stop(0);
    expect((await jobs([listens, ignores])).map(({ state }) => state)).toEqual(['ready', 'ready']);
    expect((await jobs([listens, ignores])).map(({ failures }) => failures)).toEqual([0, 0]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('refuses to be the second on a store', async () => {
    await start();
    const second = new Supervisor(store.engine, [], { folder, program: drillProgram(log) });
    await expect(second.start()).rejects.toMatchObject({ code: 'queue.supervised' });
    await second.stop();
  });
});

function killQuietly(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it is gone
  }
}
