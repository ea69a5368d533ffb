import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage, schemaDrift } from '#platform/storage';
import { entities } from '../../api/src/entities.js';

describe('the database', () => {
  it('is, after all migrations, exactly what the entities of the whole app say', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jupiter-schema-'));
    const storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities, migrations });
    try {
      expect(await migrate(storage)).toHaveLength(migrations.length);
      expect(await schemaDrift(storage)).toEqual([]);
      expect(await migrate(storage)).toEqual([]);
    } finally {
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
