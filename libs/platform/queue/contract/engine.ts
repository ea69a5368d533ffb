import type { EntityManager } from 'typeorm';
import type { Depth, Effect, Enqueued, JobView, NewJob, Progress } from './job.js';

/** Which jobs a worker takes: a name, and how many of it may run at once in all processes. */
export interface Wanted {
  readonly name: string;
  readonly concurrency?: number;
}

/** A job that a worker has claimed; `attempt` is the fence. */
export interface Claim {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly attempt: number;
  readonly failures: number;
  readonly maxAttempts: number;
}

/** How a claimed job ends: an outcome with everything decided, or `interrupted` by the worker's own stop. */
export type Ending =
  | { readonly kind: 'done'; readonly result?: unknown; readonly effect?: Effect }
  | { readonly kind: 'failed'; readonly reason: string; readonly afterMs: number }
  | { readonly kind: 'snoozed'; readonly afterMs: number }
  | { readonly kind: 'cancelled'; readonly reason: string }
  | { readonly kind: 'interrupted' };

/** A worker's row: its beats grow while it lives. */
export interface WorkerRow {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  readonly startedAt: string;
  readonly beatAt: string;
  readonly beats: number;
}

/** What keeps the jobs. Every promise of the queue that is about rows is kept here, in the engine's own transactions. */
export interface Engine {
  enqueue(tx: EntityManager, job: NewJob): Promise<Enqueued>;
  /** Cancels a pending job; false when it is not pending (any more). */
  cancel(tx: EntityManager, id: string, reason: string): Promise<boolean>;
  find(id: string): JobView | undefined;
  depth(): Depth[];

  /** A cheap look whether `claim` would find one. */
  hasClaimable(wanted: readonly Wanted[], except: readonly string[]): boolean;
  /** Claims the first job that may run, in one statement. `except`: ids that the worker still runs although they were taken from it. */
  claim(workerId: string, wanted: readonly Wanted[], except: readonly string[]): Promise<Claim | undefined>;
  /** Ends the start; false when the job is not this start's any more: then nothing is written, no effect either. */
  end(claim: Claim, ending: Ending, progress?: Progress): Promise<boolean>;
  progress(claim: Claim, progress: Progress): Promise<void>;

  workers(): WorkerRow[];
  /** A sign of life, also the first; gives the attempts by id that the worker still holds. */
  beat(worker: Pick<WorkerRow, 'id' | 'pid' | 'host' | 'startedAt'>): Promise<ReadonlyMap<string, number>>;
  /** Takes a worker out, dead or leaving; its running jobs become pending again (or dead). Gives how many. */
  remove(workerId: string): Promise<number>;
}
