import { z } from 'zod';
import { defineJob, type NewJob } from '#platform/queue';
import type { RunEnd } from './run-store.js';

/** What the job of a run says: which module, and who asked ('nightly' or an account name). */
const payload = z.strictObject({ module: z.string(), startedBy: z.string() });
export type RunPayload = z.infer<typeof payload>;

/** A failed run is not tried again by itself; one that was cut off starts over. */
export const RUN = defineJob<RunPayload, RunEnd>({ name: 'run', title: 'Run of a department', payload });

/** The job that runs a module: one at a time in all processes, and never two waiting. */
export const jobOf = (module: string, startedBy: string): NewJob<RunPayload> => ({
  name: RUN.name,
  key: `warehouse:${module}`,
  unique: { key: `run:${module}` },
  payload: { module, startedBy },
});
