import { messageOf } from '#core/kernel';
import { backoffMs, DEFAULT_BACKOFF, type ErrorRule, LONGEST_REASON, type RetryPolicy } from '../contract/definition.js';
import type { Ending } from '../contract/engine.js';

/** How a start ends that threw: as the first rule says that fits the error, else as a failure that is tried again. */
export function endingOfError(error: unknown, failures: number, policy: RetryPolicy = {}): Ending {
  const next = policy.errors?.find((rule) => fits(rule, error))?.next ?? 'retry';
  if (typeof next === 'object') return { kind: 'snoozed', afterMs: next.snoozeMs };
  return failed(reasonOf(error), next === 'never' ? { final: true } : { afterMs: backoff(failures, policy) });
}

/** A failure; `final` is dead at once. */
export function failed(reason: string, next: { readonly afterMs: number } | { readonly final: true }): Ending {
  return { kind: 'failed', afterMs: 0, ...next, reason: reason.slice(0, LONGEST_REASON) };
}

/** How long a failure waits for its next try, by the definition's policy. */
export function backoff(
  failures: number,
  { firstMs = DEFAULT_BACKOFF.firstMs, longestMs = DEFAULT_BACKOFF.longestMs }: RetryPolicy = {},
): number {
  return backoffMs(failures, { firstMs, longestMs });
}

/** A sentence for whatever was thrown, which need not be an error. */
export function reasonOf(error: unknown): string {
  try {
    return messageOf(error).slice(0, LONGEST_REASON) || 'It failed without saying why.';
  } catch {
    return 'It threw something that cannot be put into words.';
  }
}

/** A rule that itself throws does not fit. */
function fits(rule: ErrorRule, error: unknown): boolean {
  try {
    return rule.when(error);
  } catch {
    return false;
  }
}
