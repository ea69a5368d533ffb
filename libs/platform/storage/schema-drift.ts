import type { Storage } from './storage.js';

/**
 * What the entities and the migrated file disagree on: the statements that would make the file follow the entities,
 * and tables that no entity has. Empty when they agree.
 */
export async function schemaDrift(storage: Storage): Promise<string[]> {
  const { upQueries } = await storage.alter((dataSource) => dataSource.driver.createSchemaBuilder().log());
  return [...upQueries.map((change) => change.query), ...strayTables(storage)];
}

function strayTables(storage: Storage): string[] {
  const known = new Set(['migrations', ...storage.dataSource.entityMetadatas.map((entity) => entity.tableName)]);
  return storage
    .read<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .filter((table) => !known.has(table.name))
    .map((table) => `Table ${table.name} has no entity.`);
}
