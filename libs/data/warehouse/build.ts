import { setTimeout as pause } from 'node:timers/promises';
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
import type { Snapshot } from './snapshot.js';
import { Stage, stagedFields } from './stage.js';

/** What a build needs from the warehouse around it. */
export interface BuildContext {
  readonly engine: Engine;
  readonly files: BuildFiles;
  readonly oldestKept: number;
  publish(runId: string): Promise<Snapshot>;
  ended(): Promise<void>;
}

/**
 * One load in the making, in files beside the live ones. Every relation that was staged or built is visible
 * to later SQL as a view under its own name. Ends with `publish` or `discard`; until then readers notice nothing.
 */
export class Build {
  private connection: Promise<DuckDBConnection> | undefined;
  private readonly attached = new Set<string>();
  private readonly stages = new Set<Stage>();
  private readonly running = new Set<Promise<unknown>>();
  private state: 'open' | 'publishing' | 'ended' = 'open';

  constructor(
    readonly module: string,
    /** The number it will publish. */
    readonly load: number,
    private readonly context: BuildContext,
  ) {}

  /** A typed table for the rows of a source or dataset: its fields, `_file`, `_line`. Close the stage before models read it. */
  stage(relation: RelationSpec): Promise<Stage> {
    return this.during(() => this.openStage(relation));
  }

  /**
   * Computes a model. Dimensions and summaries are replaced whole; facts are appended and retired.
   * Every declared column is cast to its declared type. Throws `model-failed` and its kin.
   */
  model(relation: RelationSpec, sql: string): Promise<{ rows: number }> {
    return this.during(() => (relation.kind === 'fact' ? this.fact(relation, sql) : this.mart(relation, sql)));
  }

  /** The rows of a query over the relations built so far; for checks. */
  rows(sql: string): Promise<Record<string, Cell>[]> {
    return this.during(() => this.read(sql));
  }

  /** Makes this load the one that readers see, in one step. On failure nothing changes and the build is discarded. */
  async publish(runId: string): Promise<Snapshot> {
    await this.connected();
    this.state = 'publishing';
    try {
      await this.attach('marts');
      await this.closeFiles();
      return await this.context.publish(runId);
    } finally {
      await this.end();
    }
  }

  /** Gives the load up and removes its files. Stops a query that is running. Does nothing once publishing has begun. */
  async discard(): Promise<void> {
    if (this.state !== 'open') return;
    this.state = 'ended';
    await this.stop();
    await this.end();
  }

  private async openStage(relation: RelationSpec): Promise<Stage> {
    const catalog = await this.attach('stage');
    const columns = stagedFields(relation).map(([name, field]) => `${quoteName(name)} ${columnType(field)}`);
    await this.run(`create or replace table ${catalog}.${quoteName(relation.name)} (${columns.join(', ')})`);
    await this.show(relation.name, `select * from ${catalog}.${quoteName(relation.name)}`);
    const appender = await (await this.connected()).createAppender(relation.name, 'main', this.context.files.catalog('stage'));
    const stage = new Stage(relation, appender);
    this.stages.add(stage);
    return stage;
  }

  private async read(sql: string): Promise<Record<string, Cell>[]> {
    const result = await (await this.connected()).stream(sql);
    const names = result.deduplicatedColumnNames();
    const rows: Record<string, Cell>[] = [];
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (const cells of cellRows(chunk)) rows.push(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? null])));
    }
    return rows;
  }

  private async mart(relation: RelationSpec, sql: string): Promise<{ rows: number }> {
    const table = `${await this.attach('marts')}.${quoteName(relation.name)}`;
    await createModelTable(await this.connected(), { relation, sql, table, ordered: true });
    await this.show(relation.name, `select * from ${table}`);
    return { rows: await this.count(relation.name) };
  }

  private async fact(relation: RelationSpec, sql: string): Promise<{ rows: number }> {
    await this.context.files.startFacts();
    const [facts, stage] = [await this.attach('facts'), await this.attach('stage')];
    const { load, context } = this;
    const table = new FactTable(await this.connected(), { relation, load, oldestKept: context.oldestKept, facts, stage });
    await table.take(sql);
    await this.show(relation.name, table.visibleRows);
    return { rows: await this.count(relation.name) };
  }

  /** Temporary views belong to this connection alone: two builds in one process do not see each other's. */
  private async show(name: string, select: string): Promise<void> {
    await this.run(`create or replace temporary view ${quoteName(name)} as ${select}`);
  }

  private async count(name: string): Promise<number> {
    const [row] = await this.read(`select count(*) as n from ${quoteName(name)}`);
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
    if (this.state === 'ended') throw buildClosed(this.module, this.load);
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

  /** What is thrown away needs no tidy end: a failure here must not hide why the build failed. */
  private async end(): Promise<void> {
    this.state = 'ended';
    const connection = await this.connection;
    try {
      this.closeStages();
      for (const catalog of this.attached) await connection?.run(`detach ${catalog}`);
    } catch {
      // The files are removed whatever state they are in.
    } finally {
      if (connection) this.context.engine.disconnect(connection);
      await this.context.ended();
    }
  }

  private async during<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    this.running.add(running);
    try {
      return await running;
    } finally {
      this.running.delete(running);
    }
  }

  /** A connection is closed when nothing runs on it. An interrupt that falls between two statements is lost, so it is repeated. */
  private async stop(): Promise<void> {
    const connection = await this.connection;
    while (this.running.size > 0) {
      connection?.interrupt();
      await Promise.race([Promise.allSettled(this.running), pause(50)]);
    }
  }
}
