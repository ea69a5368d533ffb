/** A schedule and its next times. */
export class ScheduleRow {
  name: string;
  title: string;
  /** False for one that is no longer declared: it has no next times. */
  active: boolean;
  /** The name of the jobs it enqueues. */
  job?: string;
  /** 'At 02:00 every day, America/New_York'. */
  when: string;
  timeZone?: string;
  /** What becomes of times that were missed, in words. */
  missed: string;
  paused: boolean;
  pausedBy?: string;
  pausedAt?: string;
  /** The newest time that was enqueued. */
  lastSlot?: string;
  /** The id of the newest job, by the clock or by hand. */
  lastJob?: string;
  lastEnqueuedAt?: string;
  /** The newest time that was missed and not made up for. */
  lastMissedSlot?: string;
  /** The next ten times; also while it is paused. */
  next: string[];
}

export class ScheduleList {
  schedules: ScheduleRow[];
}

/** The job that a schedule was asked for by hand. */
export class ScheduleRun {
  jobId: string;
}
