import { JOB_STATES, type JobState } from '../contract/job.js';

/** States as the column keeps them; the partial indexes of `job` are written with these numbers. */
export const READY = 0;
export const DELAYED = 1;
export const BLOCKED = 2;
export const WAITING = 3;
export const PARKED = 4;
export const RUNNING = 5;
export const DONE = 6;
export const CANCELLED = 7;
export const DEAD = 8;

export const NORMAL_LANE = 0;
export const QUARANTINE_LANE = 1;

export const stateOf = (code: number): JobState => JOB_STATES[code] as JobState;
export const codeOf = (state: JobState): number => JOB_STATES.indexOf(state);

const PARENT_POLICIES = ['cancel', 'run', 'hold'] as const;
export type ParentPolicy = (typeof PARENT_POLICIES)[number];
export const policyCode = (policy: ParentPolicy): number => PARENT_POLICIES.indexOf(policy);
export const CANCEL_WITH_PARENT = 0;
export const HOLD_FOR_PARENT = 2;
