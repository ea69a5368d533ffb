import type { RunCheckView } from '#core/contract';
import { describe, type ModuleSpec, type RelationSpec, renderSql } from '#core/kit';
import type { Build, Snapshot, Warehouse } from '#data/warehouse';
import { type Reading, type RowTaker, readCsv } from '../csv/read-csv.js';
import { undeclaredColumns } from '../errors.js';
import { MOST_WRITTEN, RejectsWriter } from '../runs/rejects-file.js';
import { buildOrder, datasetsRead } from './build-order.js';
import { type PlannedCheck, planChecks } from './checks.js';
import { runCheck } from './run-checks.js';
import type { RunLog, StepReport } from './run-log.js';

/** Everything that one run works with. */
export interface ModuleRun {
  readonly id: string;
  readonly module: ModuleSpec;
  /** The folder that the module's source files lie in. */
  readonly filesFolder: string;
  /** Where the rejects of a source are written. */
  readonly rejectsFile: (source: string) => string;
  readonly warehouse: Warehouse;
  readonly log: RunLog;
  readonly signal: AbortSignal;
}

export type RunResult = { readonly state: 'published'; readonly load: number } | { readonly state: 'refused'; readonly reason: string };

/**
 * Reads, builds, checks and publishes one load of a module. Refused when a blocking check fails; throws when a file cannot
 * be read or a model cannot be built. Either way what was published before stays, and nothing half-built is left.
 */
export async function runModule(run: ModuleRun): Promise<RunResult> {
  const build = await run.warehouse.begin(run.module.id);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped = build.discard();
  };
  run.signal.addEventListener('abort', stop);
  try {
    await showDatasets(run, build);
    const rejected: Rejected[] = [];
    for (const source of run.module.sources) rejected.push(await readSource(run, build, describe(source)));
    for (const model of buildOrder(run.module)) await buildModel(run, build, model);
    const failed = await checkBuild(run, build);
    if (failed.length > 0) return { state: 'refused', reason: whyRefused(run.module, failed, rejected) };
    return { state: 'published', load: (await publish(run, build)).load };
  } catch (error) {
    run.signal.throwIfAborted();
    throw error;
  } finally {
    run.signal.removeEventListener('abort', stop);
    await (stopped ?? build.discard());
  }
}

/** Rows that people keep in Jupiter have no home in the warehouse yet: models see them as tables without rows. */
async function showDatasets(run: ModuleRun, build: Build): Promise<void> {
  for (const dataset of datasetsRead(run.module.models)) (await build.stage(dataset)).close();
}

/** How many rows of a source were rejected. */
type Rejected = { readonly title: string; readonly rows: number };

function readSource(run: ModuleRun, build: Build, source: RelationSpec): Promise<Rejected> {
  return run.log.step('source', source.name, async (report) => {
    const stage = await build.stage(source);
    const rejects = new RejectsWriter(run.rejectsFile(source.name));
    try {
      const reading = await readCsv(
        source,
        run.filesFolder,
        counting(report, { rows: (rows) => stage.append(rows), rejects: (more) => rejects.add(more) }),
        {
          signal: run.signal,
        },
      );
      stage.close();
      await rejects.close();
      await concludeSource(report, reading);
      return { title: source.title, rows: reading.rejected };
    } finally {
      await rejects.abandon();
    }
  });
}

/** Tells the step how many rows have been taken so far. */
function counting(report: StepReport, taker: RowTaker): RowTaker {
  let loaded = 0;
  let rejected = 0;
  const tell = () => report.counted({ read: loaded + rejected, loaded, rejected });
  return {
    rows: async (rows) => {
      loaded += rows.length;
      await taker.rows(rows);
      await tell();
    },
    rejects: async (rejects) => {
      rejected += rejects.length;
      await taker.rejects(rejects);
      await tell();
    },
  };
}

async function concludeSource(report: StepReport, { read, loaded, rejected, notes, files }: Reading): Promise<void> {
  await report.counted({ read, loaded, rejected });
  if (files.length > 1) report.note(`${files.length} files.`);
  if (rejected > MOST_WRITTEN) report.note(`The file of rejects holds the first ${MOST_WRITTEN}.`);
  for (const note of notes.slice(0, 5)) report.note(note);
}

function buildModel(run: ModuleRun, build: Build, model: RelationSpec): Promise<void> {
  return run.log.step('model', model.name, async (report) => {
    run.signal.throwIfAborted();
    const sql = model.sql ? renderSql(model.sql) : '';
    const { rows } = await build.model(model, sql);
    await refuseUndeclared(build, model, sql);
    await report.counted({ loaded: rows });
  });
}

/** Where a row came from may be handed on without being declared; any other column must be. */
async function refuseUndeclared(build: Build, model: RelationSpec, sql: string): Promise<void> {
  const described = await build.rows(`select column_name from (describe select * from (\n${sql}\n))`);
  const declared = new Set(['_file', '_line', ...Object.keys(model.fields)].map((name) => name.toLowerCase()));
  const extra = described.map((row) => String(row['column_name'])).filter((name) => !declared.has(name.toLowerCase()));
  if (extra.length > 0) throw undeclaredColumns(model.name, extra);
}

/** Runs every check and keeps what it found; gives those that keep the load from being published. */
function checkBuild(run: ModuleRun, build: Build): Promise<RunCheckView[]> {
  return run.log.step('checks', 'checks', async (report) => {
    const checks: RunCheckView[] = [];
    for (const check of planChecks(run.module)) checks.push(await found(run, build, check));
    await run.log.keepChecks(checks);
    const failed = checks.filter((check) => !check.passed);
    report.note(`${checks.length - failed.length} of ${checks.length} passed.`);
    return failed.filter((check) => check.severity === 'block');
  });
}

function found(run: ModuleRun, build: Build, check: PlannedCheck): Promise<RunCheckView> {
  run.signal.throwIfAborted();
  return runCheck(build, check);
}

function publish(run: ModuleRun, build: Build): Promise<Snapshot> {
  return run.log.step('publish', 'publish', async (report) => {
    const snapshot = (await build.publish(run.id)) as Snapshot;
    report.note(`Load ${snapshot.load}.`);
    return snapshot;
  });
}

/** In the words of the declaration. A row that was rejected is often why totals are off, so the rejects are named too. */
function whyRefused({ sources, models }: ModuleSpec, failed: readonly RunCheckView[], rejected: readonly Rejected[]): string {
  const titles = new Map([...sources, ...models].map(describe).map(({ name, title }) => [name, title]));
  const told = failed
    .slice(0, 3)
    .map(({ model, title, faults, detail }) => `${titles.get(model)}: ${title} (${faults} at fault: ${detail})`);
  const more = failed.length > told.length ? ` And ${failed.length - told.length} more.` : '';
  const left = rejected.filter(({ rows }) => rows > 0).map(({ title, rows }) => `${title} ${rows}`);
  const leftOut = left.length > 0 ? ` Rejected rows, which no total counts: ${left.join(', ')}.` : '';
  return `${failed.length === 1 ? 'A check' : `${failed.length} checks`} failed. ${told.join('. ')}.${more}${leftOut}`;
}
