/*
 * Vocabulary
 *
 *   job          one piece of work: a name that says which definition and handler, and a payload.
 *   state        ready, delayed (not due), blocked (its key is taken), waiting (for parents), parked (nobody knows its name or
 *                payload version), running; or ended: done, cancelled, dead (failed too often, or for good).
 *   key          at most `keyConcurrency` (1) jobs of a key run at once, in the order they came due (FIFO), in all processes.
 *                A job that failed and waits for its next try keeps its turn.
 *   unique key   at most one job of the key that is unfinished (or: not yet running); a second one is answered, not kept.
 *   idempotency key   a producer's own name for the request: sent again, it answers the job that is there, ended or not.
 *                All three are shared by the jobs of all names, so begin a key with what it guards ('warehouse:finance'). A request
 *                that a unique key answers with another job does not use up its idempotency key.
 *   attempt      number of the start, from 1. It fences: an end that carries an older attempt changes nothing.
 *   failure      an end that counts against maxAttempts. Snoozed, interrupted and freed starts do not count.
 *   lane         normal, or quarantine: suspects of a crash run there alone, so that only the culprit is charged.
 *   slot         a moment at which a schedule is due. Each is enqueued at most once.
 */

export const JOB_STATES = ['ready', 'delayed', 'blocked', 'waiting', 'parked', 'running', 'done', 'cancelled', 'dead'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const ENDED: readonly JobState[] = ['done', 'cancelled', 'dead'];

/** Whether the job will not change any more by itself. */
export const hasEnded = (state: JobState): boolean => ENDED.includes(state);

export type Lane = 'normal' | 'quarantine';

/** At most one job of a unique key. */
export interface Unique {
  readonly key: string;
  /** While it is unfinished (default), or only while it has not started: then one may run and one may wait. */
  readonly within?: 'unfinished' | 'pending';
  /**
   * What becomes of a second one. keep (default): the first stays as it is. replace: the first, if not started, takes over payload,
   * priority and due moment. debounce: as replace, so that each new one also pushes the start back by its delay.
   */
  readonly onConflict?: 'keep' | 'replace' | 'debounce';
}

/** A job to enqueue. The payload must fit the definition of its name. */
export interface NewJob<P = unknown> {
  readonly name: string;
  readonly payload: P;
  readonly idempotencyKey?: string;
  readonly unique?: Unique;
  readonly key?: string;
  /** Smaller goes first, among jobs of one name and lane; default 0; from -1000 to 1000. A key's own order goes before it. */
  readonly priority?: number;
  readonly delayMs?: number;
  /** Overrides the definition's. */
  readonly maxAttempts?: number;
  /** Ids of jobs that have to be done first (at most 1000). */
  readonly parents?: readonly string[];
  /** When a parent is cancelled or dead: cancel this job too (default), run it all the same, or hold it until the parent was replayed. */
  readonly onParentFailure?: 'cancel' | 'run' | 'hold';
}

/** How an enqueue ended. `id` is the job that stands for the request, whether it is new or was there already. */
export interface Enqueued {
  readonly id: string;
  /** `duplicate`: kept out by a unique key; `replaced`: the waiting one was changed; `known`: the idempotency key was used before. */
  readonly outcome: 'enqueued' | 'duplicate' | 'replaced' | 'known';
}

/** How far a job has come, in units of its own. */
export interface Progress {
  readonly done?: number;
  readonly total?: number;
  readonly message?: string;
}

/** A job as seen from outside. Times are ISO-8601 UTC. The payload's secrets are masked. */
export interface JobView {
  readonly id: string;
  readonly name: string;
  readonly state: JobState;
  readonly lane: Lane;
  readonly key?: string;
  readonly priority: number;
  readonly attempt: number;
  readonly failures: number;
  readonly maxAttempts: number;
  readonly runAt: string;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** Somebody has asked to cancel it while it runs. */
  readonly cancelling?: boolean;
  readonly payload: unknown;
  readonly progress?: Progress;
  readonly result?: unknown;
  /** Why it failed last, was cancelled, parked or died. */
  readonly reason?: string;
  readonly parents?: readonly string[];
  readonly children?: readonly string[];
}

/** Something that happened to a job outside the common way: failed, snoozed, freed, quarantined, cancelled, replayed, edited, parked. */
export interface JobEvent {
  readonly at: string;
  readonly kind:
    | 'failed'
    | 'snoozed'
    | 'interrupted'
    | 'freed'
    | 'quarantined'
    | 'cancel-asked'
    | 'cancelled'
    | 'died'
    | 'replayed'
    | 'edited'
    | 'parked'
    | 'unparked';
  readonly attempt: number;
  readonly detail?: string;
}

/** Which jobs to list: newest first, a page at a time. */
export interface JobFilter {
  readonly states?: readonly JobState[];
  readonly name?: string;
  readonly key?: string;
  /** Only jobs older than this id: the last one of the page before. */
  readonly before?: string;
  /** 1 to 200; default 50. */
  readonly limit?: number;
  /** Without payloads and results: those of a whole page may be large. An engine may give them all the same. */
  readonly brief?: boolean;
}

/** The jobs of one name, from counters that are kept, not counted. */
export interface QueueCount {
  readonly name: string;
  readonly paused: boolean;
  readonly states: Readonly<Record<JobState, number>>;
  /** When the longest waiting ready job came due. */
  readonly oldestDueAt?: string;
}

/** One process of the queue as seen from outside. */
export interface WorkerView {
  readonly id: string;
  readonly role: 'supervisor' | 'executor' | 'quarantine';
  readonly pid: number;
  readonly host: string;
  readonly startedAt: string;
  readonly beatAt: string;
  /** It beat lately and, if on this machine, its process exists. */
  readonly live: boolean;
  readonly memoryBytes: number;
  /** Jobs it runs now. */
  readonly running: number;
  /** How often its place had to be filled again, and why the last time. */
  readonly restarts: number;
  readonly restartReason?: string;
  /** Shown while the place waits to be filled: a crash loop. */
  readonly backingOffUntil?: string;
}

/** One statement of an effect; `?` marks a parameter. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly (string | number | null)[];
}

/** Rows to write in the transaction that ends the job: both or neither, and only by the start that holds it. */
export type Effect = readonly Statement[];

/** How a handler answers. Throwing is `retry`, or what the definition's policy says of that error. */
export type Outcome<R> =
  | { readonly kind: 'done'; readonly result?: R; readonly effect?: Effect }
  | { readonly kind: 'retry'; readonly reason: string /** Default: by the definition's backoff. */; readonly afterMs?: number }
  | { readonly kind: 'snooze'; readonly afterMs: number }
  | { readonly kind: 'cancel'; readonly reason: string };

/** A finished parent, as its child sees it. */
export interface ParentResult {
  readonly id: string;
  readonly name: string;
  readonly state: JobState;
  readonly result?: unknown;
}

/** What a handler is given. */
export interface RunningJob<P> {
  readonly id: string;
  readonly payload: P;
  readonly attempt: number;
  /** How often it failed before. */
  readonly failures: number;
  /** Aborted when the job took too long, was cancelled, or the process has to stop. Who does not give up is killed. */
  readonly signal: AbortSignal;
  readonly parents: readonly ParentResult[];
  /** Shows how far it is; kept at most five times a second, and at the end. */
  progress(progress: Progress): void;
}
