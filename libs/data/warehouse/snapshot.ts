import type { KeptLoad, ModuleEntry, Stale } from './manifest.js';

/** One published load of a module, as it stays whatever is published later. */
export interface Snapshot {
  readonly module: string;
  readonly load: number;
  readonly publishedAt: string;
  readonly runId: string;
  /** Set on the newest load only: why it is not newer. */
  readonly stale?: Stale;
  /** Relative to the warehouse folder. */
  readonly files: { readonly marts: string; readonly facts?: string };
}

/** The newest load, or the kept one of that number, or the one that was live at that moment. */
export function snapshotOf(module: string, entry: ModuleEntry, asOf: string | undefined): Snapshot | undefined {
  const found = asOf === undefined ? entry : entry.kept.find(/^\d{1,9}$/.test(asOf) ? isNumbered(asOf) : wasLiveAt(asOf));
  return found && toSnapshot(module, entry, found);
}

const isNumbered = (asOf: string) => (load: KeptLoad) => load.load === Number(asOf);

function wasLiveAt(asOf: string): (load: KeptLoad) => boolean {
  const moment = Date.parse(asOf.includes('T') ? asOf : `${asOf}T23:59:59.999Z`);
  return (load) => Date.parse(load.publishedAt) <= moment;
}

function toSnapshot(module: string, entry: ModuleEntry, kept: KeptLoad): Snapshot {
  const { load, publishedAt, runId, marts } = kept;
  const stale = entry.stale && load === entry.load ? { stale: entry.stale } : {};
  return { module, load, publishedAt, runId, ...stale, files: { marts, ...(entry.facts ? { facts: entry.facts } : {}) } };
}
