import type { NewJob } from '#platform/queue';

export const RUN_JOB = 'run';

/** What the job of a run says. */
export interface RunPayload {
  readonly module: string;
  /** 'nightly' or an account name. */
  readonly startedBy: string;
}

/** The job that runs a module: one at a time in all processes, and never two waiting. */
export const jobOf = (module: string, startedBy: string): NewJob => ({
  name: RUN_JOB,
  key: `warehouse:${module}`,
  uniqueKey: `run:${module}`,
  payload: { module, startedBy } satisfies RunPayload,
});
