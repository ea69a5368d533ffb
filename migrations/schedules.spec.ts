import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queueEntities } from '#platform/queue';
import { migrate, openStorage, type Storage, schemaDrift } from '#platform/storage';
import { PlatformTables1764000001000 } from './1764000001000-platform-tables.js';
import { Schedules1764000005000 } from './1764000005000-schedules.js';

describe('the table of schedules', () => {
  let folder: string;
  let storage: Storage;

  const open = async (migrations: (new () => object)[]) => {
    storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities: queueEntities, migrations });
    await migrate(storage);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jupiter-migrations-'));
  });

  afterEach(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });

  it('keeps the last slots of the version before, forth and back', async () => {
    await open([PlatformTables1764000001000]);
    await storage.write((tx) => tx.query("INSERT INTO job_schedule VALUES ('nightly', '2026-01-11T02:00:00.000Z')"));
    await storage.close();
    await open([PlatformTables1764000001000, Schedules1764000005000]);
    const rows = () => storage.read('SELECT name, last_slot FROM job_schedule');
    expect(rows()).toEqual([{ name: 'nightly', last_slot: '2026-01-11T02:00:00.000Z' }]);
    expect((await schemaDrift(storage)).filter((line) => line.includes('job_schedule'))).toEqual([]);
    await storage.alter((dataSource) => dataSource.undoLastMigration());
    expect(rows()).toEqual([{ name: 'nightly', last_slot: '2026-01-11T02:00:00.000Z' }]);
    expect(storage.read("SELECT name FROM pragma_table_info('job_schedule')")).toHaveLength(2);
  });
});
