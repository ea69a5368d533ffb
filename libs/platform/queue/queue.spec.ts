import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { migrations } from '#migrations';
import { migrate, openStorage, type Storage } from '#platform/storage';
import type { Handler, NewJob, Outcome, RunningJob } from './contract/job.js';
import { JobEntity } from './job.entity.js';
import { JobScheduleEntity } from './job-schedule.entity.js';
import { JobWorkerEntity } from './job-worker.entity.js';
import { openQueue } from './open-queue.js';

type Run = (job: RunningJob<never>) => Promise<Outcome<unknown>>;

let folder: string;
let storage: Storage;
const workers: { stop(graceMs?: number): Promise<void> }[] = [];

/** A queue whose jobs named 'work' are run so. */
function queueThat(run: Run, more: Partial<Handler<never>> = {}) {
  const opened = openQueue(storage, [{ name: 'work', run, ...more }], { graceMs: 0, abortMs: 2000, beatMs: 20 });
  workers.push(opened.worker);
  const enqueue = (job: Partial<NewJob> = {}) => storage.write((tx) => opened.queue.enqueue(tx, { name: 'work', payload: null, ...job }));
  return { ...opened, enqueue };
}

/** Ends when `signal` says so. */
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
const done: Run = async () => ({ kind: 'done' });

beforeAll(() => Logger.overrideLogger(false)); // refused effects and lost jobs are told there
afterAll(() => Logger.overrideLogger(['error', 'warn']));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-queue-'));
  storage = await openStorage({
    file: join(folder, 'jupiter.sqlite'),
    entities: [JobEntity, JobScheduleEntity, JobWorkerEntity],
    migrations,
  });
  await migrate(storage);
});

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await storage.close();
  await rm(folder, { recursive: true });
});

describe('enqueue', () => {
  it('keeps no job of a transaction that failed', async () => {
    const { queue } = queueThat(done);
    const failed = storage.write(async (tx) => {
      await queue.enqueue(tx, { name: 'work', payload: null });
      throw new Error('the deed failed');
    });
    await expect(failed).rejects.toThrow('the deed failed');
    expect(queue.depth()).toEqual([]);
  });

  it('answers duplicate while a job of the unique key is unfinished, and takes it again afterwards', async () => {
    const { queue, worker, enqueue } = queueThat(done);
    const first = await enqueue({ uniqueKey: 'finance' });
    expect(await enqueue({ uniqueKey: 'finance' })).toEqual({ id: first.id, outcome: 'duplicate' });
    await worker.start();
    await queue.ended(first.id);
    expect((await enqueue({ uniqueKey: 'finance' })).outcome).toBe('enqueued');
  });

  it('lets a pending job be cancelled, and tells when it is too late', async () => {
    const { queue, worker, enqueue } = queueThat(done);
    const { id } = await enqueue();
    expect(await storage.write((tx) => queue.cancel(tx, id, 'not needed'))).toBe(true);
    expect(queue.job(id)).toMatchObject({ state: 'cancelled', reason: 'not needed' });
    await worker.start();
    const late = await enqueue();
    await queue.ended(late.id);
    expect(await storage.write((tx) => queue.cancel(tx, late.id, 'too late'))).toBe(false);
  });
});

describe('a worker', () => {
  it('runs a job with its payload and keeps its result and progress', async () => {
    const { queue, worker, enqueue } = queueThat(async (job) => {
      job.progress({ done: 3, total: 3, message: 'all read' });
      return { kind: 'done', result: { got: job.payload } };
    });
    const { id } = await enqueue({ payload: { file: 'ledger.csv' } });
    await worker.start();
    expect(await queue.ended(id)).toMatchObject({
      state: 'done',
      attempt: 1,
      progress: { done: 3, total: 3, message: 'all read' },
      result: { got: { file: 'ledger.csv' } },
    });
  });

  it('writes a job’s effect together with its end, or neither', async () => {
    const row = (name: string) => ({ name, lastSlot: '2026-01-01' });
    const { queue, worker, enqueue } = queueThat(async ({ payload }) => ({
      kind: 'done',
      effect: async (tx) => {
        await tx.insert(JobScheduleEntity, row(payload));
        await tx.insert(JobScheduleEntity, row('taken'));
      },
    }));
    await worker.start();
    const kept = await enqueue({ payload: 'first' });
    expect(await queue.ended(kept.id)).toMatchObject({ state: 'done' });
    const refused = await enqueue({ payload: 'second', maxAttempts: 1 });
    expect(await queue.ended(refused.id)).toMatchObject({ state: 'dead', reason: expect.stringContaining('Its effect was refused') });
    expect(storage.read('SELECT name FROM job_schedule ORDER BY name')).toEqual([{ name: 'first' }, { name: 'taken' }]);
  });

  it('takes smaller priorities first, then the order of enqueueing', async () => {
    const order: unknown[] = [];
    const { queue, worker, enqueue } = queueThat(
      async (job) => {
        order.push(job.payload);
        return { kind: 'done' };
      },
      { concurrency: 1 },
    );
    await enqueue({ payload: 'second' });
    const last = await enqueue({ payload: 'third' });
    await enqueue({ payload: 'first', priority: -1 });
    await worker.start();
    await queue.ended(last.id);
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('runs one job of a key at a time, and those of other keys meanwhile', async () => {
    const running = new Set<unknown>();
    const seen: string[] = [];
    const run: Run = async (job) => {
      running.add(job.payload);
      seen.push([...running].sort().join());
      await new Promise((resolve) => setImmediate(resolve));
      running.delete(job.payload);
      return { kind: 'done' };
    };
    const [one, two] = [queueThat(run), queueThat(run)];
    const jobs = [];
    for (const payload of ['a1', 'a2', 'a3', 'b1', 'b2']) jobs.push(await one.enqueue({ payload, key: payload[0] }));
    await Promise.all([one.worker.start(), two.worker.start()]);
    for (const job of jobs) await one.queue.ended(job.id);
    for (const together of seen) expect(together).toMatch(/^(a\d(,b\d)?|b\d)$/);
  });

  it('runs no more jobs of a name at once than its handler allows, whatever the number of workers', async () => {
    let running = 0;
    let most = 0;
    const run: Run = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return { kind: 'done' };
    };
    const [one, two] = [queueThat(run, { concurrency: 1 }), queueThat(run, { concurrency: 1 })];
    const jobs = [await one.enqueue(), await one.enqueue(), await one.enqueue(), await one.enqueue()];
    await Promise.all([one.worker.start(), two.worker.start()]);
    for (const job of jobs) await one.queue.ended(job.id);
    expect(most).toBe(1);
  });

  it('tries a failing job again until its attempts are used up, then keeps why it died', async () => {
    const attempts: number[] = [];
    const { queue, worker, enqueue } = queueThat(async (job) => {
      attempts.push(job.attempt);
      return { kind: 'retry', reason: 'no such file', afterMs: 0 };
    });
    const { id } = await enqueue({ maxAttempts: 3 });
    await worker.start();
    expect(await queue.ended(id)).toMatchObject({ state: 'dead', failures: 3, reason: 'no such file' });
    expect(attempts).toEqual([1, 2, 3]);
    expect(queue.depth()).toMatchObject([{ name: 'work', dead: 1 }]);
  });

  it('does not count a snooze as a failure', async () => {
    const { queue, worker, enqueue } = queueThat(async (job) => (job.attempt < 3 ? { kind: 'snooze', afterMs: 0 } : { kind: 'done' }));
    const { id } = await enqueue({ maxAttempts: 1 });
    await worker.start();
    expect(await queue.ended(id)).toMatchObject({ state: 'done', attempt: 3, failures: 0 });
  });

  it('aborts a job that takes too long', async () => {
    const { queue, worker, enqueue } = queueThat((job) => aborted(job.signal), { timeoutMs: 5 });
    const { id } = await enqueue({ maxAttempts: 1 });
    await worker.start();
    expect(await queue.ended(id)).toMatchObject({ state: 'dead', reason: 'The job took longer than 5 ms.' });
  });

  it('puts a running job back uncounted when it has to stop', async () => {
    let started: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      started = resolve;
    });
    const { queue, worker, enqueue } = queueThat((job) => {
      started();
      return aborted(job.signal);
    });
    const { id } = await enqueue({ maxAttempts: 1 });
    await worker.start();
    await begun;
    await worker.stop();
    expect(queue.job(id)).toMatchObject({ state: 'pending', failures: 0 });
    expect(queue.workers()).toEqual([]);
  });

  it('is told by its beat that a job was taken over, and aborts it', async () => {
    let reason: unknown;
    const { engine, queue, worker, enqueue } = queueThat(async (job) => {
      if (job.attempt > 1) return { kind: 'done' };
      const [mine] = engine.workers();
      await engine.remove(mine?.id ?? '');
      return aborted(job.signal).catch((error: unknown) => {
        reason = error;
        throw error;
      });
    });
    const { id } = await enqueue();
    await worker.start();
    await queue.ended(id);
    await worker.stop();
    expect(reason).toMatchObject({ code: 'queue.lease-lost' });
  });

  it('runs a job for the command line when no worker lives', async () => {
    const { queue, worker, enqueue } = queueThat(done);
    const { id } = await enqueue();
    expect(await worker.runInlineUntil(id)).toMatchObject({ state: 'done' });
    expect(queue.workers()).toEqual([]);
  });

  it('shows itself to others while it lives', async () => {
    const { queue, worker } = queueThat(done);
    await worker.start();
    expect(queue.workers()).toMatchObject([{ pid: process.pid, live: true }]);
  });
});
