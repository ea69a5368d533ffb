/**
 * liteque on SQLite. It hands async functions to better-sqlite3's transaction(), which older versions took: they committed what
 * the function had done when it returned its promise. Versions that Node 24 has a build for refuse that, so the old way is put back
 * here; without it liteque runs no job at all. It sets synchronous=NORMAL itself; `durable` sets it to FULL afterwards.
 */
import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { buildDBClient, Runner, SqliteQueue } from 'liteque';

const POLL_MS = 1;
const TIMEOUT_S = 60;

const { transaction } = Database.prototype;
Database.prototype.transaction = function unchecked(work) {
  // Inside an object the promise is not looked at.
  const native = transaction.call(this, (...args) => ({ result: work(...args) }));
  const kinds = ['deferred', 'immediate', 'exclusive'].map((kind) => [kind, (...args) => native[kind](...args).result]);
  return Object.assign((...args) => native(...args).result, Object.fromEntries(kinds));
};

/** @type {import('../contestants.mjs').Open} */
export async function open({ file, durable = false }) {
  const db = buildDBClient(file, { runMigrations: true });
  if (durable) db.run(sql.raw('PRAGMA synchronous = FULL'));
  db.run(sql.raw('PRAGMA busy_timeout = 5000'));
  const queue = new SqliteQueue('work', db, { defaultJobArgs: { numRetries: 3 }, keepFailedJobs: false });
  let runner;
  return {
    enqueue: (payload) => queue.enqueue(payload),
    async work(concurrency, handler) {
      runner = new Runner(
        queue,
        { run: async (job) => handler(job.data) },
        { concurrency, pollIntervalMs: POLL_MS, timeoutSecs: TIMEOUT_S },
      );
      void runner.run();
    },
    left: async () => {
      const { pending, pending_retry, running } = await queue.stats();
      return pending + pending_retry + running;
    },
    async close() {
      runner?.stop();
    },
  };
}
