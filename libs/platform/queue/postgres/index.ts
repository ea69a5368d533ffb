export { postgresExceptions } from './exceptions.js';
export { openPostgresQueue, type PostgresQueue, type PostgresQueueOptions } from './open-postgres-queue.js';
