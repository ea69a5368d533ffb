import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { z } from 'zod';
import { type DrillStore, sqliteStore } from '../../../../test/support/queue/drill-store.js';
import { rulesOf } from '../contract/definition.js';
import type { RunningJob } from '../contract/job.js';
import { Handlers } from '../handlers.js';
import { Supervisor } from './supervisor.js';

const job = { name: 'inside', title: 'Inside', payload: z.string() };

describe('A supervisor with its executor inside the same process', () => {
  let folder: string;
  let store: DrillStore;
  let supervisor: Supervisor;
  const going = new Map<string, () => void>();

  /** 'heed' waits for its signal, 'ignore' for nobody but the test. */
  const run = async ({ payload, signal }: RunningJob<string>) => {
    if (payload === 'heed') await sleep(60_000, undefined, { signal });
    if (payload === 'ignore') await new Promise<void>((resolve) => going.set(payload, resolve));
    return { kind: 'done' as const, result: process.pid };
  };
  const until = async (is: () => boolean | Promise<boolean>) => {
    for (const deadline = performance.now() + 30_000; !(await is()); await sleep(5))
      if (performance.now() > deadline) throw new Error('too late');
  };
  const became = (id: string, state: string) => until(async () => (await store.job(id)).state === state);

  beforeAll(() => Logger.overrideLogger(['error']));
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'inside-'));
    store = await sqliteStore();
    const handlers = new Handlers();
    handlers.add({ job, run });
    supervisor = new Supervisor(store.engine, [rulesOf(job)], { folder, program: { inside: handlers }, interruptMs: 200 });
    await supervisor.start();
  });
  afterEach(async () => {
    await supervisor.stop(0);
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs jobs, in so many places at once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => store.add('inside', 'quick')));
    for (const id of ids) await became(id, 'done');
    expect(await store.job(ids[0]!)).toMatchObject({ result: process.pid, attempt: 1 });
  });

  it('cancels a job that heeds its signal', async () => {
    const id = await store.add('inside', 'heed');
    await became(id, 'running');
    await store.cancel(id);
    await became(id, 'cancelled');
  });

  it('leaves behind, freed, what does not give up, and does not mind that it ends later', async () => {
    const [heeds, ignores] = [await store.add('inside', 'heed'), await store.add('inside', 'ignore')];
    await until(() => going.has('ignore'));
    await became(heeds, 'running');
    await supervisor.stop(0);
    going.get('ignore')!();
    await sleep(20); // its end is told in the next turns of the event loop, to nobody
    expect([(await store.job(heeds)).state, (await store.job(ignores)).state]).toEqual(['ready', 'ready']);
    expect([(await store.job(heeds)).failures, (await store.job(ignores)).failures]).toEqual([0, 0]);
  });
});
