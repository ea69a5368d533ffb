import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cell } from '#core/contract';
import { quoteName, type RelationSpec } from '#core/kit';
import type { BuildFiles } from './build-files.js';
import { cellRows } from './cells.js';
import { columnType } from './column-types.js';
import type { Engine } from './engine.js';
import { buildClosed } from './errors.js';
import { FactTable } from './fact-table.js';
import { createModelTable } from './model-table.js';
import { Stage, stagedFields } from './stage.js';

/** What a build needs from the warehouse around it. */
export interface BuildContext<S> {
  readonly engine: Engine;
  readonly files: BuildFiles;
  readonly oldestKept: number;
  publish(runId: string): Promise<S>;
  ended(): Promise<void>;
}

/**
 * One load in the making, in files beside the live ones. Every relation that was staged or built is visible
 * to later SQL as a view under its own name. Ends with `publish` or `discard`; until then readers notice nothing.
 */
export class Build<S = unknown> {
  private connection: Promise<DuckDBConnection> | undefined;
  private readonly attached = new Set<string>();
  private readonly stages = new Set<Stage>();
  private state: 'open' | 'published' | 'discarded' = 'open';

  constructor(
    readonly module: string,
    /** The number it will publish. */
    readonly load: number,
    private readonly context: BuildContext<S>,
  ) {}

  /** A typed table for the rows of a source or dataset: its fields, `_file`, `_line`. Close the stage before models read it. */
  async stage(relation: RelationSpec): Promise<Stage> {
    const catalog = await this.attach('stage');
    const columns = stagedFields(relation).map(([name, field]) => `${quoteName(name)} ${columnType(field)}`);
    await this.run(`create or replace table ${catalog}.${quoteName(relation.name)} (${columns.join(', ')})`);
    await this.show(relation.name, `select * from ${catalog}.${quoteName(relation.name)}`);
    const appender = await (await this.connected()).createAppender(relation.name, 'main', this.context.files.catalog('stage'));
    const stage = new Stage(relation, appender);
    this.stages.add(stage);
    return stage;
  }

  /**
   * Computes a model. Dimensions and summaries are replaced whole; facts are appended and retired.
   * Every declared column is cast to its declared type. Throws `model-failed` and its kin.
   */
  async model(relation: RelationSpec, sql: string): Promise<{ rows: number }> {
    const connection = await this.connected();
    if (relation.kind === 'fact') return this.fact(connection, relation, sql);
    const table = `${await this.attach('marts')}.${quoteName(relation.name)}`;
    await createModelTable(connection, { relation, sql, table, ordered: true });
    await this.show(relation.name, `select * from ${table}`);
    return { rows: await this.count(relation.name) };
  }

  /** The rows of a query over the relations built so far; for checks. */
  async rows(sql: string): Promise<Record<string, Cell>[]> {
    const result = await (await this.connected()).stream(sql);
    const names = result.deduplicatedColumnNames();
    const rows: Record<string, Cell>[] = [];
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (const cells of cellRows(chunk)) rows.push(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? null])));
    }
    return rows;
  }

  /** Makes this load the one that readers see, in one step. On failure nothing changes and the build is discarded. */
  async publish(runId: string): Promise<S> {
    await this.connected();
    try {
      await this.attach('marts');
      await this.closeFiles();
      const snapshot = await this.context.publish(runId);
      this.state = 'published';
      return snapshot;
    } finally {
      await this.end();
    }
  }

  /** Gives the load up and removes its files. Stops a query that is running. Harmless after publish. */
  async discard(): Promise<void> {
    if (this.state !== 'open') return;
    (await this.connection)?.interrupt();
    await this.end();
  }

  private async fact(connection: DuckDBConnection, relation: RelationSpec, sql: string): Promise<{ rows: number }> {
    await this.context.files.startFacts();
    const [facts, stage] = [await this.attach('facts'), await this.attach('stage')];
    const { load, context } = this;
    const table = new FactTable(connection, { relation, load, oldestKept: context.oldestKept, facts, stage });
    await table.take(sql);
    await this.show(relation.name, table.visibleRows);
    return { rows: await this.count(relation.name) };
  }

  /** Temporary views belong to this connection alone: two builds in one process do not see each other's. */
  private async show(name: string, select: string): Promise<void> {
    await this.run(`create or replace temporary view ${quoteName(name)} as ${select}`);
  }

  private async count(name: string): Promise<number> {
    const [row] = await this.rows(`select count(*) as n from ${quoteName(name)}`);
    return Number(row?.['n']);
  }

  private async attach(part: 'stage' | 'marts' | 'facts'): Promise<string> {
    const { files } = this.context;
    const catalog = quoteName(files.catalog(part));
    if (!this.attached.has(catalog)) await this.run(`attach ${files.literal(part)} as ${catalog}`);
    this.attached.add(catalog);
    return catalog;
  }

  private async run(sql: string): Promise<void> {
    await (await this.connected()).run(sql);
  }

  private connected(): Promise<DuckDBConnection> {
    if (this.state !== 'open') throw buildClosed(this.module, this.load);
    this.connection ??= this.context.engine.connect();
    return this.connection;
  }

  /** After a checkpoint the file alone holds everything; nothing is left in a log beside it. */
  private async closeFiles(): Promise<void> {
    this.closeStages();
    for (const catalog of this.attached) {
      await this.run(`checkpoint ${catalog}`);
      await this.run(`detach ${catalog}`);
      this.attached.delete(catalog);
    }
  }

  private closeStages(): void {
    for (const stage of this.stages) stage.close();
    this.stages.clear();
  }

  private async end(): Promise<void> {
    if (this.state === 'open') this.state = 'discarded';
    const connection = await this.connection;
    if (connection) {
      await this.letGo(connection);
      this.context.engine.disconnect(connection);
    }
    await this.context.ended();
  }

  /** What is thrown away needs no tidy end: a failure here must not hide why the build failed. */
  private async letGo(connection: DuckDBConnection): Promise<void> {
    this.closeStages();
    for (const catalog of this.attached) await connection.run(`detach ${catalog}`).catch(() => undefined);
  }
}
