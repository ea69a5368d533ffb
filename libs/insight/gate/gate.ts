import { Inject, Injectable } from '@nestjs/common';
import type { Cell, GateResult, LoadView, MetricQuery, ResultColumn, RowsQuery, RowsResult, SnapshotStamp } from '#core/contract';
import { compareDecimals, stableJson } from '#core/kernel';
import { type Snapshot, Warehouse } from '#data/warehouse';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { can, type Viewer } from '#platform/identity';
import { Registry } from '#platform/registry';
import { Answers, bytesOf } from './answers.js';
import { checkedAsOf } from './as-of.js';
import { compile, metricOf, type Vocabulary } from './compile.js';
import { noAccess, noFigures, rowsDoNotAddUp, unknownLoad } from './errors.js';
import { type CompiledRows, compileRows } from './rows.js';
import { compileValues } from './values.js';

interface Answer {
  readonly columns: ResultColumn[];
  readonly rows: Cell[][];
  readonly truncated: boolean;
}

/** The load and the declarations that one question is answered from. */
interface Source {
  readonly snapshot: Snapshot;
  readonly vocabulary: Vocabulary;
  /** What the answer depends on beside the question. */
  readonly key: string;
}

const PAGE_ROWS = 100;
const MOST_ROWS = 1_000_000;
const EXPORT_DEADLINE_MS = 120_000;

/**
 * The one door between people and the warehouse: whatever shows a figure asks here, with the one who looks. It takes
 * questions, never SQL, and answers only what the viewer may see. Answers are shared and must not be changed.
 */
@Injectable()
export class Gate {
  private readonly answers = new Answers<Answer>(({ rows }) => bytesOf(rows));

  constructor(
    private readonly registry: Registry,
    private readonly warehouse: Warehouse,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'timeZone'> = { timeZone: 'UTC' },
  ) {}

  /** Figures by dimensions. Throws a Problem for what is not declared, not kept or not allowed. */
  async query(viewer: Viewer, module: string, query: MetricQuery): Promise<GateResult> {
    const source = this.source(viewer, module, query.asOf);
    const { asOf: _asOf, ...question } = query;
    const answer = await this.answers.get(`${source.key}\nquery\n${stableJson(question)}`, () => this.ask(source, query));
    return { ...answer, snapshot: toStamp(source.snapshot) };
  }

  /** The values that a dimension has in the module's figures, sorted; at most 10,000. */
  async values(viewer: Viewer, module: string, dimension: string, asOf?: string): Promise<string[]> {
    const source = this.source(viewer, module, asOf);
    const { rows } = await this.answers.get(`${source.key}\nvalues\n${dimension}`, async () => {
      const { sql } = compileValues(source.vocabulary, dimension);
      return { columns: [], rows: await this.warehouse.read(source.snapshot, sql), truncated: false };
    });
    return rows.map(([value]) => String(value));
  }

  /**
   * A page of the rows behind a figure. `figure` is asked of the metric, `total` is added up from the rows: they are equal, or
   * the answer is the Problem `gate.rows-do-not-add-up`.
   */
  async rows(viewer: Viewer, module: string, query: RowsQuery): Promise<RowsResult> {
    const source = this.source(viewer, module, query.asOf);
    const compiled = compileRows(source.vocabulary, query);
    const page = compiled.page(query.order ?? [], query.limit ?? PAGE_ROWS, query.offset ?? 0);
    const [rows, summary] = await Promise.all([
      this.warehouse.read(source.snapshot, page.sql, page.parameters),
      this.summary(viewer, module, query, source, compiled),
    ]);
    return { ...summary, rows };
  }

  /** The rows behind a figure, up to 1,000,000, in portions; the next portion waits for `onRows`. For exports. */
  async eachRow(
    viewer: Viewer,
    module: string,
    query: RowsQuery,
    onRows: (columns: ResultColumn[], rows: Cell[][]) => Promise<void>,
  ): Promise<Omit<RowsResult, 'rows'>> {
    const source = this.source(viewer, module, query.asOf);
    const compiled = compileRows(source.vocabulary, query);
    const { sql, parameters } = compiled.page(query.order ?? [], MOST_ROWS, 0);
    const summary = await this.summary(viewer, module, query, source, compiled);
    const take = (rows: Cell[][]) => onRows(summary.columns, rows);
    await this.warehouse.each(source.snapshot, sql, parameters, take, { deadlineMs: EXPORT_DEADLINE_MS });
    return summary;
  }

  /** The load that figures come from; null when there is none. */
  stamp(module: string, asOf?: string): SnapshotStamp | null {
    const snapshot = this.snapshot(this.registry.module(module).id, asOf);
    return snapshot ? toStamp(snapshot) : null;
  }

  /** Loads that figures can be seen as of, newest first. */
  loads(module: string): LoadView[] {
    return this.warehouse.loads(this.registry.module(module).id).map(({ load, publishedAt }) => ({ load, publishedAt }));
  }

  private async ask({ snapshot, vocabulary }: Source, query: MetricQuery): Promise<Answer> {
    const { sql, parameters, columns, limit } = compile(vocabulary, query);
    const rows = await this.warehouse.read(snapshot, sql, parameters);
    return { columns: [...columns], rows: rows.slice(0, limit), truncated: rows.length > limit };
  }

  private async summary(
    viewer: Viewer,
    module: string,
    query: RowsQuery,
    source: Source,
    compiled: CompiledRows,
  ): Promise<Omit<RowsResult, 'rows'>> {
    const metric = metricOf(source.vocabulary.module, query.metric);
    const asOf = String(source.snapshot.load);
    const where = query.where ? { where: query.where } : {};
    const [figure, [totals]] = await Promise.all([
      this.query(viewer, module, { metrics: [metric.name], ...where, asOf }),
      this.totals(source, query, compiled),
    ]);
    const [count, added] = totals ?? [];
    const sums = { total: String(added ?? compiled.zero), figure: String(figure.rows[0]?.[0] ?? compiled.zero) };
    if (compareDecimals(sums.total, sums.figure) !== 0) throw rowsDoNotAddUp(metric.name, query.where ?? {}, source.snapshot.load, sums);
    return { title: compiled.title, columns: compiled.columns, count: Number(count ?? 0), ...sums, snapshot: toStamp(source.snapshot) };
  }

  /** Whoever turns the page sees the same rows added up: they are added up once. */
  private async totals({ snapshot, key }: Source, { metric, where = {} }: RowsQuery, { totals }: CompiledRows): Promise<Cell[][]> {
    const { rows } = await this.answers.get(`${key}\ntotals\n${stableJson([metric, where])}`, async () => {
      const rows = await this.warehouse.read(snapshot, totals.sql, totals.parameters);
      return { columns: [], rows, truncated: false };
    });
    return rows;
  }

  private source(viewer: Viewer, id: string, asOf: string | undefined): Source {
    if (!can(viewer, `${id}.view`)) throw noAccess(id);
    const module = this.registry.module(id);
    const snapshot = this.snapshot(id, asOf);
    if (!snapshot) throw asOf === undefined || this.loads(id).length === 0 ? noFigures(id) : unknownLoad(id, asOf, this.loads(id));
    const vocabulary: Vocabulary = {
      module,
      relations: this.registry.relations(id),
      tableOf: (relation) => this.warehouse.tableOf(snapshot, relation),
    };
    return { snapshot, vocabulary, key: [id, snapshot.load, snapshot.runId, rowsOf(viewer, id)].join('\n') };
  }

  private snapshot(module: string, asOf: string | undefined): Snapshot | undefined {
    return this.warehouse.snapshot(module, asOf === undefined ? undefined : checkedAsOf(asOf, this.configuration.timeZone));
  }
}

/** The rows of a module that a viewer sees. Whoever may view a module sees all of them, so viewers share answers. */
const rowsOf = (_viewer: Viewer, module: string): string => `${module}:all`;

function toStamp({ load, publishedAt, stale }: Snapshot): SnapshotStamp {
  return { load, publishedAt, ...(stale ? { stale } : {}) };
}
