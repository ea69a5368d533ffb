import { dirname, join } from 'node:path';
import type { Storage } from '#platform/storage';
import type { Handler } from './contract/definition.js';
import { Handlers } from './handlers.js';
import { JobWorker, type WorkerOptions } from './job-worker.js';
import { Queue } from './queue.service.js';
import { Bell } from './sqlite/bell.js';
import { SqliteEngine } from './sqlite/sqlite-engine.js';
import { SqliteJobStore } from './sqlite/sqlite-job-store.js';

/** The two halves of the embedded engine, over the file of an open storage. */
export function embeddedEngine(storage: Storage) {
  const bell = join(dirname(storage.file), 'queue.bell');
  const engine = new SqliteEngine({ file: storage.file, bell });
  return { engine, store: new SqliteJobStore(storage, new Bell(bell), engine) };
}

/** A queue and a worker (not started) on an open storage, without Nest: for the command line and tests. */
export function openQueue(storage: Storage, handlers: readonly Handler<never>[] = [], options: Partial<WorkerOptions> = {}) {
  const { engine, store } = embeddedEngine(storage);
  const registered = new Handlers();
  for (const handler of handlers) registered.add(handler);
  const queue = new Queue(store, registered);
  const worker = new JobWorker(engine, registered, queue, { folder: dirname(storage.file), ...options });
  return { engine, store, queue, worker, handlers: registered };
}
