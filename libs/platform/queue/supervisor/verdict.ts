import { backoffMs, DEFAULT_BACKOFF, type JobRules, LONGEST_REASON } from '../contract/definition.js';
import type { Ending, Leaving } from '../contract/engine.js';
import { jobCancelled, timedOut } from '../errors.js';
import type { ExecutorEnd } from './executor-link.js';
import type { Held } from './held-jobs.js';
import type { RestartReason } from './options.js';

/** Why a supervisor ends an executor. */
export type Cause =
  | { readonly kind: 'hang'; readonly silentMs: number }
  | { readonly kind: 'boot'; readonly afterMs: number }
  | { readonly kind: 'memory'; readonly bytes: number; readonly mostBytes: number }
  /** It did not give up in time. */
  | { readonly kind: 'overdue'; readonly job: Held; readonly timeoutMs: number }
  | { readonly kind: 'cancelled'; readonly job: Held }
  /** It was asked to leave and nothing ran any more, or the supervisor stops. */
  | { readonly kind: 'left'; readonly why: string };

/** What is known of a death. */
export interface Death {
  readonly cause?: Cause;
  /** Its own last word. */
  readonly dying?: string;
  readonly end: ExecutorEnd;
  /** Jobs whose handlers ran. */
  readonly started: readonly Held[];
}

/** Who is charged for it. */
export function leavingOf({ cause, started, ...death }: Death, rules: ReadonlyMap<string, JobRules>): Leaving {
  if (cause?.kind === 'left') return { kind: 'stopped' };
  if (cause?.kind === 'overdue' || cause?.kind === 'cancelled') {
    const { id, attempt } = cause.job.claim;
    const ended = !started.includes(cause.job); // it gave up in the last moment
    return ended ? { kind: 'stopped' } : { kind: 'killed', culprit: { id, attempt, ending: culpritsEnd(cause, rules) } };
  }
  return { kind: 'crash', started: started.map(({ claim }) => claim.id), reason: reasonOf({ cause, started, ...death }) };
}

/** Why its place is filled again, in a word. */
export function whyOf(cause: Cause | undefined): RestartReason {
  if (cause?.kind === 'overdue' || cause?.kind === 'cancelled') return 'job';
  return cause?.kind === 'left' ? 'renewed' : (cause?.kind ?? 'crash');
}

/** Why its place is filled again, in a sentence. */
export function reasonOf({ cause, dying, end }: Death): string {
  return sentence(cause, dying, end).slice(0, LONGEST_REASON);
}

function sentence(cause: Cause | undefined, dying: string | undefined, { how, lastWords }: ExecutorEnd): string {
  switch (cause?.kind) {
    case 'hang':
      return `Its process did not answer for ${Math.round(cause.silentMs)} ms and was killed.`;
    case 'boot':
      return withWords(`Its process was not up after ${cause.afterMs} ms and was killed`, lastWords);
    case 'memory':
      return `Its process took ${megabytes(cause.bytes)} of memory where ${megabytes(cause.mostBytes)} are allowed and was killed.`;
    case 'overdue':
      return `Job ${cause.job.claim.id} (${cause.job.claim.name}) did not stop after ${cause.timeoutMs} ms; its process was killed.`;
    case 'cancelled':
      return `Job ${cause.job.claim.id} (${cause.job.claim.name}) did not stop when it was cancelled; its process was killed.`;
    case 'left':
      return cause.why;
    default:
      return dying ? `Its process ended: ${dying}` : withWords(`Its process ended: ${how}`, lastWords);
  }
}

function culpritsEnd(cause: Extract<Cause, { kind: 'overdue' | 'cancelled' }>, rules: ReadonlyMap<string, JobRules>): Ending {
  if (cause.kind === 'cancelled') return { kind: 'cancelled', reason: jobCancelled().message };
  const { name, failures } = cause.job.claim;
  return {
    kind: 'failed',
    reason: timedOut(cause.timeoutMs).message,
    afterMs: backoffMs(failures, rules.get(name)?.backoff ?? DEFAULT_BACKOFF),
  };
}

const withWords = (what: string, words: string) => (words ? `${what}; its last words: ${words}` : `${what}.`);
export const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MB`;
