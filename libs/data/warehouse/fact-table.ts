import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteName, type RelationSpec } from '#core/kit';
import { appendAndRetire, type Delta, LOAD_COLUMNS, replaceAll, reshape } from './facts.js';
import { createModelTable, describeQuery } from './model-table.js';

interface Place {
  readonly relation: RelationSpec;
  readonly load: number;
  readonly oldestKept: number;
  /** Quoted catalogs. */
  readonly facts: string;
  readonly stage: string;
}

/** A fact's rows of all kept loads in one table; `take` brings it to what the model's SQL gives now. */
export class FactTable {
  private readonly table: string;
  private readonly fresh: string;

  constructor(
    private readonly connection: DuckDBConnection,
    private readonly place: Place,
  ) {
    this.table = `${place.facts}.${quoteName(place.relation.name)}`;
    this.fresh = `${place.stage}.${quoteName(`${place.relation.name} (fresh)`)}`;
  }

  /** What this load shows, while it is the newest. */
  get visibleRows(): string {
    return `select * exclude (${LOAD_COLUMNS}) from ${this.table} where _load_out is null`;
  }

  /** All or nothing: the changes are one transaction. */
  async take(sql: string): Promise<void> {
    const { relation, load, oldestKept } = this.place;
    const extras = ['_file', '_line'];
    const columns = await createModelTable(this.connection, { relation, sql, table: this.fresh, ordered: false, extras });
    await this.fitShape();
    const delta = { table: this.table, fresh: this.fresh, columns, load, oldestKept };
    await this.connection.run('begin');
    try {
      await this.apply(delta);
      await this.connection.run('commit');
    } catch (error) {
      await this.connection.run('rollback');
      throw error;
    }
    await this.connection.run(`drop table ${this.fresh}`);
  }

  private async apply(delta: Delta): Promise<void> {
    const before = await this.count(`(${this.visibleRows})`);
    if (before > 0n) {
      for (const statement of appendAndRetire(delta)) await this.connection.run(statement);
      const [shown, fresh] = [await this.count(`(${this.visibleRows})`), await this.count(this.fresh)];
      if (shown === fresh) return;
    }
    for (const statement of replaceAll(delta)) await this.connection.run(statement);
  }

  private async fitShape(): Promise<void> {
    const after = await describeQuery(this.connection, `select * from ${this.fresh}`);
    const columns = [...after].map(([name, type]) => `${quoteName(name)} ${type}`);
    const load = LOAD_COLUMNS.split(', ').map((name) => `${name} INTEGER`);
    await this.connection.run(`create table if not exists ${this.table} (${[...columns, ...load].join(', ')})`);
    const before = await describeQuery(this.connection, `select * from ${this.table}`);
    for (const statement of reshape(this.table, before, after)) await this.connection.run(statement);
  }

  private async count(from: string): Promise<bigint> {
    const result = await this.connection.runAndReadAll(`select count(*) from ${from}`);
    return result.getRows()[0]?.[0] as bigint;
  }
}
