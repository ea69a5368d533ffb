import type { DuckDBConnection } from '@duckdb/node-api';
import { Problem } from '#core/kernel';
import { quoteName, type RelationSpec } from '#core/kit';
import { castList } from './column-types.js';
import { floatMoney, modelFailed, modelLacksColumns } from './errors.js';

interface ModelTable {
  readonly relation: RelationSpec;
  readonly sql: string;
  /** Qualified and quoted. */
  readonly table: string;
  /** Rows sorted by grain compress better and are found faster. */
  readonly ordered: boolean;
  /** Columns taken as they come when the SQL gives them. */
  readonly extras?: readonly string[];
}

/** Replaces the table by what the model's SQL gives, declared columns only, each in its declared type. Returns its column names. */
export async function createModelTable(connection: DuckDBConnection, model: ModelTable): Promise<string[]> {
  const { relation } = model;
  try {
    const given = await describeQuery(connection, model.sql);
    refuseFaults(relation, given);
    const extras = (model.extras ?? []).filter((name) => given.has(name) && !(name in relation.fields));
    const columns = [castList(relation), ...extras.map(quoteName)].join(', ');
    const order = model.ordered && relation.grain.length > 0 ? ` order by ${relation.grain.map(quoteName).join(', ')}` : '';
    await connection.run(`create or replace table ${model.table} as select ${columns} from (\n${model.sql}\n)${order}`);
    return [...Object.keys(relation.fields), ...extras];
  } catch (error) {
    throw error instanceof Problem ? error : modelFailed(relation.name, error);
  }
}

/** Column names and DuckDB types of a query, without running it. */
export async function describeQuery(connection: DuckDBConnection, sql: string): Promise<Map<string, string>> {
  const described = await connection.runAndReadAll(`describe select * from (\n${sql}\n)`);
  return new Map(described.getRowsJson().map((row) => [String(row[0]), String(row[1])]));
}

function refuseFaults(relation: RelationSpec, given: ReadonlyMap<string, string>): void {
  const lower = new Map([...given].map(([name, type]) => [name.toLowerCase(), type]));
  const missing = Object.keys(relation.fields).filter((name) => !lower.has(name.toLowerCase()));
  if (missing.length > 0) throw modelLacksColumns(relation.name, missing, [...given.keys()]);
  const money = Object.entries(relation.fields).filter(([, field]) => field.kind === 'money');
  const floats = money.map(([name]) => name).filter((name) => /^(DOUBLE|FLOAT)$/.test(lower.get(name.toLowerCase()) ?? ''));
  if (floats.length > 0) throw floatMoney(relation.name, floats);
}
