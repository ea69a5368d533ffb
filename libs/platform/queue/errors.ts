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

/** The name is not declared in this version. */
export const unknownName = (name: string, known: readonly string[]) =>
  new Problem('queue.unknown-name', 400, `No job is named ${name}.`, `Use one of: ${[...known].sort().join(', ')}.`, { name });

/** The payload is not what the definition of the name asks for. */
export const payloadDoesNotFit = (name: string, faults: readonly { path: string; message: string }[]) =>
  new Problem(
    'queue.payload-does-not-fit',
    400,
    `The payload of the job ${name} does not fit: ${faults.map(({ path, message }) => `${path || 'the payload'}: ${message}`).join('; ')}.`,
    'Correct the fields that are named.',
    { faults },
  );

/** Jobs carry references, not files. */
export const payloadTooLarge = (name: string, bytes: number, most: number) =>
  new Problem(
    'queue.payload-too-large',
    413,
    `The payload of the job ${name} has ${bytes} bytes; at most ${most} are kept.`,
    'Keep the large part in a file or a table, and give the job its name.',
  );

/** A number or key of a new job is outside what an engine keeps. */
export const jobOutOfBounds = (name: string, what: string, bounds: string) =>
  new Problem('queue.out-of-bounds', 400, `The ${what} of the job ${name} must be ${bounds}.`, 'Correct it where the job is enqueued.');

/** Only an ended job can be replayed. */
export const notEnded = (id: string) =>
  new Problem('queue.not-ended', 409, `The job ${id} has not ended, so it cannot be replayed.`, 'Cancel it first, or wait for its end.');
