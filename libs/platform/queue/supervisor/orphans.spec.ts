import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Orphans } from './orphans.js';
import { processStartTime } from './process-start-time.js';

const SUPPORT = join(__dirname, '../../../../test/support');
const PATIENCE_MS = 30_000;

describe('A supervisor as a process', () => {
  let folder: string;
  let log: string;
  const processes: ChildProcess[] = [];

  const start = (...orders: object[]): ChildProcess => {
    const child = fork(join(SUPPORT, 'queue/supervisor-process.ts'), [folder, log, JSON.stringify(orders)], {
      execArgv: ['-r', join(SUPPORT, 'run-typescript.cjs')],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    processes.push(child);
    return child;
  };
  const starts = () =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('start '));
  const pidOf = (as: string) =>
    Number(
      starts()
        .findLast((line) => line.startsWith(`start ${as} `))
        ?.split(' ')[2],
    );
  const until = async (what: string, is: () => boolean | Promise<boolean>) => {
    for (const deadline = performance.now() + PATIENCE_MS; !(await is()); await sleep(5))
      if (performance.now() > deadline) throw new Error(`${what} did not come true`);
  };
  const gone = async (pid: number) => (await processStartTime(pid)) === undefined;
  const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => void child.once('exit', resolve));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orphans-'));
    log = join(folder, 'log');
    writeFileSync(log, '');
  });

  afterEach(async () => {
    const pids = starts().map((line) => Number(line.split(' ')[2]));
    for (const child of processes.splice(0)) child.kill('SIGKILL');
    await until('all processes are gone', async () => {
      for (const pid of pids) if (!(await gone(pid))) return false;
      return true;
    });
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes its executors with it when it is killed', async () => {
    const first = start({ as: 'held', deed: 'hold' });
    await until('the job starts', () => starts().length === 1);
    first.kill('SIGKILL');
    await until('its executor is gone', () => gone(pidOf('held')));
  });

  it('ends the hung executor of a killed one before the first job starts', async () => {
    const first = start({ as: 'hung', deed: 'hang' });
    await until('the job hangs its process', () => readFileSync(log, 'utf8').includes('spin hung'));
    const orphan = pidOf('hung');
    first.kill('SIGKILL');
    await ended(first);
    expect(await gone(orphan)).toBe(false);

    start({ as: 'next', deed: 'end' });
    await until('the next job starts', () => starts().length === 2);
    expect(await gone(orphan)).toBe(true);
  });

  it('lets no second one live beside it', async () => {
    const first = start();
    expect(await new Promise((resolve) => void first.once('message', resolve))).toBe('ready');
    const second = start();
    const said = new Promise((resolve) => void second.once('message', resolve));
    expect(await said).toMatch(/has a worker already: process \d+/);
    expect(await ended(second)).toBe(1);
  });

  it('does not take its own sleep for the silence of its executors', async () => {
    const child = start({ as: 'held', deed: 'hold' });
    await until('the job starts', () => starts().length === 1);
    child.kill('SIGSTOP');
    await sleep(3500); // more than the two seconds after which it kills whoever is silent
    child.kill('SIGCONT');
    await sleep(2500); // and enough for several looks
    const exit = ended(child);
    child.send('shutdown');
    expect(await exit).toBe(0);
    expect(starts()).toHaveLength(1);
  });

  it.each(['a message', 'SIGTERM', 'SIGINT'] as const)('ends its jobs and leaves when it is asked to by %s', async (by) => {
    const child = start({ as: 'slow', deed: 'rest' }, { as: 'slower', deed: 'rest' });
    await until('the jobs start', () => starts().length === 2);
    const exit = ended(child);
    if (by === 'a message') child.send('shutdown');
    else child.kill(by);
    expect(await exit).toBe(0);
    expect(readFileSync(log, 'utf8').match(/^end /gm)).toHaveLength(2);
    expect(await gone(pidOf('slow'))).toBe(true);
  });

  it('kills nobody whose process id is used again', async () => {
    writeFileSync(join(folder, 'queue.pids'), JSON.stringify({ boot: 'another', children: [{ pid: process.pid, startedAt: '1' }] }));
    expect(await new Orphans(folder).end()).toEqual([]);
    writeFileSync(join(folder, 'queue.pids'), '{"boot":');
    expect(await new Orphans(folder).end()).toEqual([]);
  });
});
