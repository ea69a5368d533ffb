import { z } from 'zod';
import { type JobDefinition, LARGEST_JSON_BYTES } from '../contract/definition.js';
import type { Ending } from '../contract/engine.js';
import type { Effect } from '../contract/job.js';
import { faults } from './payload.js';
import { backoff, endingOfError, failed } from './retry-policy.js';

const LONGEST_WAIT_MS = 10 * 365 * 86_400_000;
const wait = z.number().min(0).max(LONGEST_WAIT_MS);
const effect = z.array(z.object({ sql: z.string(), parameters: z.array(z.union([z.string(), z.number(), z.null()])) }));

/** What a handler may answer: it is not believed to have kept to its type. */
const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), result: z.unknown().optional(), effect: effect.optional() }),
  z.object({ kind: z.literal('retry'), reason: z.string(), afterMs: wait.optional() }),
  z.object({ kind: z.literal('snooze'), afterMs: wait }),
  z.object({ kind: z.literal('cancel'), reason: z.string() }),
]);

/** How a start ends whose handler gave this outcome. What is no outcome, or a result that cannot be kept, is a failure. */
export function endingOfOutcome(outcome: unknown, definition: JobDefinition, failures: number): Ending {
  const { success, data, error } = answer.safeParse(outcome);
  if (!success)
    return endingOfError(`Its handler answered with something that is no outcome: ${faults(error.issues)}`, failures, definition.retry);
  switch (data.kind) {
    case 'done':
      return done(data.result, data.effect, definition, failures);
    case 'retry':
      return failed(data.reason, { afterMs: data.afterMs ?? backoff(failures, definition.retry) });
    case 'snooze':
      return { kind: 'snoozed', afterMs: data.afterMs };
    case 'cancel':
      return { kind: 'cancelled', reason: data.reason };
  }
}

function done(result: unknown, wanted: Effect | undefined, definition: JobDefinition, failures: number): Ending {
  try {
    const json = resultJson(result, definition);
    return { kind: 'done', ...(json !== undefined && { result: json }), ...(wanted && { effect: wanted }) };
  } catch (error) {
    return endingOfError(error, failures, definition.retry);
  }
}

/** The result as JSON text. Throws why it cannot be kept. */
function resultJson(result: unknown, { result: schema }: JobDefinition): string | undefined {
  const parsed = schema?.safeParse(result);
  if (parsed && !parsed.success) throw new Error(`Its result does not fit: ${faults(parsed.error.issues)}`);
  const json = textOf(parsed ? parsed.data : result);
  const bytes = json === undefined ? 0 : Buffer.byteLength(json);
  if (bytes > LARGEST_JSON_BYTES) throw new Error(`Its result has ${bytes} bytes; at most ${LARGEST_JSON_BYTES} are kept.`);
  return json;
}

function textOf(result: unknown): string | undefined {
  try {
    return JSON.stringify(result) as string | undefined;
  } catch (error) {
    throw new Error(`Its result cannot be written as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
