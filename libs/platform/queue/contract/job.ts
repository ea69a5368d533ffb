/*
 * Vocabulary
 *
 *   job       one piece of work: a name that says which handler, and a payload.
 *   state     pending (waiting for its time or its turn), running, or ended: done, cancelled, dead (failed too often).
 *   key       at most one job of a key runs at a time, in all processes: such as 'warehouse:finance'.
 *   unique key  at most one unfinished job has it: enqueueing a second answers 'duplicate'.
 *   attempt   number of the start, from 1. It fences: an end that carries an older attempt changes nothing.
 *   failure   an end that counts against maxAttempts. Snoozed and interrupted starts do not count.
 *   rescue    a job of a worker that died is put back; after three rescues it is taken for the killer and is dead.
 *   beat      a worker's sign of life, every few seconds. One that is silent for a lease, or whose process is gone, is dead.
 *   slot      a moment at which a schedule is due. Each is enqueued at most once.
 */
import type { EntityManager } from 'typeorm';

export type JobState = 'pending' | 'running' | 'done' | 'cancelled' | 'dead';

/** A job to enqueue. The payload is JSON. */
export interface NewJob {
  readonly name: string;
  readonly payload: unknown;
  readonly uniqueKey?: string;
  readonly key?: string;
  /** Smaller goes first; default 0. */
  readonly priority?: number;
  readonly delayMs?: number;
  /** Failures after which it is dead; default 5. */
  readonly maxAttempts?: number;
}

/** `duplicate`: an unfinished job has the unique key already; `id` is that job's. */
export interface Enqueued {
  readonly id: string;
  readonly outcome: 'enqueued' | 'duplicate';
}

/** How far a job has come, in units of its own. */
export interface Progress {
  readonly done?: number;
  readonly total?: number;
  readonly message?: string;
}

/** A job as seen from outside. Times are ISO-8601 UTC. */
export interface JobView {
  readonly id: string;
  readonly name: string;
  readonly state: JobState;
  readonly key?: string;
  readonly priority: number;
  readonly attempt: number;
  readonly failures: number;
  readonly maxAttempts: number;
  readonly runAt: string;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly payload: unknown;
  readonly progress?: Progress;
  readonly result?: unknown;
  /** Why it failed last, was cancelled or died. */
  readonly reason?: string;
}

/** What a handler is given. */
export interface RunningJob<P> {
  readonly id: string;
  readonly payload: P;
  readonly attempt: number;
  /** Aborted when the job took too long, was taken over by another worker, or the worker has to stop. */
  readonly signal: AbortSignal;
  /** Shows how far it is; kept at most five times a second, and at the end. */
  progress(progress: Progress): void;
}

/** How a handler answers. Throwing is `retry` with the error's message. */
export type Outcome<R> =
  | {
      readonly kind: 'done';
      readonly result?: R /** Written in the transaction that ends the job: both or neither. */;
      readonly effect?: Effect;
    }
  | { readonly kind: 'retry'; readonly reason: string /** Default: exponential, with jitter. */; readonly afterMs?: number }
  | { readonly kind: 'snooze'; readonly afterMs: number }
  | { readonly kind: 'cancel'; readonly reason: string };

export type Effect = (tx: EntityManager) => Promise<void>;

/** Runs the jobs of one name. */
export interface Handler<P, R = unknown> {
  readonly name: string;
  /** How many jobs of this name may run at once, in all processes. Default: as many as the workers take. */
  readonly concurrency?: number;
  /** After this the signal is aborted. Default: never. */
  readonly timeoutMs?: number;
  run(job: RunningJob<P>): Promise<Outcome<R>>;
}

/** A worker as seen from outside. */
export interface WorkerView {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  readonly startedAt: string;
  readonly beatAt: string;
  /** It beat within the lease and, if on this machine, its process exists. */
  readonly live: boolean;
}

/** Jobs of one name that are not over, and those that died. */
export interface Depth {
  readonly name: string;
  readonly pending: number;
  readonly running: number;
  readonly dead: number;
  /** When the longest waiting one was due, if that moment has come. */
  readonly oldestDueAt?: string;
}
