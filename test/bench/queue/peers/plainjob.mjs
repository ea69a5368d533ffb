/** plainjob on SQLite. It sets synchronous=NORMAL itself; `durable` sets it to FULL afterwards. */
import Database from 'better-sqlite3';
import { better, defineQueue, defineWorker, JobStatus } from 'plainjob';

const POLL_MS = 1;
const silent = { error: console.error, warn() {}, info() {}, debug() {} };

/** @type {import('../contestants.mjs').Open} */
export async function open({ file, durable = false }) {
  const connection = better(new Database(file));
  const queue = defineQueue({ connection, logger: silent });
  if (durable) connection.pragma('synchronous = FULL');
  const workers = [];
  return {
    enqueue: async (payload) => queue.add('work', payload),
    bulk: async (payloads) => queue.addMany('work', payloads),
    async work(concurrency, handler) {
      for (let i = 0; i < concurrency; i++) {
        const worker = defineWorker('work', (job) => handler(JSON.parse(job.data)), { queue, logger: silent, pollIntervall: POLL_MS });
        workers.push(worker);
        void worker.start();
      }
    },
    left: async () => queue.countJobs({ status: JobStatus.Pending }) + queue.countJobs({ status: JobStatus.Processing }),
    async close() {
      await Promise.all(workers.map((worker) => worker.stop()));
      queue.close();
    },
  };
}
