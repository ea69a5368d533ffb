import type { Storage } from '#platform/storage';
import type { Handler } from './contract/job.js';
import { Doorbell } from './doorbell.js';
import { Handlers } from './handlers.js';
import { JobWorker, type WorkerOptions } from './job-worker.js';
import { Queue } from './queue.service.js';
import { SqliteEngine } from './sqlite/sqlite-engine.js';

/** A queue and a worker (not started) on an open storage, without Nest: for the command line and tests. */
export function openQueue(storage: Storage, handlers: readonly Handler<never>[] = [], options: Partial<WorkerOptions> = {}) {
  const engine = new SqliteEngine(storage);
  const bell = new Doorbell();
  const registered = new Handlers();
  for (const handler of handlers) registered.add(handler);
  const queue = new Queue(engine, bell);
  return { engine, queue, worker: new JobWorker(engine, registered, queue, bell, options) };
}
