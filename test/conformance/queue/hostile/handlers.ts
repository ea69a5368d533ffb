import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineJob, type JobDefinition } from '../../../../libs/platform/queue/contract/definition.js';
import type { Outcome, RunningJob } from '../../../../libs/platform/queue/contract/job.js';
import { Handlers } from '../../../../libs/platform/queue/handlers.js';

class Hopeless extends Error {}
class TooEarly extends Error {}

const quick = { firstMs: 10, longestMs: 50 };
const forEver = () => new Promise<never>(() => undefined);
const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

type Run = (job: RunningJob<unknown>) => unknown;

/** What a handler may do wrong, by the name of its job. */
const misdeeds: Readonly<Record<string, Run>> = {
  'throws a string': () => Promise.reject('only a string'),
  'throws nothing': () => Promise.reject(undefined),
  'throws what cannot be printed': () => Promise.reject(Object.create(null)),
  'throws at once': () => {
    throw new Error('before any promise');
  },
  'answers with garbage': () => ({ kind: 'finished' }),
  'answers with nothing': () => undefined,
  'answers with a negative pause': () => ({ kind: 'snooze', afterMs: -1 }),
  'answers with a result that is no JSON': () => ({ kind: 'done', result: 10n }),
  'answers with a result without end': () => ({ kind: 'done', result: cyclic }),
  'answers with too large a result': () => ({ kind: 'done', result: 'x'.repeat(1_100_000) }),
  'answers with an effect that is none': () => ({ kind: 'done', effect: [{ sql: 5 }] }),
  'answers with another result than declared': () => ({ kind: 'done', result: 'seven' }),
  'throws later': async () => {
    setTimeout(() => {
      throw new Error('nobody catches this');
    });
    await forEver();
  },
  'rejects later': async () => {
    void Promise.reject(new Error('nobody handles this'));
    await forEver();
  },
  'leaves the process': () => process.exit(0),
  'logs a megabyte': () => {
    for (let line = 0; line < 2000; line++) process.stdout.write(`line ${line} of a long log ${'.'.repeat(500)}\n`);
    process.stderr.write(`${'x'.repeat(1_000_000)}\n`);
    return { kind: 'done', result: 'said' };
  },
  'sends messages to its supervisor': () => {
    for (const message of [null, 5, 'text', { kind: 'work' }, { kind: 'beat' }, { kind: 'ready' }, { kind: 'work', ends: 7 }])
      process.send?.(message as never);
    return { kind: 'done' };
  },
  'tells too much progress': async ({ progress }) => {
    for (let done = 0; done <= 20_000; done++) progress({ done, total: 20_000, message: 'step' });
    return { kind: 'done' };
  },
  'gives up when asked': async ({ signal }) => {
    await sleep(600_000, undefined, { signal });
  },
  'does not give up': forEver,
  'never comes back': () => {
    for (;;);
  },
  'is hopeless': () => Promise.reject(new Hopeless('there is no use')),
  'is too early once': ({ attempt }) => (attempt === 1 ? Promise.reject(new TooEarly()) : { kind: 'done', result: attempt }),
  'asks for another try': ({ failures }) =>
    failures === 0 ? { kind: 'retry', reason: 'not yet', afterMs: 5 } : { kind: 'done', result: failures },
  'gives its job up': () => ({ kind: 'cancel', reason: 'nobody needs it' }),
  'has grown up': ({ payload }) => ({ kind: 'done', result: payload }),
  behaves: () => ({ kind: 'done', result: 'well' }),
};

const rules: Readonly<Record<string, Partial<JobDefinition>>> = {
  'answers with another result than declared': { result: z.number() },
  'gives up when asked': { timeoutMs: 300 },
  'does not give up': { timeoutMs: 300 },
  'never comes back': { timeoutMs: 300 },
  'is hopeless': { retry: { ...quick, errors: [{ when: (error) => error instanceof Hopeless, next: 'never' }] } },
  'is too early once': { retry: { ...quick, errors: [{ when: (error) => error instanceof TooEarly, next: { snoozeMs: 20 } }] } },
  'has grown up': {
    version: 2,
    payload: z.object({ amount: z.number(), currency: z.string() }),
    upgrade: (payload) => ({ ...(payload as object), currency: 'EUR' }),
  },
};

/** `log` gets a line for each start: its job and its attempt. */
export function hostileHandlers(log: string): Handlers {
  const handlers = new Handlers();
  for (const [name, run] of Object.entries(misdeeds)) {
    const job = defineJob({ name, title: name, payload: z.unknown(), retry: quick, ...rules[name] });
    handlers.add({
      job,
      run: async (start: RunningJob<unknown>) => {
        appendFileSync(log, `${start.id} ${start.attempt}\n`);
        return (await run(start)) as Outcome<unknown>;
      },
    });
  }
  return handlers;
}
