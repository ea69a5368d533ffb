import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { LARGEST_JSON_BYTES, rulesOf } from '../../../libs/platform/queue/contract/definition.js';
import { hasEnded, type JobView, type NewJob } from '../../../libs/platform/queue/contract/job.js';
import type { Handlers } from '../../../libs/platform/queue/handlers.js';
import { Queue } from '../../../libs/platform/queue/queue.service.js';
import { Supervisor } from '../../../libs/platform/queue/supervisor/supervisor.js';
import { hostileHandlers } from './hostile/handlers.js';
import type { Place } from './place.js';
import { runningClock, sqlitePlace } from './sqlite-place.js';

const PATIENCE_MS = 30_000;

let place: Place;
let handlers: Handlers;
let queue: Queue;
let supervisor: Supervisor;
let log: string;
let printed: string[];

beforeAll(async () => {
  Logger.overrideLogger(false);
  place = await sqlitePlace(runningClock());
  log = join(place.folder, 'log');
  writeFileSync(log, '');
  handlers = hostileHandlers(log);
  queue = new Queue(place.store, handlers);
  printed = [];
  supervisor = new Supervisor(place.engine(), handlers.definitions().map(rulesOf), {
    ...{ folder: place.folder, executors: 1, concurrency: 4, hangMs: 1500, rowsMs: 200, killAfterMs: 300, cancelAfterMs: 500 },
    print: (line) => void printed.push(line.slice(0, 30)),
    program: {
      file: join(__dirname, 'hostile/executor-process.ts'),
      args: [log],
      execArgv: ['-r', resolve(__dirname, '../../support/run-typescript.cjs')],
    },
  });
  await supervisor.start();
});

afterAll(async () => {
  await supervisor.stop(0);
  await place.close();
});

const add = async (name: string, more: Partial<NewJob> = {}) => (await queue.add({ name, payload: null, ...more })).id;

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !(await holds()); await sleep(5))
    if (performance.now() > end) throw new Error(`Not within ${PATIENCE_MS / 1000} s: ${what}.`);
}

async function ended(id: string): Promise<JobView> {
  await until(`job ${id} ends`, async () => hasEnded((await queue.job(id)).state));
  return queue.job(id);
}

const starts = (id: string) =>
  readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${id} `)).length;

/** A well-behaved job beside it must not notice. */
async function withNeighbour(name: string, more: Partial<NewJob> = {}): Promise<JobView> {
  const id = await add(name, more);
  const neighbour = await ended(await add('behaves', { maxAttempts: 1 }));
  expect(neighbour).toMatchObject({ state: 'done', result: 'well', failures: 0 });
  return ended(id);
}

describe('a handler that', () => {
  it.each([
    ['throws a string', /only a string/],
    ['throws nothing', /./],
    ['throws what cannot be printed', /./],
    ['throws at once', /before any promise/],
    ['answers with garbage', /no outcome/],
    ['answers with nothing', /no outcome/],
    ['answers with a negative pause', /no outcome/],
    ['answers with a result that is no JSON', /JSON/],
    ['answers with a result without end', /JSON/],
    ['answers with too large a result', /bytes/],
    ['answers with an effect that is none', /no outcome/],
    ['answers with another result than declared', /result/],
  ])('%s fails as its policy says, and its reason says why', async (name, reason) => {
    const job = await withNeighbour(name, { maxAttempts: 2 });
    expect(job).toMatchObject({ state: 'dead', failures: 2, reason: expect.stringMatching(reason) });
    expect(starts(job.id)).toBe(2);
  });

  it.each([
    ['throws later', /nobody catches this/],
    ['rejects later', /nobody handles this/],
    ['leaves the process', /exit code 0|ended/],
  ])('%s takes its process with it and is the only one to pay', async (name, reason) => {
    const job = await withNeighbour(name, { maxAttempts: 1 });
    expect(job).toMatchObject({ state: 'dead', failures: 1, reason: expect.stringMatching(reason) });
  });

  it('logs a megabyte or two is done all the same', async () => {
    expect(await withNeighbour('logs a megabyte')).toMatchObject({ state: 'done', result: 'said' });
    await until('its last line arrives', () => printed.some((line) => line.startsWith('line 1999 ')));
  });

  it('sends what it likes to its supervisor harms nobody', async () => {
    expect(await withNeighbour('sends messages to its supervisor')).toMatchObject({ state: 'done', failures: 0 });
  });

  it('tells progress twenty thousand times is shown with the last of it', async () => {
    expect(await withNeighbour('tells too much progress')).toMatchObject({ state: 'done', progress: { done: 20_000, total: 20_000 } });
  });

  it('is hopeless dies at once, one that is too early comes back without a failure, one that asks is tried again', async () => {
    expect(await ended(await add('is hopeless'))).toMatchObject({ state: 'dead', failures: 1, attempt: 1 });
    expect(await ended(await add('is too early once'))).toMatchObject({ state: 'done', failures: 0, result: 2 });
    expect(await ended(await add('asks for another try'))).toMatchObject({ state: 'done', failures: 1, result: 1 });
    expect(await ended(await add('gives its job up'))).toMatchObject({ state: 'cancelled', reason: 'nobody needs it', failures: 0 });
  });
});

describe('a limit of time', () => {
  it('ends a job that gives up when it is asked', async () => {
    expect(await withNeighbour('gives up when asked', { maxAttempts: 1 })).toMatchObject({
      state: 'dead',
      reason: expect.stringContaining('300 ms'),
    });
  });

  it.each(['does not give up', 'never comes back'])('really stops one that %s, and the neighbours pay nothing', async (name) => {
    const id = await add(name, { maxAttempts: 1 });
    await until('it runs', () => starts(id) > 0);
    const neighbours = await Promise.all(Array.from({ length: 10 }, () => add('behaves', { maxAttempts: 1 })));
    expect(await ended(id)).toMatchObject({ state: 'dead', failures: 1, reason: expect.any(String) });
    for (const neighbour of neighbours) expect(await ended(neighbour)).toMatchObject({ state: 'done', failures: 0 });
  });
});

describe('a cancel', () => {
  it.each(['gives up when asked', 'does not give up'])('ends a running job that %s within five seconds', async (name) => {
    // its own limit would end it as well: the cancel has to be quicker, or say so all the same
    const id = await add(name);
    await until('it runs', () => starts(id) > 0);
    const asked = performance.now();
    expect(await place.storage.write((tx) => queue.cancel(tx, id, 'not wanted'))).toBe('cancelling');
    expect(await ended(id)).toMatchObject({ state: 'cancelled' });
    expect(performance.now() - asked).toBeLessThan(5000);
  });
});

describe('a payload', () => {
  it('of an older version is brought up to the one that runs', async () => {
    const { store } = place;
    const [answer] = await store.add([
      {
        ...{ name: 'has grown up', payload: '{"amount":5}', version: 1, priority: 0, delayMs: 0, maxAttempts: 1, keyConcurrency: 1 },
        parents: [],
        onParentFailure: 'cancel',
      },
    ]);
    if (answer instanceof Error || !answer) throw answer ?? new Error('no answer');
    expect(await ended(answer.id)).toMatchObject({ state: 'done', result: { amount: 5, currency: 'EUR' } });
  });

  it('that does not fit is refused before it is kept', async () => {
    await expect(add('has grown up', { payload: { amount: 'five', currency: 'EUR' } })).rejects.toMatchObject({
      code: 'queue.payload-does-not-fit',
    });
  });

  it('that is too large is refused, one that is as large as may be is run', async () => {
    await expect(add('behaves', { payload: 'ä'.repeat(LARGEST_JSON_BYTES / 2) })).rejects.toMatchObject({
      code: 'queue.payload-too-large',
    });
    expect(await ended(await add('behaves', { payload: 'x'.repeat(LARGEST_JSON_BYTES - 2) }))).toMatchObject({ state: 'done' });
  });

  it('for a name that nobody knows is refused', async () => {
    await expect(add('of nobody')).rejects.toMatchObject({ code: 'queue.unknown-name' });
  });

  it('with an order that makes no sense is refused', async () => {
    for (const more of [{ priority: 1001 }, { delayMs: -1 }, { maxAttempts: 0 }, { key: '' }, { delayMs: Number.NaN }, { priority: 0.5 }])
      await expect(add('behaves', more)).rejects.toMatchObject({ code: 'queue.out-of-bounds' });
  });
});
