import type { Ending, PreparedJob } from '../../../../libs/platform/queue/contract/engine.js';
import { effect, prepared } from '../bench.js';
import type { ModelJob, ModelName } from './model.js';
import type { Random } from './random.js';

/** The names of a history: they share their keys, so that jobs of different rules stand in one line. */
export const NAMES: readonly ModelName[] = [
  { name: 'plain', keyConcurrency: 1 },
  { name: 'narrow', keyConcurrency: 1, concurrency: 2 },
  { name: 'twofold', keyConcurrency: 2 },
];

/** Any job; its parents are some of `known`, whatever became of them. */
export function someJob(random: Random, known: readonly string[]): PreparedJob {
  const { name, keyConcurrency } = random.pick(NAMES);
  const parents = random.chance(0.2) && known.length > 0 ? [...new Set([random.pick(known), random.pick(known)])] : [];
  return prepared({
    ...{ name, keyConcurrency, parents, priority: random.whole(-1, 1), maxAttempts: random.whole(1, 3) },
    payload: String(random.whole(0, 1000)),
    delayMs: random.chance(0.3) ? random.whole(1, 2000) : 0,
    key: random.chance(0.5) ? `k${random.whole(1, 3)}` : undefined,
    idempotencyKey: random.chance(0.1) ? `${name}-i${random.whole(1, 8)}` : undefined,
    unique: random.chance(0.15) ? someUnique(random, name) : undefined,
    onParentFailure: random.pick(['cancel', 'run', 'hold']),
  });
}

function someUnique(random: Random, name: string): PreparedJob['unique'] {
  return {
    key: `${name}-u${random.whole(1, 3)}`,
    within: random.pick(['unfinished', 'pending']),
    onConflict: random.pick(['keep', 'replace', 'debounce']),
  };
}

/** Any end of a job's start; the effect of one that is done says which. */
export function someEnding(random: Random, { id, attempt }: ModelJob): Ending {
  const dice = random.next();
  if (dice < 0.45) return { kind: 'done', result: String(id), effect: effect(String(id), `${id}/${attempt}`) };
  if (dice < 0.7) return { kind: 'failed', reason: 'no', afterMs: random.whole(1, 1500), final: random.chance(0.1) };
  if (dice < 0.8) return { kind: 'snoozed', afterMs: random.whole(1, 1500) };
  if (dice < 0.9) return { kind: 'interrupted' };
  if (dice < 0.97) return { kind: 'cancelled', reason: 'no use' };
  return { kind: 'parked', reason: 'not known' };
}
