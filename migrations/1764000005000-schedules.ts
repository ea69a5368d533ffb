import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = ['timing', 'paused_at', 'paused_by', 'last_enqueued_slot', 'last_enqueued_at', 'last_job_id', 'last_missed_slot'];

/** What is kept of a schedule beside its last slot. The slots stay, so that nothing runs again. */
export class Schedules1764000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const column of columns) await runner.query(`ALTER TABLE job_schedule ADD COLUMN "${column}" text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of columns) await runner.query(`ALTER TABLE job_schedule DROP COLUMN "${column}"`);
  }
}
