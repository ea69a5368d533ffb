import { DEFAULT_MAX_ATTEMPTS, type JobDefinition, LARGEST_JSON_BYTES } from './contract/definition.js';
import type { PreparedJob } from './contract/engine.js';
import type { NewJob } from './contract/job.js';
import { jobOutOfBounds, payloadDoesNotFit, payloadTooLarge } from './errors.js';

const HIGHEST_PRIORITY = 1000;
const MOST_PARENTS = 1000;
const MOST_ATTEMPTS = 1000;
const LONGEST_DELAY_MS = 10 * 365 * 86_400_000;
const LONGEST_KEY = 500;

/** Checks a job against its definition and gives everything a value. Throws `queue.payload-does-not-fit` and its siblings. */
export function prepare<P>(definition: JobDefinition<P>, job: NewJob<P>): PreparedJob {
  checkBounds(job);
  const { version = 1, keyConcurrency = 1, retry } = definition;
  return {
    name: job.name,
    payload: payloadJson(definition, job.payload),
    version,
    keyConcurrency,
    priority: job.priority ?? 0,
    delayMs: job.delayMs ?? 0,
    maxAttempts: job.maxAttempts ?? retry?.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
    onParentFailure: job.onParentFailure ?? 'cancel',
    parents: [...new Set(job.parents ?? [])],
    key: job.key,
    idempotencyKey: job.idempotencyKey,
    unique: job.unique && { within: 'unfinished', onConflict: 'keep', ...job.unique },
  };
}

/** The payload as JSON, as the definition's schema leaves it. */
export function payloadJson(definition: JobDefinition<never> | JobDefinition, payload: unknown): string {
  const parsed = definition.payload.safeParse(payload);
  if (!parsed.success)
    throw payloadDoesNotFit(
      definition.name,
      parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    );
  const json = JSON.stringify(parsed.data ?? null) ?? 'null';
  const bytes = Buffer.byteLength(json);
  if (bytes > LARGEST_JSON_BYTES) throw payloadTooLarge(definition.name, bytes, LARGEST_JSON_BYTES);
  return json;
}

function checkBounds({ name, priority = 0, delayMs = 0, maxAttempts = 1, parents = [], ...keys }: NewJob): void {
  const whole = (what: string, value: number, least: number, most: number) => {
    if (!Number.isInteger(value) || value < least || value > most)
      throw jobOutOfBounds(name, what, `a whole number from ${least} to ${most}`);
  };
  whole('priority', priority, -HIGHEST_PRIORITY, HIGHEST_PRIORITY);
  whole('delayMs', delayMs, 0, LONGEST_DELAY_MS);
  whole('maxAttempts', maxAttempts, 1, MOST_ATTEMPTS);
  if (parents.length > MOST_PARENTS) throw jobOutOfBounds(name, 'parents', `at most ${MOST_PARENTS} ids`);
  for (const [what, key] of [
    ['key', keys.key],
    ['unique.key', keys.unique?.key],
    ['idempotencyKey', keys.idempotencyKey],
  ] as const)
    if (key !== undefined && (key === '' || key.length > LONGEST_KEY)) throw jobOutOfBounds(name, what, `1 to ${LONGEST_KEY} characters`);
}
