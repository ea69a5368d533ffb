import { PlatformTables1764000001000 } from './1764000001000-platform-tables.js';
import { PeopleAndSessions1764000002000 } from './1764000002000-people-and-sessions.js';
import { Runs1764000003000 } from './1764000003000-runs.js';
import { QueueEngine1764000004000 } from './1764000004000-queue-engine.js';
import { Schedules1764000005000 } from './1764000005000-schedules.js';
import { JobsInPostgres1764000006000 } from './1764000006000-jobs-in-postgres.js';
import { JobFigures1764000007000 } from './1764000007000-job-figures.js';

/** Every migration, oldest first; one line each. */
export const migrations = [
  PlatformTables1764000001000,
  PeopleAndSessions1764000002000,
  Runs1764000003000,
  QueueEngine1764000004000,
  Schedules1764000005000,
  JobsInPostgres1764000006000,
  JobFigures1764000007000,
  //
];
