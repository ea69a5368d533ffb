import { availableParallelism } from 'node:os';
import type { Cell } from '#core/contract';
import { quoteName, type RelationSpec } from '#core/kit';
import { Attachments, catalogOf } from './attachments.js';
import { Build } from './build.js';
import { BuildFiles } from './build-files.js';
import { Engine, type EngineLimits } from './engine.js';
import { buildInProgress, notKept, olderShape, overtaken, snapshotGone } from './errors.js';
import { factsAsOf } from './facts.js';
import { type KeptLoad, Manifest, type ModuleEntry, type Stale } from './manifest.js';
import { type OnRows, type Parameter, Reader } from './reader.js';
import { type Snapshot, snapshotOf } from './snapshot.js';
import { sweep, sweepSpill } from './sweep.js';

export interface WarehouseOptions extends EngineLimits {
  /** How many loads of a module stay readable. */
  readonly keep: number;
  /** How long a process may believe what it read of the manifest. */
  readonly patienceMs?: number;
  /** How long replaced files stay, so that a reader who still names them finds them. */
  readonly graceMs?: number;
}

const DEADLINE_MS = 15_000;
const GRACE_MS = 60_000;

/**
 * Every query holds one of libuv's threads while it runs; half of them are left for files, names and passwords. More queries
 * than cores would make the event loop wait for a core.
 */
const queriesAtOnce = () =>
  Math.max(2, Math.min(8, Math.floor(Number(process.env['UV_THREADPOOL_SIZE'] ?? 4) / 2), availableParallelism()));

/** The computed figures: immutable snapshots, one writer, any number of readers. */
export class Warehouse {
  private readonly engine: Engine;
  private readonly manifest: Manifest;
  private readonly attachments: Attachments;
  private readonly reader: Reader;
  private readonly building = new Map<string, Build | undefined>();
  private readonly sweeps = new Set<NodeJS.Timeout>();

  constructor(
    folder: string,
    private readonly options: WarehouseOptions,
  ) {
    this.engine = new Engine(folder, options);
    this.manifest = new Manifest(this.engine.folder, options.patienceMs);
    this.attachments = new Attachments(this.engine, (file) => this.isLive(file));
    this.reader = new Reader(this.engine, this.attachments, queriesAtOnce());
  }

  /** Starts the next load of a module, and clears away what a crashed build left. Throws `build-in-progress`. */
  async begin(module: string): Promise<Build> {
    if (this.building.has(module)) throw buildInProgress(module);
    this.building.set(module, undefined);
    try {
      const entry = this.entry(module);
      const load = (entry?.load ?? 0) + 1;
      await sweep(this.engine.folder, module, entry, { leftovers: true, retired: this.graceIsOver(entry) });
      await sweepSpill(this.engine.folder);
      const files = new BuildFiles(this.engine.folder, module, load, entry?.facts);
      await files.prepare();
      const build = this.build(module, load, files, entry);
      this.building.set(module, build);
      return build;
    } catch (error) {
      this.building.delete(module);
      throw error;
    }
  }

  /**
   * The newest load, or the kept one of that number, or the one that was live at that moment (ISO 8601; a plain date
   * means its end in UTC). Undefined when there is none.
   */
  snapshot(module: string, asOf?: string): Snapshot | undefined {
    const entry = this.entry(module);
    return entry && snapshotOf(module, entry, asOf);
  }

  /** The loads that can be looked at, newest first. */
  loads(module: string): { load: number; publishedAt: string; runId: string }[] {
    return (this.entry(module)?.kept ?? []).map(({ load, publishedAt, runId }) => ({ load, publishedAt, runId }));
  }

  /** Names of modules that have a load. */
  modules(): string[] {
    return Object.keys(this.manifest.current().modules);
  }

  /** All rows of a query over tables named by `tableOf`. Parameters are `$1`, `$2` …; deadline 15 s unless said. */
  async read(snapshot: Snapshot, sql: string, parameters: readonly Parameter[] = [], o: { deadlineMs?: number } = {}): Promise<Cell[][]> {
    const all: Cell[][] = [];
    await this.each(snapshot, sql, parameters, (rows) => void all.push(...rows), o);
    return all;
  }

  /** As `read`, chunk by chunk: for more rows than should be held at once. What `onRows` takes does not count against the deadline. */
  async each(
    snapshot: Snapshot,
    sql: string,
    parameters: readonly Parameter[],
    onRows: OnRows,
    o: { deadlineMs?: number } = {},
  ): Promise<void> {
    const { marts, facts } = snapshot.files;
    const files = facts && sql.includes(catalogOf(facts)) ? [marts, facts] : [marts];
    try {
      const found = await this.reader.run({ sql, parameters, files, deadlineMs: o.deadlineMs ?? DEADLINE_MS }, onRows);
      if (!found) throw snapshotGone(snapshot.module, snapshot.load);
    } catch (error) {
      throw isAboutShape(error) ? olderShape(snapshot.module, snapshot.load, error) : error;
    }
  }

  /** The relation as an SQL table expression, as that load shows it. Throws `not-kept` for sources and datasets. */
  tableOf(snapshot: Snapshot, relation: RelationSpec): string {
    const { marts, facts } = snapshot.files;
    if (relation.kind === 'dimension' || relation.kind === 'summary') return `${catalogOf(marts)}.${quoteName(relation.name)}`;
    if (relation.kind !== 'fact') throw notKept(relation.name);
    if (!facts) throw olderShape(snapshot.module, snapshot.load, `it keeps no ${relation.name}`);
    return factsAsOf(`${catalogOf(facts)}.${quoteName(relation.name)}`, snapshot.load);
  }

  /** Notes why the newest load is not newer, or (undefined) that it is up to date. */
  async markStale(module: string, stale: Stale | undefined): Promise<void> {
    await this.manifest.update(module, (entry) => {
      if (!entry) return undefined;
      const { stale: _before, ...rest } = entry;
      return { ...rest, ...(stale ? { stale } : {}) };
    });
  }

  /** Gives up what is being built, stops queries that run and lets go of all files. */
  async close(): Promise<void> {
    for (const timer of this.sweeps) clearTimeout(timer);
    this.sweeps.clear();
    await Promise.all([...this.building.values()].map((build) => build?.discard()));
    await this.reader.drain();
    await this.attachments.settled();
    await this.engine.close();
  }

  private entry(module: string): ModuleEntry | undefined {
    return this.manifest.current().modules[module];
  }

  private build(module: string, load: number, files: BuildFiles, before: ModuleEntry | undefined): Build {
    const kept = (before?.kept ?? []).slice(0, this.options.keep - 1);
    return new Build(module, load, {
      engine: this.engine,
      files,
      oldestKept: kept.at(-1)?.load ?? load,
      publish: (runId) => this.publish(module, load, files, runId),
      ended: async () => {
        await files.remove();
        this.building.delete(module);
      },
    });
  }

  private async publish(module: string, load: number, files: BuildFiles, runId: string): Promise<Snapshot> {
    const { marts, facts } = await files.finish();
    const publishedAt = new Date().toISOString();
    const current: KeptLoad = { load, marts, publishedAt, runId };
    await this.manifest.update(module, (entry) => {
      if ((entry?.load ?? 0) !== load - 1) throw overtaken(module, load, `load ${entry?.load} was published meanwhile`);
      const kept = [current, ...(entry?.kept ?? [])].slice(0, Math.max(1, this.options.keep));
      return { ...current, ...(facts ? { facts } : {}), checkedAt: publishedAt, kept };
    });
    this.sweepLater(module);
    return { module, load, publishedAt, runId, files: { marts, ...(facts ? { facts } : {}) } };
  }

  private sweepLater(module: string): void {
    const run = () => {
      this.sweeps.delete(timer);
      this.attachments.tidy();
      void sweep(this.engine.folder, module, this.entry(module), { leftovers: false, retired: true });
    };
    const timer = setTimeout(run, this.options.graceMs ?? GRACE_MS).unref();
    this.sweeps.add(timer);
  }

  private graceIsOver(entry: ModuleEntry | undefined): boolean {
    return !entry || Date.now() - Date.parse(entry.publishedAt) >= (this.options.graceMs ?? GRACE_MS);
  }

  private isLive(file: string): boolean {
    const entries = Object.values(this.manifest.current().modules);
    return entries.some((entry) => entry.facts === file || entry.kept.some((load) => load.marts === file));
  }
}

/** The engine's way of saying that a table or column is not there. */
const isAboutShape = (error: unknown): boolean =>
  /^(Catalog|Binder) Error/.test(String((error as { message?: string } | undefined)?.message));
