/**
 * Jupiter's queue, through the doors that departments use: `Queue` with its checks of every payload to enqueue, the supervisor with an
 * executor inside its process or in one of its own (`apart`) to run. `strict`: an engine without anything handed out ahead.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../../../../deploy/bootstrap/project.mjs';
import { DONE, work } from './job.mjs';
import { migrations, queue as platform, rulesOf, storage as store } from './product.mjs';
import { follow } from './starts.mjs';

const { Handlers, JobWorker, openQueue } = platform;
const { migrate, openStorage } = store;
const entities = Object.entries(platform).flatMap(([name, value]) => (name.endsWith('Entity') ? [value] : []));
/** By the counters that the engine keeps: a look costs the engine nothing. Ended states come last. */
const LEFT = 'SELECT coalesce(sum(jobs), 0) AS jobs FROM job_count WHERE state < 6';

/** @type {import('../contestants.mjs').Open} */
export async function open({ folder, apart = false, strict = false, executors = 1, hangMs = undefined }) {
  mkdirSync(folder, { recursive: true });
  const storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities, migrations, slowMs: 10_000 });
  await migrate(storage);
  let handler = (/** @type {any} */ _payload) => undefined;
  const run = async ({ payload }) => {
    await handler(payload);
    return DONE;
  };
  const { engine, queue } = openQueue(storage, [{ job: work, run }]);
  let stop = async () => {};
  let stopFollowing = () => {};
  return {
    apart,
    enqueue: (payload) => queue.add({ name: 'work', payload }),
    async bulk(payloads) {
      const answers = await queue.addMany(payloads.map((payload) => ({ name: 'work', payload })));
      const refused = answers.find((answer) => answer instanceof Error);
      if (refused) throw refused;
    },
    async work(concurrency, given) {
      handler = given;
      if (strict) stop = await oneByOne(engine, concurrency, handler);
      else {
        const starts = apart === 'told' ? join(folder, 'starts') : undefined;
        if (starts) stopFollowing = follow(starts, given);
        const handlers = new Handlers();
        handlers.add({ job: work, run });
        const worker = new JobWorker(engine, handlers, queue, { folder, executors, concurrency, hangMs });
        await worker.start(
          apart ? { file: at('test/bench/queue/jupiter/executor.mjs'), env: { ...process.env, BENCH_STARTS: starts ?? '' } } : undefined,
        );
        stop = () => worker.stop(100);
      }
    },
    left: async () => storage.one(LEFT).jobs,
    async close() {
      stopFollowing();
      await stop();
      await storage.close();
    },
  };
}

/** Plays a supervisor that hands its executor no job before the end of the last one is committed. */
async function oneByOne(engine, concurrency, handler) {
  const id = 'strict';
  const run = async ({ id: job, attempt, payload }) => {
    await handler(JSON.parse(payload));
    engine.end(id, [{ id: job, attempt, ending: DONE }]);
    engine.credit(id, 1);
  };
  const nothing = () => undefined;
  const events = {
    jobs: (_, claims) => void claims.map(run),
    cancel: nothing,
    stale: nothing,
    refused: nothing,
    quarantine: nothing,
    trouble: nothing,
  };
  await engine.open([rulesOf(work)], events);
  engine.join({ id, lane: 'normal' });
  engine.credit(id, concurrency);
  return () => engine.close();
}
