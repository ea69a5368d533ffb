import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Cell, Filters, MetricQuery, RowsQuery, RowsResult, RunCheckView, RunStepView, TileResult } from '#core/contract';
import type { ModuleSpec } from '#core/kit';
import { Warehouse } from '#data/warehouse';
import { Dashboards } from '#insight/dashboards';
import { Gate } from '#insight/gate';
import { LOCAL_OPERATOR } from '#platform/identity';
import { Registry } from '#platform/registry';
import { plannedSteps, RunLog } from '../../libs/data/pipelines/build/run-log.js';
import { type RunResult, runModule } from '../../libs/data/pipelines/build/run-module.js';

/** A department that was run over its files for real, in a folder of its own. */
export interface DepartmentRun {
  readonly result: RunResult;
  readonly steps: readonly RunStepView[];
  readonly checks: readonly RunCheckView[];
  /** Lines refused over all sources; their files lie in `folder`. */
  readonly rejected: number;
  readonly folder: string;
  readonly warehouse: Warehouse;
  /** Figures through the gate, for an operator with all rights. Rows in the order of the dimensions unless asked otherwise. */
  figures(query: MetricQuery): Promise<Cell[][]>;
  /** The rows behind a figure. */
  rows(query: RowsQuery): Promise<RowsResult>;
  /** A tile of a dashboard, as the page gets it. */
  tile(dashboard: string, tile: string, filters?: Filters): Promise<TileResult>;
  close(): Promise<void>;
}

const PROJECT = join(__dirname, '..', '..');

/** Reads, builds, checks and publishes `module`. `files` overrides the folder of its source files. */
export async function runDepartment(module: ModuleSpec, o: { readonly files?: string } = {}): Promise<DepartmentRun> {
  const folder = mkdtempSync(join(tmpdir(), `jupiter-${module.id}-`));
  const warehouse = new Warehouse(join(folder, 'warehouse'), { threads: 2, memory: '1GB', keep: 3 });
  const steps = plannedSteps(module);
  let checks: readonly RunCheckView[] = [];
  const keepChecks = async (found: readonly RunCheckView[]): Promise<void> => {
    checks = found;
  };
  const log = new RunLog(steps, { saveStep: async () => undefined, saveChecks: keepChecks });
  const close = async (): Promise<void> => {
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const files = o.files ?? module.files ?? '';
  const result = await runModule({
    id: 'run-1',
    module,
    filesFolder: isAbsolute(files) ? files : join(PROJECT, files),
    rejectsFile: (source) => join(folder, `${source}.rejects.csv`),
    warehouse,
    log,
    signal: new AbortController().signal,
  });
  const registry = new Registry([module]);
  const gate = new Gate(registry, warehouse);
  const dashboards = new Dashboards(registry, gate);
  const rejected = steps.reduce((sum, step) => sum + (step.rejected ?? 0), 0);
  return {
    result,
    steps,
    checks,
    rejected,
    folder,
    warehouse,
    figures: async (query) => (await gate.query(LOCAL_OPERATOR, module.id, inOrder(query))).rows,
    rows: (query) => gate.rows(LOCAL_OPERATOR, module.id, query),
    tile: async (dashboard, tile, filters) =>
      JSON.parse(await dashboards.tile(LOCAL_OPERATOR, module.id, dashboard, tile, filters ? { filters } : {})) as TileResult,
    close,
  };
}

const inOrder = (query: MetricQuery): MetricQuery =>
  query.order || !query.by ? query : { ...query, order: query.by.map((by) => ({ by, direction: 'asc' })) };
