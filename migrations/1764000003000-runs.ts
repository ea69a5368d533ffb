import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const optional = (name: string): TableColumnOptions => ({ name, type: 'text', isNullable: true });
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const optionalInteger = (name: string): TableColumnOptions => ({ name, type: 'integer', isNullable: true });

const run = new Table({
  name: 'run',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    ...['module', 'state', 'started_by', 'job_id'].map(text),
    integer('attempt'),
    text('requested_at'),
    ...['started_at', 'finished_at'].map(optional),
    optionalInteger('load'),
    optional('reason'),
  ],
  indices: [
    { name: 'run_module', columnNames: ['module', 'id'] },
    { name: 'run_job', columnNames: ['job_id'] },
  ],
});

/** A table of the parts of a run, numbered by position. */
const partOfRun = (name: string, columns: TableColumnOptions[]) =>
  new Table({
    name,
    columns: [{ name: 'run_id', type: 'text', isPrimary: true }, { name: 'position', type: 'integer', isPrimary: true }, ...columns],
    foreignKeys: [
      { name: `${name}_run`, columnNames: ['run_id'], referencedTableName: 'run', referencedColumnNames: ['id'], onDelete: 'CASCADE' },
    ],
  });

const runStep = partOfRun('run_step', [
  ...['name', 'title', 'kind', 'state'].map(text),
  ...['started_at', 'finished_at'].map(optional),
  ...['rows_read', 'rows_loaded', 'rows_rejected'].map(optionalInteger),
  optional('note'),
]);

const runCheck = partOfRun('run_check', [
  ...['model', 'title', 'severity'].map(text),
  ...['passed', 'faults'].map(integer),
  optional('detail'),
]);

/** The tables of runs. */
export class Runs1764000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of [run, runStep, runCheck]) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [runCheck, runStep, run]) await runner.dropTable(table);
  }
}
