import type { JobRules } from '../contract/definition.js';
import type { Claim, Executor, Leaving, LeftBehind, PreparedJob, StartEnd, WorkerBeat } from '../contract/engine.js';
import type { Enqueued, Progress } from '../contract/job.js';
import { isPlain } from './enqueueing.js';

/** What the thread is started with. */
export interface ThreadData {
  readonly file: string;
  readonly bell: string;
  readonly rules: readonly JobRules[];
  /** Of a `SharedClock`. */
  readonly clock?: SharedArrayBuffer;
  readonly safetyLookMs: number;
}

/** A job on its way to the thread: arrays are copied twice as fast as objects. The second part only where something is to be looked up. */
export type WireJob = readonly [
  name: string,
  payload: string,
  version: number,
  priority: number,
  delayMs: number,
  maxAttempts: number,
  rest?: Pick<PreparedJob, 'key' | 'keyConcurrency' | 'unique' | 'idempotencyKey' | 'parents' | 'onParentFailure'>,
];

export function wireJob(job: PreparedJob): WireJob {
  const { name, payload, version, priority, delayMs, maxAttempts } = job;
  if (isPlain(job)) return [name, payload, version, priority, delayMs, maxAttempts];
  const { key, keyConcurrency, unique, idempotencyKey, parents, onParentFailure } = job;
  return [
    name,
    payload,
    version,
    priority,
    delayMs,
    maxAttempts,
    { key, keyConcurrency, unique, idempotencyKey, parents, onParentFailure },
  ];
}

export function preparedJob([name, payload, version, priority, delayMs, maxAttempts, rest]: WireJob): PreparedJob {
  return { name, payload, version, priority, delayMs, maxAttempts, keyConcurrency: 1, parents: [], onParentFailure: 'cancel', ...rest };
}

/** A start that is done, with nothing to write but its result. */
export type WireDone = readonly [id: number, attempt: number, result: string | null];

/** Something the thread is told; it is kept until it is committed, in order. */
export type Order =
  | { readonly to: 'add'; readonly request: number; readonly jobs: readonly WireJob[] }
  | { readonly to: 'join'; readonly executor: Executor }
  | { readonly to: 'credit'; readonly executor: string; readonly jobs: number }
  | { readonly to: 'end'; readonly executor: string; readonly done: readonly WireDone[]; readonly others: readonly StartEnd[] }
  | { readonly to: 'progress'; readonly told: readonly (readonly [id: number, attempt: number, progress: string])[] }
  | { readonly to: 'leave'; readonly request: number; readonly executor: string; readonly why: Leaving }
  | { readonly to: 'beat'; readonly workers: readonly WorkerBeat[] }
  | { readonly to: 'look' }
  | { readonly to: 'close'; readonly request: number };

/** A claim on its way out of the thread. */
export type WireClaim = readonly [
  id: number,
  name: string,
  payload: string,
  version: number,
  attempt: number,
  failures: number,
  maxAttempts: number,
  parents?: Claim['parents'],
];

export function claimOf([id, name, payload, version, attempt, failures, maxAttempts, parents]: WireClaim): Claim {
  return { id: String(id), name, payload, version, attempt, failures, maxAttempts, ...(parents ? { parents } : {}) };
}

/** An error on its way out of the thread. */
export interface WireError {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly remedy: string;
  readonly details?: Record<string, unknown>;
}

/** What became of one job: a number is the id of a new one. */
export type WireAnswer = number | Enqueued | { readonly error: WireError };

export type WireFence = readonly [executor: string, id: string, attempt: number];

/** What one commit of the thread has to say. */
export interface Report {
  readonly added: (readonly [request: number, answers: readonly WireAnswer[]])[];
  readonly left: (readonly [request: number, left: LeftBehind])[];
  readonly claims: (readonly [executor: string, claims: readonly WireClaim[]])[];
  readonly stale: WireFence[];
  readonly refused: (readonly [...WireFence, reason: string])[];
  readonly cancel: WireFence[];
  quarantine: boolean;
  /** A reason when the store refuses to commit; null when it does so again. */
  trouble?: string | null;
  opened?: true;
  closed?: number;
}

export const emptyReport = (): Report => ({
  added: [],
  left: [],
  claims: [],
  stale: [],
  refused: [],
  cancel: [],
  quarantine: false,
});

export const progressText = (progress: Progress): string => JSON.stringify(progress);
