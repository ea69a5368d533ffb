import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const number = (name: string): TableColumnOptions => ({
  name,
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
});
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const optional = (name: string): TableColumnOptions => ({ name, type: 'text', isNullable: true });

const jobKnown = new Table({
  name: 'job_known',
  columns: [
    number('id'),
    ...['stage', 'attempt', 'revision'].map(integer),
    ...['unique_key', 'idempotency_key', 'cancel_reason'].map(optional),
  ],
  indices: [
    { name: 'job_known_unique', columnNames: ['unique_key'], where: 'unique_key IS NOT NULL AND stage < 2' },
    { name: 'job_known_idempotency', columnNames: ['idempotency_key'], isUnique: true, where: 'idempotency_key IS NOT NULL' },
    { name: 'job_known_started', columnNames: ['id'], where: 'stage = 1' },
  ],
});

const jobOutbox = new Table({ name: 'job_outbox', columns: [number('seq'), { name: 'operation', type: 'text' }] });

const jobOrigin = new Table({ name: 'job_origin', columns: [{ name: 'origin', type: 'text', isPrimary: true }] });

/** What the app's file keeps when its jobs are in PostgreSQL: empty with the embedded engine. */
export class JobsInPostgres1764000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of [jobKnown, jobOutbox, jobOrigin]) await runner.createTable(table);
    await runner.query('INSERT INTO job_origin (origin) VALUES (lower(hex(randomblob(16))))');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [jobOrigin, jobOutbox, jobKnown]) await runner.dropTable(table);
  }
}
