/** BullMQ on Redis. What is durable is Redis's business (appendfsync). */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

/** @type {import('../contestants.mjs').Open} */
export async function open({ port, place }) {
  const connection = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
  const queue = new Queue(place, { connection, defaultJobOptions: { removeOnComplete: true } });
  await queue.waitUntilReady();
  let worker;
  return {
    enqueue: (payload) => queue.add('work', payload),
    bulk: (payloads) => queue.addBulk(payloads.map((data) => ({ name: 'work', data }))),
    async work(concurrency, handler) {
      worker = new Worker(place, async (job) => handler(job.data), { connection, concurrency });
      worker.on('error', (error) => {
        throw error;
      });
      await worker.waitUntilReady();
    },
    left: async () => {
      const { wait, active, prioritized } = await queue.getJobCounts('wait', 'active', 'prioritized');
      return wait + active + prioritized;
    },
    async close() {
      await worker?.close(true);
      await queue.close();
      connection.disconnect();
    },
  };
}
