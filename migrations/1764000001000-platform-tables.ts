import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const optional = (name: string): TableColumnOptions => ({ name, type: 'text', isNullable: true });
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const id: TableColumnOptions = { name: 'id', type: 'text', isPrimary: true };

const auditEvent = new Table({
  name: 'audit_event',
  columns: [id, ...['at', 'actor', 'action', 'object'].map(text), ...['before', 'after', 'request_id', 'address'].map(optional)],
  indices: [
    { name: 'audit_event_object', columnNames: ['object', 'id'] },
    { name: 'audit_event_actor', columnNames: ['actor', 'id'] },
  ],
});

const job = new Table({
  name: 'job',
  columns: [
    id,
    ...['name', 'payload', 'state', 'run_at', 'created_at'].map(text),
    ...['priority', 'attempt', 'failures', 'rescues', 'max_attempts'].map(integer),
    ...['key', 'unique_key', 'worker_id', 'started_at', 'finished_at', 'progress', 'result', 'reason'].map(optional),
  ],
  indices: [
    { name: 'job_pending', columnNames: ['priority', 'id'], where: "state = 'pending'" },
    { name: 'job_running', columnNames: ['name', 'worker_id'], where: "state = 'running'" },
    { name: 'job_dead', columnNames: ['name'], where: "state = 'dead'" },
    { name: 'job_running_key', columnNames: ['key'], isUnique: true, where: "state = 'running' AND key IS NOT NULL" },
    {
      name: 'job_unique_key',
      columnNames: ['unique_key'],
      isUnique: true,
      where: "unique_key IS NOT NULL AND state IN ('pending', 'running')",
    },
  ],
});

const jobWorker = new Table({
  name: 'job_worker',
  columns: [id, integer('pid'), text('host'), text('started_at'), text('beat_at'), integer('beats')],
});

const jobSchedule = new Table({
  name: 'job_schedule',
  columns: [{ name: 'name', type: 'text', isPrimary: true }, text('last_slot')],
});

/** The tables of audit and queue. */
export class PlatformTables1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of [auditEvent, job, jobWorker, jobSchedule]) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [jobSchedule, jobWorker, job, auditEvent]) await runner.dropTable(table);
  }
}
