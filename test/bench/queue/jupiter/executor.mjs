/** An executor process of the bench. Where it is asked to, it writes down when each job started: one line of JSON in a file. */
import { appendFileSync } from 'node:fs';
import { DONE, held, now, work } from './job.mjs';
import { queue } from './product.mjs';

const { Handlers, runExecutor } = queue;
const starts = process.env.BENCH_STARTS;

/** @param {import('#platform/queue').RunningJob<any>} job */
async function run(job) {
  if (starts) appendFileSync(starts, `${JSON.stringify({ ...job.payload, startedAt: now(), pid: process.pid })}\n`);
  if (job.payload.hang && job.attempt === 1) for (;;);
  if (job.payload.hold && job.attempt === 1) await held(job);
  return DONE;
}

const handlers = new Handlers();
handlers.add({ job: work, run });
runExecutor(handlers);
