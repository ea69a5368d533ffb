import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditEvent } from '#platform/audit';
import { JobEntity, JobScheduleEntity, JobWorkerEntity } from '#platform/queue';
import { migrate, openStorage, type Storage, schemaDrift } from '#platform/storage';
import { PlatformTables1764000001000 } from './1764000001000-platform-tables.js';

describe('the platform’s tables', () => {
  let folder: string;
  let storage: Storage;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jupiter-migrations-'));
    storage = await openStorage({
      file: join(folder, 'jupiter.sqlite'),
      entities: [AuditEvent, JobEntity, JobScheduleEntity, JobWorkerEntity],
      migrations: [PlatformTables1764000001000],
    });
    await migrate(storage);
  });

  afterEach(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });

  it('are those that the entities describe', async () => {
    expect(await schemaDrift(storage)).toEqual([]);
  });

  it('go as they came', async () => {
    await storage.alter((dataSource) => dataSource.undoLastMigration());
    expect(storage.read("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")).toEqual([
      { name: 'migrations' },
    ]);
  });
});
