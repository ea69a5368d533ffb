import type { EntityManager } from 'typeorm';
import type { JobRules } from './definition.js';
import type {
  Effect,
  Enqueued,
  JobEvent,
  JobFilter,
  JobView,
  Lane,
  NewJob,
  ParentResult,
  Progress,
  QueueCount,
  WorkerView,
} from './job.js';

/** A job that was checked against its definition: the payload is JSON text, everything has a value. */
export interface PreparedJob extends Required<Pick<NewJob, 'name' | 'priority' | 'delayMs' | 'maxAttempts' | 'onParentFailure'>> {
  readonly payload: string;
  readonly version: number;
  readonly keyConcurrency: number;
  readonly key?: string;
  readonly unique?: Required<NonNullable<NewJob['unique']>>;
  readonly idempotencyKey?: string;
  readonly parents: readonly string[];
}

/** A job as an engine shows it: the payload is unmasked and must go through `Queue` before anybody sees it. */
export type StoredJob = JobView & { readonly version: number };

/**
 * The half of an engine that any process may use: it enqueues, steers and looks. What it writes it writes in the caller's
 * transaction, so that a deed, its job and its audit are kept together or not at all.
 */
export interface JobStore {
  enqueue(tx: EntityManager, job: PreparedJob): Promise<Enqueued>;
  /** In a transaction of its own, shared with all that come at the same time (group commit); kept on disk when it answers. One refused job does not sink the others. */
  add(jobs: readonly PreparedJob[]): Promise<(Enqueued | Error)[]>;

  /** `cancelled` at once, `cancelling` when it runs (within 5 s), `ended` when there was nothing left to cancel. */
  cancel(tx: EntityManager, id: string, reason: string): Promise<'cancelled' | 'cancelling' | 'ended'>;
  /** Puts an ended job back to the start of its life (failures 0, normal lane), with another payload if given. False when it has not ended. */
  replay(tx: EntityManager, id: string, payload?: { json: string; version: number }): Promise<boolean>;
  /** A paused name starts no job. */
  pause(tx: EntityManager, name: string, paused: boolean): Promise<void>;

  job(id: string): Promise<StoredJob | undefined>;
  list(filter: JobFilter): Promise<StoredJob[]>;
  history(id: string): Promise<JobEvent[]>;
  counts(): Promise<QueueCount[]>;
  workers(): Promise<WorkerView[]>;
}

/** A job handed to an executor. `attempt` is the fence. */
export interface Claim {
  readonly id: string;
  readonly name: string;
  /** JSON. */
  readonly payload: string;
  readonly version: number;
  readonly attempt: number;
  readonly failures: number;
  readonly maxAttempts: number;
  readonly parents?: readonly ParentResult[];
}

export type Fence = Pick<Claim, 'id' | 'attempt'>;

/** How a start ends, with everything decided. `result` is JSON text. */
export type Ending =
  | { readonly kind: 'done'; readonly result?: string; readonly effect?: Effect }
  | { readonly kind: 'failed'; readonly reason: string; readonly afterMs: number /** Dead at once. */; readonly final?: boolean }
  | { readonly kind: 'snoozed'; readonly afterMs: number }
  | { readonly kind: 'cancelled'; readonly reason: string }
  /** The process stops, or never started it: no failure, ready again. */
  | { readonly kind: 'interrupted' }
  /** Nobody here knows this name, or a newer payload: kept aside. */
  | { readonly kind: 'parked'; readonly reason: string };

export interface StartEnd extends Fence {
  readonly ending: Ending;
  readonly progress?: Progress;
}

/** Who runs jobs. */
export interface Executor {
  readonly id: string;
  readonly lane: Lane;
}

/**
 * Why an executor is gone. `started`: jobs whose handler had begun, from its flight recorder; all others are freed without a
 * failure. `crash` (also by hang or memory): the only one started is charged; of several none is, they go to the quarantine lane.
 * `killed`: it was killed because of `culprit`, which ends as said; the others are freed. `stopped`: nobody is charged.
 */
export type Leaving =
  | { readonly kind: 'crash'; readonly started: readonly string[]; readonly reason: string }
  | { readonly kind: 'killed'; readonly culprit: StartEnd }
  | { readonly kind: 'stopped' };

export interface LeftBehind {
  readonly freed: number;
  readonly charged: readonly string[];
  readonly quarantined: readonly string[];
}

/** What an engine tells its supervisor. Called from the event loop, never inside another call. */
export interface EngineEvents {
  /** Jobs for an executor, committed as running. */
  jobs(executorId: string, claims: readonly Claim[]): void;
  /** Running jobs that somebody asked to cancel. Told again every second until they end. */
  cancel(executorId: string, fences: readonly Fence[]): void;
  /** An end that changed nothing: the job was taken from that start. */
  stale(executorId: string, fence: Fence): void;
  /** An effect that the database refused: the job was failed instead. */
  refused(executorId: string, fence: Fence, reason: string): void;
  /** There are jobs for the quarantine lane; told when it turns from none to some, and at `open`. */
  quarantine(): void;
  /** The store refuses to commit (disk full) or does so again. Ends, credits and deaths are kept meanwhile. */
  trouble(reason: string | undefined): void;
}

/** A process's row on the page of workers. */
export type WorkerBeat = Omit<WorkerView, 'live' | 'beatAt'>;

/**
 * The hot half of an engine: hands out jobs and keeps how they end. One at a time on a store: its supervisor sees to that.
 * Calls that return nothing are kept until they are committed, in order; a commit that fails is tried again.
 */
export interface Engine {
  /** Opens the store, frees what a dead supervisor left running (no failure; the 20th time it is dead), parks and unparks by the rules. */
  open(rules: readonly JobRules[], events: EngineEvents): Promise<void>;
  join(executor: Executor): void;
  /** May be handed so many jobs more. */
  credit(executorId: string, jobs: number): void;
  end(executorId: string, ends: readonly StartEnd[]): void;
  progress(executorId: string, told: readonly (Fence & { readonly progress: Progress })[]): void;
  /** Takes an executor out; no job is handed to it after this. */
  leave(executorId: string, why: Leaving): Promise<LeftBehind>;
  /** The rows of the page of workers, all at once. */
  beat(workers: readonly WorkerBeat[]): void;
  /** Looks for due and new jobs now. */
  look(): void;
  /** Everything told so far is committed when this resolves; then the store is closed. */
  close(): Promise<void>;
}

/** Time for an engine; tests step it. Milliseconds. */
export interface QueueClock {
  /** Since 1970. May jump. */
  wall(): number;
  /** Never jumps. */
  monotonic(): number;
}
