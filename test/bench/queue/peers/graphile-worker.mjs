/** graphile-worker on PostgreSQL: as it comes, or tuned with a local queue and batched completions (then the next job starts before the last is kept). */
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { count, database } from './postgres.mjs';

const quiet = new Logger(() => (level, message) => {
  if (level === 'error') throw new Error(message);
});

/** @type {import('../contestants.mjs').Open} */
export async function open({ port, place, tuned = false }) {
  const connectionString = await database(port, place);
  const utils = await makeWorkerUtils({ connectionString, logger: quiet, maxPoolSize: 20 });
  await utils.migrate();
  let runner;
  return {
    enqueue: (payload) => utils.addJob('work', payload),
    bulk: (payloads) => utils.addJobs(payloads.map((payload) => ({ identifier: 'work', payload }))),
    async work(concurrency, handler) {
      const speed = tuned ? { localQueue: { size: Math.max(500, concurrency) }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } : {};
      runner = await run({
        preset: { worker: { connectionString, concurrentJobs: concurrency, maxPoolSize: 20, ...speed } },
        logger: quiet,
        noHandleSignals: true,
        taskList: { work: async (payload) => handler(payload) },
      });
    },
    left: () => count(connectionString, 'SELECT count(*) FROM graphile_worker._private_jobs'),
    async close() {
      await runner?.stop();
      await utils.release();
    },
  };
}
