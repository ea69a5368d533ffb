import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const jobFigure = new Table({
  name: 'job_figure',
  withoutRowid: true,
  columns: [
    { name: 'name', type: 'text', isPrimary: true },
    { name: 'figure', type: 'text', isPrimary: true },
    { name: 'value', type: 'real' },
  ],
});

/** Sums over jobs, for the metrics. */
export class JobFigures1764000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(jobFigure);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(jobFigure);
  }
}
