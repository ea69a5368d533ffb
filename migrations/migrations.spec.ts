import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { migrations } from './index.js';

const TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";

describe('the migrations', () => {
  let folder: string;
  let storage: Storage;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jupiter-migrations-'));
    storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities: [], migrations });
    await migrate(storage);
  });

  afterEach(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });

  it('go as they came, each one', async () => {
    for (const _ of migrations) await storage.alter((dataSource) => dataSource.undoLastMigration());
    expect(storage.read(TABLES)).toEqual([{ name: 'migrations' }]);
  });

  it('come again after they went', async () => {
    const tables = storage.read(TABLES);
    for (const _ of migrations) await storage.alter((dataSource) => dataSource.undoLastMigration());
    await migrate(storage);
    expect(storage.read(TABLES)).toEqual(tables);
  });
});
