import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrations } from '#migrations';
import { JobEntity, JobScheduleEntity, JobWorkerEntity, type NewJob, openQueue, type Queue } from '#platform/queue';
import { migrate, openStorage, type Storage } from '#platform/storage';

const project = resolve(__dirname, '../../..');
const program = [join(project, 'test/support/run-typescript.cjs'), join(__dirname, 'working-process.ts')];

let folder: string;
let storage: Storage;
let queue: Queue;
let processes: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-faults-'));
  storage = await openStorage({
    file: join(folder, 'jupiter.sqlite'),
    entities: [JobEntity, JobScheduleEntity, JobWorkerEntity],
    migrations,
  });
  await migrate(storage);
  queue = openQueue(storage).queue;
});

afterEach(async () => {
  await Promise.all(processes.map((child) => killed(child)));
  processes = [];
  await storage.close();
  await rm(folder, { recursive: true });
});

function startWorker(): ChildProcess {
  const child = spawn(process.execPath, ['-r', ...program, join(folder, 'jupiter.sqlite'), join(folder, 'log')], { stdio: 'inherit' });
  processes.push(child);
  return child;
}

async function killed(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

const enqueue = (payload: string, more: Partial<NewJob> = {}) =>
  storage.write((tx) => queue.enqueue(tx, { name: 'work', payload, ...more }));

const log = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8').trim().split('\n') : []);

async function logged(pattern: RegExp): Promise<string> {
  for (;;) {
    const line = log().find((entry) => pattern.test(entry));
    if (line) return line;
    await sleep(10);
  }
}

describe('a worker process that is killed', () => {
  it('loses no job: the one it ran starts again in another process, and only after the first is gone', async () => {
    const first = startWorker();
    const { id } = await enqueue('hold', { key: 'warehouse', maxAttempts: 1 });
    const behind = await enqueue('behind', { key: 'warehouse' });
    await logged(new RegExp(`^start hold ${first.pid}$`));
    const second = startWorker();
    await killed(first);
    expect(await queue.ended(id)).toMatchObject({ state: 'done', attempt: 2, failures: 0 });
    expect(await queue.ended(behind.id)).toMatchObject({ state: 'done', attempt: 1 });
    expect(log()).toEqual([
      `start hold ${first.pid}`,
      `start hold ${second.pid}`,
      `end hold ${second.pid}`,
      `start behind ${second.pid}`,
      `end behind ${second.pid}`,
    ]);
  }, 60_000);

  it('again and again: every job ends, none of a key overlaps another', async () => {
    const jobs: string[] = [];
    for (let index = 0; index < 60; index++) jobs.push((await enqueue(`job-${index}`, { key: `key-${index % 3}`, maxAttempts: 1 })).id);
    let worker = startWorker();
    for (let kill = 1; kill <= 4; kill++) {
      const ends = kill * 8;
      while (log().filter((line) => line.startsWith('end')).length < ends) await sleep(5);
      await killed(worker);
      worker = startWorker();
    }
    for (const id of jobs) expect(await queue.ended(id)).toMatchObject({ state: 'done' });
    expect(overlaps(log())).toEqual([]);
    expect(storage.one('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
  }, 120_000);

  it('with all others: a job for the command line runs in the caller’s own process', async () => {
    const child = startWorker();
    const { id } = await enqueue('hold');
    await logged(/^start hold/);
    await killed(child);
    const handler = { name: 'work', run: async () => ({ kind: 'done' as const, result: 'inline' }) };
    const { worker } = openQueue(storage, [handler], { beatMs: 50 });
    expect(await worker.runInlineUntil(id)).toMatchObject({ state: 'done', attempt: 2, result: 'inline' });
  }, 60_000);
});

describe('a worker process that is asked to stop', () => {
  it('puts its running job back and leaves', async () => {
    const child = startWorker();
    const { id } = await enqueue('hold');
    await logged(/^start hold/);
    await killed(child, 'SIGTERM');
    expect(child.exitCode).toBe(0);
    expect(queue.job(id)).toMatchObject({ state: 'pending', failures: 0 });
    expect(queue.workers()).toEqual([]);
  }, 60_000);
});

/** Starts of a key while another job of it was running in the same process; what a dead process ran is over. */
function overlaps(lines: readonly string[]): string[] {
  const running = new Map<string, { job: string; pid: string }>();
  const found: string[] = [];
  for (const line of lines) {
    const [what, job = '', pid = ''] = line.split(' ');
    const key = String(Number(job.split('-')[1]) % 3);
    const other = running.get(key);
    if (what === 'start' && other?.pid === pid) found.push(`${line} while ${other.job}`);
    if (what === 'start') running.set(key, { job, pid });
    else running.delete(key);
  }
  return found;
}
