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

/** A cron line that nobody could follow. */
export const badCron = (line: string, why: string) =>
  new Problem(
    'queue.bad-cron',
    500,
    `The cron line "${line}" cannot be read: ${why}.`,
    'Write minute, hour, day, month and weekday, such as "0 2 * * *".',
  );

/** The zone is not one of this computer's. */
export const badZone = (zone: string) =>
  new Problem('queue.bad-zone', 500, `There is no time zone ${zone}.`, 'Use a name of the IANA list, such as America/New_York.');

/** A rule of working days that cannot be followed. */
export const badWorkingDay = (why: string) =>
  new Problem('queue.bad-working-day', 500, `The schedule by working days cannot be followed: ${why}.`, 'Correct it where it is declared.');

/** A calendar with a day that cannot be. */
export const badCalendar = (name: string, why: string) =>
  new Problem('queue.bad-calendar', 500, `The calendar ${name} cannot be followed: ${why}.`, 'Correct it where it is declared.');

/** The rule has run out of moments. */
export const noSlot = (words: string) =>
  new Problem('queue.no-slot', 500, `The schedule "${words}" is not due in the next nine years.`, 'Correct its rule or its calendar.');

/** Two schedules would share one row. */
export const scheduleTwice = (name: string) =>
  new Problem('queue.schedule-twice', 500, `Two schedules are named ${name}.`, 'Give each schedule its own name.');

/** A policy for missed slots that cannot be followed. */
export const badMissed = (name: string, most: number, largest: number) =>
  new Problem(
    'queue.bad-missed',
    500,
    `The schedule ${name} makes up for ${most} missed slots.`,
    `Make up for a whole number from 1 to ${largest}.`,
  );

/** No schedule of the name is declared. */
export const unknownSchedule = (name: string) =>
  new Problem('queue.unknown-schedule', 404, `There is no schedule ${name}.`, 'Look it up in the list of schedules.');

/** Reason of the abort: somebody cancelled it. */
export const jobCancelled = () =>
  new Problem('queue.cancelled', 409, 'The job was cancelled while it ran.', 'Replay it if it was a mistake.');

/** An executor is started by its supervisor only. */
export const notSupervised = () =>
  new Problem(
    'queue.not-supervised',
    500,
    'This process was not started by a supervisor of the queue.',
    'Start the worker; it starts its executors.',
  );

/** Two supervisors would free each other’s jobs. */
export const supervised = (pid: number, folder: string) =>
  new Problem('queue.supervised', 409, `The queue in ${folder} has a worker already: process ${pid}.`, 'Stop that one first.', { pid });

/** A process that a dead supervisor left behind goes on running jobs. */
export const orphanLives = (pid: number) =>
  new Problem(
    'queue.orphan-lives',
    500,
    `Process ${pid}, left behind by a worker that died, cannot be ended.`,
    'End it, then start again.',
    { pid },
  );

/** The queue's PostgreSQL does not answer. */
export const postgresUnreachable = (reason: string) =>
  new Problem(
    'queue.postgres-unreachable',
    503,
    `The PostgreSQL of the queue does not answer: ${reason}.`,
    'See that it runs and that JUPITER_QUEUE_URL names it. What was enqueued meanwhile is kept and follows by itself.',
  );

/** Two data folders would take each other's jobs for their own. */
export const postgresOfAnother = () =>
  new Problem(
    'queue.postgres-of-another',
    500,
    'This PostgreSQL database holds the queue of another data folder.',
    'Give each data folder a database of its own, or drop the schema jupiter_queue if its jobs are not needed any more.',
  );

/** A job cannot wait for one that was never there, or was pruned. */
export const unknownParent = (id: string) =>
  new Problem('queue.unknown-parent', 400, `There is no job ${id} to wait for.`, 'Give the ids of jobs that are kept.', { id });

/** The store keeps nothing for now; nothing was enqueued. */
export const notKept = (reason: string) =>
  new Problem(
    'queue.not-kept',
    503,
    `The job was not enqueued, because the store refused it: ${reason}.`,
    'Make room on the disk, then enqueue it again.',
  );

/** Another unfinished job has taken the unique key since this one ended. */
export const uniqueKeyTaken = (id: string, by: string) =>
  new Problem(
    'queue.unique-key-taken',
    409,
    `The job ${id} cannot be replayed while the job ${by} has its unique key.`,
    'Wait for the end of that job, or cancel it.',
  );

/** The engine is not open in this process, or is closing. */
export const engineClosed = () => new Problem('queue.engine-closed', 503, 'The engine of the queue is closed.', 'Start the worker again.');

/** The thread of the engine ended by itself. */
export const engineDied = (reason: string) =>
  new Problem(
    'queue.engine-died',
    500,
    `The thread of the engine ended: ${reason}.`,
    'Start the worker again; nothing that was kept is lost.',
  );

/** A restored backup is older than the jobs: its numbers would be given twice. */
export const postgresAhead = () =>
  new Problem(
    'queue.postgres-ahead',
    500,
    'The PostgreSQL of the queue is newer than the data folder, which was probably restored from a backup.',
    'Restore a backup of PostgreSQL from the same time, or drop the schema jupiter_queue if its jobs are not needed any more.',
  );

/** An effect is rows, not schema, pragmas or transactions. */
export const effectRefused = (sql: string) =>
  new Problem(
    'queue.effect-refused',
    500,
    `An effect may insert, update and delete rows only: ${sql.slice(0, 100)}`,
    'Give the rows as statements, and do everything else in the handler.',
  );

/** The engine closed without having kept what it was told last. */
export const endsNotKept = (patienceMs: number) =>
  new Problem(
    'queue.ends-not-kept',
    503,
    `The store has refused for ${patienceMs} ms to keep how the last jobs ended; they start again.`,
    'Make room on the disk before the worker is started again.',
  );
