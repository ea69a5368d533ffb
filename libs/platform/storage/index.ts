export { useDataFolder } from './data-folder.js';
export { migrate } from './migrate.js';
export { openStorage } from './open-storage.js';
export { schemaDrift } from './schema-drift.js';
export { Storage } from './storage.js';
export { StorageModule } from './storage.module.js';
export type { SlowStatement } from './watched-statement.js';
