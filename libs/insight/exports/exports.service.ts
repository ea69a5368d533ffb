import { Inject, Injectable } from '@nestjs/common';
import type { ExportQuery, MetricView, RowsQuery, TileResult } from '#core/contract';
import type { Metric } from '#core/kit';
import { Dashboards, metricsOf, metricView } from '#insight/dashboards';
import { Gate } from '#insight/gate';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import type { Viewer } from '#platform/identity';
import { Registry } from '#platform/registry';
import { nothingToExport, tooManyRows } from './errors.js';
import { CSV_TYPE, csvWriter, type ExportFile, XLSX_TYPE, xlsxWriter } from './export-file.js';
import { ExportLog } from './export-log.js';
import { aboutFile, fileName, oneValue, snapshotHeader } from './provenance.js';
import { eachDrilled, rowsOfTile, type SheetSource } from './sheet-source.js';

/** Most rows of a file: a csv is streamed, a workbook is held in memory and read by people. */
const MOST_ROWS = { csv: 1_000_000, xlsx: 100_000 } as const;

/** Writes a tile, or the rows behind a figure, to a file. All figures come through the gate, cut to the viewer's rights. */
@Injectable()
export class Exports {
  constructor(
    private readonly gate: Gate,
    private readonly dashboards: Dashboards,
    private readonly registry: Registry,
    private readonly log: ExportLog,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'timeZone'>,
  ) {}

  /** A file ready to be sent; it is audited before. Throws a Problem when it would be too long or may not be seen. */
  async open(viewer: Viewer, module: string, query: ExportQuery, at: Date): Promise<ExportFile> {
    const source = await this.sourceOf(viewer, module, query);
    const { origin } = source;
    const most = MOST_ROWS[query.format];
    if (origin.rows > most) throw tooManyRows(origin.rows, most, query.format);
    await this.log.record(origin, `module:${module}`, query.format);
    const about = aboutFile(origin, at, this.configuration.timeZone);
    return {
      name: fileName([module, ...source.name], origin.snapshot.load, query.format),
      type: query.format === 'csv' ? CSV_TYPE : XLSX_TYPE,
      snapshot: snapshotHeader(module, origin.snapshot),
      writeTo: query.format === 'csv' ? csvWriter(source) : await xlsxWriter(source, about),
    };
  }

  private sourceOf(viewer: Viewer, module: string, query: ExportQuery): Promise<SheetSource> {
    const { dashboard, tile, rows } = query;
    if (rows && dashboard === undefined && tile === undefined) return this.drilled(viewer, module, query, rows);
    if (!rows && dashboard !== undefined && tile !== undefined) return this.tile(viewer, module, query, dashboard, tile);
    throw nothingToExport();
  }

  private async tile(viewer: Viewer, moduleId: string, query: ExportQuery, dashboardId: string, tileId: string): Promise<SheetSource> {
    const { filters, asOf } = query;
    const asked = { ...(filters ? { filters } : {}), ...(asOf === undefined ? {} : { asOf }) };
    const result = JSON.parse(await this.dashboards.tile(viewer, moduleId, dashboardId, tileId, asked)) as TileResult;
    const module = this.registry.module(moduleId);
    const dashboard = module.dashboards.find((d) => d.id === dashboardId);
    const tile = dashboard?.rows.flat().find((t) => t.id === tileId);
    const { rows, bold } = rowsOfTile(result);
    const period = dashboard?.period ? oneValue(result.where[dashboard.period.name]) : undefined;
    return {
      origin: {
        viewer,
        module: module.title,
        title: `${dashboard?.title ?? dashboardId}: ${result.title}`,
        where: result.where,
        snapshot: result.snapshot,
        rows: rows.length,
        metrics: this.words(moduleId, tile ? metricsOf(tile) : []),
      },
      columns: result.columns,
      bold,
      name: [tileId, period],
      each: (onRows) => onRows(rows),
    };
  }

  private async drilled(viewer: Viewer, moduleId: string, query: ExportQuery, rows: RowsQuery): Promise<SheetSource> {
    const asOf = query.asOf ?? rows.asOf;
    const first = await this.gate.rows(viewer, moduleId, { ...rows, offset: 0, limit: 1, ...(asOf === undefined ? {} : { asOf }) });
    const where = rows.where ?? {};
    const metric = this.registry.metric(moduleId, rows.metric);
    const { limit: _all, offset: _start, ...unpaged } = rows;
    return {
      origin: {
        viewer,
        module: this.registry.module(moduleId).title,
        title: first.title,
        where,
        snapshot: first.snapshot,
        rows: first.count,
        total: first.total,
        metrics: this.words(moduleId, metric ? [metric] : []),
      },
      columns: first.columns,
      bold: [],
      name: [rows.metric, 'rows', ...Object.values(where).map(oneValue).slice(0, 2)],
      each: eachDrilled(this.gate, viewer, moduleId, { ...unpaged, asOf: String(first.snapshot.load) }),
    };
  }

  private words(moduleId: string, metrics: readonly Metric[]): MetricView[] {
    const vocabulary = { module: this.registry.module(moduleId), relations: this.registry.relations(moduleId) };
    return metrics.map((metric) => metricView(metric, vocabulary));
  }
}
