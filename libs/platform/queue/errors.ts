import { Problem } from '#core/kernel';

/** Two handlers would race for the jobs of one name. */
export const handlerTwice = (name: string) =>
  new Problem('queue.handler-twice', 500, `Two handlers are named ${name}.`, 'Give each kind of job its own name.');

/** The id names no job. */
export const unknownJob = (id: string) =>
  new Problem('queue.unknown-job', 404, `There is no job ${id}.`, 'Look it up in the list of jobs.');

/** Reason of the abort: the handler's own limit. */
export const timedOut = (timeoutMs: number) =>
  new Problem('queue.timed-out', 500, `The job took longer than ${timeoutMs} ms.`, 'Raise timeoutMs or make it quicker.');

/** Reason of the abort: the process stops; the job starts again elsewhere. */
export const workerStops = () =>
  new Problem('queue.worker-stops', 503, 'The worker stops before the job has ended.', 'Nothing: it starts again.');

/** Reason of the abort: the worker was silent for so long that its job was given to another one. */
export const leaseLost = () =>
  new Problem('queue.lease-lost', 500, 'Another worker has taken the job over.', 'See what held this worker’s event loop.');
