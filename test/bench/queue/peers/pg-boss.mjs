/**
 * pg-boss on PostgreSQL: `work` as its documentation advises for throughput (large batches, the next one fetched at once while
 * they come back full), or `fetch`, one job at a time and its completion before the next.
 */
import { PgBoss } from 'pg-boss';
import { count, database } from './postgres.mjs';

const BATCH = 500;
const MOST_WORKERS = 4;

/** @type {import('../contestants.mjs').Open} */
export async function open({ port, place, strict = false }) {
  const url = await database(port, place);
  const boss = new PgBoss({ connectionString: url, max: 20, useListenNotify: true, schedule: false });
  boss.on('error', (error) => {
    throw error;
  });
  await boss.start();
  await boss.createQueue('work', { notify: true });
  let stopping = false;
  return {
    enqueue: (payload) => boss.send('work', payload),
    bulk: (payloads) =>
      boss.insert(
        'work',
        payloads.map((data) => ({ data })),
      ),
    async work(concurrency, handler) {
      if (strict) for (let i = 0; i < concurrency; i++) void oneByOne(handler);
      else await inBatches(concurrency, handler);
    },
    left: () => count(url, "SELECT count(*) FROM pgboss.job WHERE name = 'work' AND state < 'completed'"),
    async close() {
      stopping = true;
      await boss.stop({ graceful: false });
    },
  };

  async function oneByOne(handler) {
    while (!stopping) {
      const [job] = await boss.fetch('work', { batchSize: 1 });
      if (!job) continue;
      await handler(job.data);
      await boss.complete('work', job.id);
    }
  }

  /** Several workers, so that one fetches while another works; together they run `concurrency` jobs at a time. */
  async function inBatches(concurrency, handler) {
    const workers = Math.min(concurrency, MOST_WORKERS);
    const each = Math.ceil(concurrency / workers);
    await boss.work(
      'work',
      { localConcurrency: workers, batchSize: BATCH, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
      async (jobs) => {
        let next = 0;
        const run = async () => {
          while (next < jobs.length) await handler(jobs[next++].data);
        };
        await Promise.all(Array.from({ length: each }, run));
      },
    );
  }
}
