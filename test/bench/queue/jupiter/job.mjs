/** The job that the bench enqueues into Jupiter's queue, as a department would define one. */

import { z } from 'zod';
import { queue } from './product.mjs';

export const now = () => Number(process.hrtime.bigint()) / 1e6;

/** As many ended jobs stay as the bench makes. */
const KEPT = 5_000_000;

export const work = queue.defineJob({
  name: 'work',
  title: 'A job that does nothing',
  payload: z.object({
    number: z.number(),
    to: z.string(),
    subject: z.string(),
    lines: z.array(z.number()),
    /** When it was enqueued, for those whose way is timed. */
    at: z.number().optional(),
    warmUp: z.boolean().optional(),
    /** Its first start goes on until its process ends. */
    hold: z.boolean().optional(),
    /** Its first start never lets go of the event loop. */
    hang: z.boolean().optional(),
  }),
  keep: { doneJobs: KEPT },
});

export const DONE = { kind: /** @type {const} */ ('done') };

/** @param {import('#platform/queue').RunningJob<any>} job */
export const held = ({ signal }) => new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Error('given up'))));
