import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const text = (name: string): TableColumnOptions => ({ name, type: 'text' });

const person = new Table({
  name: 'person',
  columns: [
    { name: 'object_guid', type: 'text', isPrimary: true },
    ...['account', 'display_name'].map(text),
    { name: 'mail', type: 'text', isNullable: true },
    ...['role_groups', 'signed_in_at', 'last_seen_at'].map(text),
  ],
  indices: [{ name: 'person_account', columnNames: ['account'] }],
});

const session = new Table({
  name: 'session',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    ...['person_guid', 'created_at', 'last_seen_at', 'ends_at', 'address', 'user_agent'].map(text),
  ],
  indices: [
    { name: 'session_ends_at', columnNames: ['ends_at'] },
    { name: 'session_person_guid', columnNames: ['person_guid'] },
  ],
  foreignKeys: [
    {
      name: 'session_person',
      columnNames: ['person_guid'],
      referencedTableName: 'person',
      referencedColumnNames: ['object_guid'],
      onDelete: 'CASCADE',
    },
  ],
});

/** The tables of identity. */
export class PeopleAndSessions1764000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of [person, session]) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [session, person]) await runner.dropTable(table);
  }
}
