import type { Claim, Ending, PreparedJob } from '../contract/engine.js';
import type { JobEvent, Lane, Progress } from '../contract/job.js';

/** What a job becomes when a start of it is over; decided in the app's file, obeyed in PostgreSQL. */
export type Verdict =
  | { readonly to: 'done'; readonly result?: string }
  | { readonly to: 'dead'; readonly reason: string }
  | { readonly to: 'cancelled'; readonly reason: string }
  | { readonly to: 'parked'; readonly reason: string }
  /** Put back: because of `event` (none: it was never handed out); `failed` counts. */
  | {
      readonly to: 'again';
      readonly afterMs: number;
      readonly event?: JobEvent['kind'];
      readonly failed?: boolean;
      readonly reason?: string;
      readonly lane?: Lane;
    };

/** A change of the jobs in PostgreSQL. Times are milliseconds since 1970, from the clock of the one who decided. */
export type Operation = { readonly at: number } & (
  | { readonly do: 'enqueue'; readonly id: string; readonly job: PreparedJob }
  | {
      readonly do: 'replace';
      readonly id: string;
      readonly revision: number;
      readonly job: Pick<PreparedJob, 'payload' | 'version' | 'priority' | 'delayMs'>;
    }
  | { readonly do: 'cancel'; readonly id: string; readonly reason: string }
  | { readonly do: 'replay'; readonly id: string; readonly revision: number; readonly payload?: { json: string; version: number } }
  | { readonly do: 'pause'; readonly name: string; readonly paused: boolean }
  | { readonly do: 'end'; readonly id: string; readonly attempt: number; readonly verdict: Verdict; readonly progress?: Progress }
);

/** What an ending comes to for this start. A cancel that was asked for wins over everything but being done. */
export function verdictOn(claim: Pick<Claim, 'failures' | 'maxAttempts'>, ending: Ending, cancelReason: string | null): Verdict {
  if (ending.kind === 'done') return { to: 'done', result: ending.result };
  if (cancelReason !== null) return { to: 'cancelled', reason: cancelReason };
  if (ending.kind === 'cancelled') return { to: 'cancelled', reason: ending.reason };
  switch (ending.kind) {
    case 'parked':
      return { to: 'parked', reason: ending.reason };
    case 'snoozed':
      return { to: 'again', event: 'snoozed', afterMs: ending.afterMs };
    case 'interrupted':
      return { to: 'again', event: 'interrupted', afterMs: 0 };
    case 'failed': {
      const { reason, afterMs, final } = ending;
      if (final || claim.failures + 1 >= claim.maxAttempts) return { to: 'dead', reason };
      return { to: 'again', event: 'failed', afterMs, failed: true, reason };
    }
  }
}

/** JSON for the outbox. PostgreSQL keeps neither NUL nor half a surrogate pair in a text. */
export function operationJson(operation: Operation): string {
  return JSON.stringify(operation, (_, value: unknown) => (typeof value === 'string' ? keepable(value) : value));
}

export function keepable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
