import { appendFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineJob, type Handler } from '../../../libs/platform/queue/contract/definition.js';
import type { RunningJob } from '../../../libs/platform/queue/contract/job.js';
import { Handlers } from '../../../libs/platform/queue/handlers.js';

/** What a job of a drill does to the process that runs it. */
const DEEDS = ['end', 'rest', 'hold', 'die', 'exit', 'hang', 'hog', 'ignore', 'shout', 'babble', 'forget', 'throw'] as const;
export type Deed = (typeof DEEDS)[number];
interface Order {
  readonly as: string;
  readonly deed: Deed;
  /** Only the first start does the deed; later ones end well. */
  readonly once?: boolean;
}

const shape = z.object({ as: z.string(), deed: z.enum(DEEDS), once: z.boolean().optional() });
const drill = defineJob<Order, string>({ name: 'drill', title: 'Drill', payload: shape, retry: { firstMs: 10, longestMs: 50 } });
const MEGABYTE = 'x'.repeat(1_000_000);

/** Names of jobs of a drill: without a limit, and with one of 300 ms. */
export const DRILLS = [drill, { ...drill, name: 'limited', timeoutMs: 300 }];

/** Handlers that write 'start <as> <pid>' and 'end <as> <pid>' into a log, so that starts can be counted from outside. */
export function drillHandlers(log: string): Handlers {
  const handlers = new Handlers();
  const note = (what: string, { as }: Order) => appendFileSync(log, `${what} ${as} ${process.pid}\n`);
  for (const job of DRILLS) {
    const handler: Handler<Order, string> = {
      job,
      async run(running) {
        note('start', running.payload);
        await act(running, note);
        note('end', running.payload);
        return { kind: 'done', result: running.payload.as };
      },
    };
    handlers.add(handler);
  }
  return handlers;
}

async function act({ payload, attempt, signal }: RunningJob<Order>, note: (what: string, order: Order) => void): Promise<void> {
  const { deed, once } = payload;
  if (once && attempt > 1) return;
  switch (deed) {
    case 'end':
      return;
    case 'rest':
      await sleep(100);
      return;
    case 'hold':
      await sleep(600_000, undefined, { signal });
      return;
    case 'ignore':
      await sleep(600_000);
      return;
    case 'die':
      await sleep(30); // so that others are beside it
      process.kill(process.pid, 'SIGKILL');
      await sleep(600_000);
      return;
    case 'exit':
      process.exit(0);
      return;
    case 'hang':
      await sleep(30);
      note('spin', payload);
      for (;;);
    case 'hog':
      hogs.push(...Array.from({ length: 10 }, () => Buffer.alloc(10_000_000, 1)));
      return;
    case 'shout':
      for (let i = 0; i < 3; i++) process.stdout.write(`${MEGABYTE}\n`);
      process.stderr.write(MEGABYTE);
      return;
    case 'babble':
      process.send?.({ kind: 'work', nonsense: true, ends: 'none' });
      process.send?.('shutdown');
      writeSync(1, '{"kind":"work"}\n');
      return;
    case 'forget':
      void Promise.reject(new Error('nobody waits for this'));
      await sleep(600_000);
      return;
    case 'throw':
      setImmediate(() => {
        throw new Error('out of the blue');
      });
      await sleep(600_000);
  }
}

const hogs: Buffer[] = [];
