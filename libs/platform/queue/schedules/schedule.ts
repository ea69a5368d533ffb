import type { NewJob } from '../contract/job.js';
import type { Missed } from './missed.js';
import type { When } from './when.js';

/** Jobs that the clock enqueues: a plain value, declared by a library when it is initialised. */
export interface Schedule {
  /** The name of its row: one that changes begins anew. */
  readonly name: string;
  readonly title: string;
  readonly when: When;
  /** What becomes of slots that nobody was there for (see missed.ts); default once. */
  readonly missed?: Missed;
  /** The job of one slot (ISO-8601 UTC). Its idempotency key is the schedule's: the slot. */
  job(slot: string): NewJob;
}

/** A schedule as the pages show it. Times are ISO-8601 UTC. */
export interface ScheduleView {
  readonly name: string;
  readonly title: string;
  /** The name of the jobs it enqueues. */
  readonly job?: string;
  /** False for the row of one that is no longer declared: it has no next times. */
  readonly active: boolean;
  /** 'At 02:00 every day, America/New_York'. */
  readonly when: string;
  readonly timeZone?: string;
  /** The policy for missed slots, in words. */
  readonly missed: string;
  readonly paused: boolean;
  readonly pausedAt?: string;
  readonly pausedBy?: string;
  /** The newest slot that was enqueued. */
  readonly lastSlot?: string;
  /** The newest job, by the clock or by hand. */
  readonly lastJobId?: string;
  readonly lastEnqueuedAt?: string;
  /** The newest slot that was missed and not made up for. */
  readonly lastMissedSlot?: string;
  /** The next ten times, also while it is paused. */
  readonly next: readonly string[];
}
