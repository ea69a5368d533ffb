import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineJob, type Handler } from '../../../libs/platform/queue/contract/definition.js';
import { Handlers } from '../../../libs/platform/queue/handlers.js';

/** What a job of the proofs does, and for how long. */
export const deeds = ['plain', 'kill itself', 'hang', 'hang once', 'bad effect'] as const;
const payload = z.object({ deed: z.enum(deeds), ms: z.number() });
export type Work = z.infer<typeof payload>;

const definitions = [
  defineJob({ name: 'work', title: 'Work', payload, retry: { firstMs: 50, longestMs: 500 }, keyConcurrency: 1 }),
  defineJob({ name: 'limited', title: 'Work with a limit of time', payload, timeoutMs: 1000, retry: { firstMs: 50, longestMs: 500 } }),
];

/**
 * Handlers that write down what happens to them: `S id pid attempt moment` and `E id pid attempt moment` are appended to a log, so
 * that lost, doubled and overlapping starts are counted from outside. Their effect is a row.
 */
export function handlersOfProof(log: string): Handlers {
  const handlers = new Handlers();
  for (const job of definitions) handlers.add(worker(job, log));
  return handlers;
}

const note = (log: string, what: string, id: string, attempt: number) =>
  appendFileSync(log, `${what} ${id} ${process.pid} ${attempt} ${process.hrtime.bigint() / 1_000_000n}\n`);

function worker(job: (typeof definitions)[number], log: string): Handler<Work> {
  return {
    job,
    async run({ id, attempt, payload: { deed, ms }, signal }) {
      note(log, 'S', id, attempt);
      if (ms > 0) await sleep(ms, undefined, { signal });
      if (deed === 'kill itself') process.kill(process.pid, 'SIGKILL');
      if (deed === 'hang' || (deed === 'hang once' && attempt === 1)) for (;;);
      note(log, 'E', id, attempt);
      const value = deed === 'bad effect' ? null : `${id}/${attempt}`;
      return { kind: 'done', effect: [{ sql: 'INSERT INTO effect (job, value) VALUES (?, ?)', parameters: [Number(id), value] }] };
    },
  };
}
