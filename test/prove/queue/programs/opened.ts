import { join } from 'node:path';
import { Bell } from '../../../../libs/platform/queue/sqlite/bell.js';
import { SqliteEngine } from '../../../../libs/platform/queue/sqlite/sqlite-engine.js';

export const databaseOf = (folder: string): string => join(folder, 'jupiter.sqlite');
export const bellOf = (folder: string): Bell => new Bell(join(folder, 'queue.bell'));

/** The embedded engine of a data folder. */
export const engineOf = (folder: string): SqliteEngine => new SqliteEngine({ file: databaseOf(folder), bell: bellOf(folder).file });
