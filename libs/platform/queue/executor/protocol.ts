import type { Claim, Fence, StartEnd } from '../contract/engine.js';
import type { Progress } from '../contract/job.js';

/*
 * What a supervisor and an executor say to each other: over IPC, or as calls inside one process. Everything that comes up in one
 * turn of the executor's event loop goes in one message.
 */

/** A job on its way to its start. `ticket` stands for it in the flight recorder; never 0. */
export interface HandedJob {
  readonly ticket: number;
  readonly claim: Claim;
}

/** How an executor works; told once it said that it is up. Milliseconds. */
export interface Settings {
  /** Jobs at once. */
  readonly concurrency: number;
  /** Short jobs that may wait inside it beyond those, at most. */
  readonly prefetch: number;
  readonly beatMs: number;
  /** File of the flight recorder. */
  readonly flight: string;
}

export type ToExecutor =
  | { readonly kind: 'begin'; readonly settings: Settings }
  | { readonly kind: 'jobs'; readonly jobs: readonly HandedJob[] }
  /** Somebody asked to cancel these. */
  | { readonly kind: 'cancel'; readonly fences: readonly Fence[] }
  /** Asks for no more jobs, and gives back those that have not started. */
  | { readonly kind: 'drain' }
  /** The process stops: what still runs has to give up. */
  | { readonly kind: 'interrupt' }
  /** Nothing runs here any more: leave. */
  | { readonly kind: 'leave' };

/** What came of the jobs in one turn. */
export interface Work {
  readonly ends: readonly StartEnd[];
  readonly progress: readonly (Fence & { readonly progress: Progress })[];
  /** Room for so many jobs more. */
  readonly credit: number;
}

export type FromExecutor =
  /** Its handlers are there. */
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'work' } & Work)
  /** It lives; `lagMs`: how late its event loop was. */
  | { readonly kind: 'beat'; readonly memoryBytes: number; readonly lagMs: number }
  /** An error that nobody caught: it ends now, and this is why. */
  | { readonly kind: 'dying'; readonly reason: string };

/** On the wire a message is in an envelope: a handler, or whoever started the process, may send what it likes over the same line. */
export interface Envelope<M> {
  readonly queue: M;
}

/** The message in an envelope; undefined if it is none of ours. */
export function opened<M extends FromExecutor | ToExecutor>(envelope: unknown): M | undefined {
  return typeof envelope === 'object' && envelope !== null && 'queue' in envelope ? (envelope.queue as M) : undefined;
}
