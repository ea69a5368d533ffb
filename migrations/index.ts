import { PlatformTables1764000001000 } from './1764000001000-platform-tables.js';
import { PeopleAndSessions1764000002000 } from './1764000002000-people-and-sessions.js';
import { Runs1764000003000 } from './1764000003000-runs.js';

/** Every migration, oldest first; one line each. */
export const migrations = [
  PlatformTables1764000001000,
  PeopleAndSessions1764000002000,
  Runs1764000003000,
  //
];
