import { PlatformTables1764000001000 } from './1764000001000-platform-tables.js';

/** Every migration, oldest first; one line each. */
export const migrations = [
  PlatformTables1764000001000,
  //
];
