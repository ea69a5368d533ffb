import type { z } from 'zod';
import type { Outcome, RunningJob } from './job.js';

/** What follows from an error: tried again, never again, or put back without a failure. */
export type ErrorRule = { readonly when: (error: unknown) => boolean; readonly next: 'retry' | 'never' | { readonly snoozeMs: number } };

/** How failures are tried again: after firstMs, doubled with each failure up to longestMs, spread by half (jitter). */
export interface RetryPolicy {
  /** Failures after which it is dead; default 5. */
  readonly maxAttempts?: number;
  readonly firstMs?: number;
  readonly longestMs?: number;
  /** The first rule that fits an error decides; none: retry. */
  readonly errors?: readonly ErrorRule[];
}

/** How long ended jobs of a name stay: until they are older, or more, than this. */
export interface Retention {
  readonly doneMs: number;
  readonly doneJobs: number;
  /** Cancelled and dead ones. */
  readonly failedMs: number;
  readonly failedJobs: number;
}

/** What a name of a job means: declared once, known to those who enqueue, run and show it. */
export interface JobDefinition<P = unknown, R = unknown> {
  readonly name: string;
  /** In the words of the pages: 'Run of a department'. */
  readonly title: string;
  readonly payload: z.ZodType<P>;
  readonly result?: z.ZodType<R>;
  /** Of the payload's shape; default 1. A newer one than this process knows is parked. */
  readonly version?: number;
  /** Brings a payload of an older version up to this one; the outcome must fit `payload`. */
  readonly upgrade?: (payload: unknown, from: number) => unknown;
  /** How many of this name may run at once in all processes; default: as many as there is room for. */
  readonly concurrency?: number;
  /** How many of one key; default 1. */
  readonly keyConcurrency?: number;
  /** At most so many starts in any stretch of perMs, per key (jobs without a key share one). Snoozes and retries count. */
  readonly rate?: { readonly starts: number; readonly perMs: number };
  /** After this the signal is aborted, and what does not give up is killed; default: never. */
  readonly timeoutMs?: number;
  readonly retry?: RetryPolicy;
  readonly keep?: Partial<Retention>;
  /** Fields of the payload, as dotted paths, that nobody is shown. */
  readonly secrets?: readonly string[];
}

/** Runs the jobs of one definition. */
export interface Handler<P = unknown, R = unknown> {
  readonly job: JobDefinition<P, R>;
  run(job: RunningJob<P>): Promise<Outcome<R>>;
}

/** Gives a definition its types from its schemas. */
export function defineJob<P, R = unknown>(definition: JobDefinition<P, R>): JobDefinition<P, R> {
  return definition;
}

export const DEFAULT_MAX_ATTEMPTS = 5;
export type Backoff = Required<Pick<RetryPolicy, 'firstMs' | 'longestMs'>>;
export const DEFAULT_BACKOFF: Backoff = { firstMs: 1000, longestMs: 600_000 };
export const DEFAULT_RETENTION: Retention = { doneMs: 7 * 86_400_000, doneJobs: 100_000, failedMs: 90 * 86_400_000, failedJobs: 100_000 };
/** A payload, a result or an edited payload is at most so many bytes of JSON. */
export const LARGEST_JSON_BYTES = 1_000_000;
/** A reason is kept with its job, and may be a whole statement. */
export const LONGEST_REASON = 2000;

/** The part of a definition that an engine needs: plain data, which may cross to another thread. */
export interface JobRules {
  readonly name: string;
  readonly version: number;
  readonly concurrency?: number;
  readonly keyConcurrency: number;
  readonly rate?: { readonly starts: number; readonly perMs: number };
  readonly keep: Retention;
  /** For its supervisor, and for a start whose process died before its handler could decide. */
  readonly timeoutMs?: number;
  readonly backoff: Backoff;
}

/** The rules of a definition. */
export function rulesOf(definition: JobDefinition): JobRules {
  const { name, version = 1, concurrency, keyConcurrency = 1, rate, keep, timeoutMs, retry } = definition;
  const backoff = { firstMs: retry?.firstMs ?? DEFAULT_BACKOFF.firstMs, longestMs: retry?.longestMs ?? DEFAULT_BACKOFF.longestMs };
  return { name, version, concurrency, keyConcurrency, rate, keep: { ...DEFAULT_RETENTION, ...keep }, timeoutMs, backoff };
}

/** How long a job that failed so often before waits for its next try: doubled with each failure and spread by half, so that jobs that failed together do not come back together. */
export function backoffMs(failures: number, { firstMs, longestMs }: Backoff): number {
  return Math.round(Math.min(longestMs, firstMs * 2 ** Math.min(failures, 50)) * (0.5 + Math.random()));
}
