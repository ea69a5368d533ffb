import { join } from 'node:path';
import { deleteFile, filesIn } from './files.js';
import type { ModuleEntry } from './manifest.js';

interface What {
  /** Files of builds that ended in a crash, and finished files that no manifest ever named. */
  readonly leftovers: boolean;
  /** Files that the manifest named once. */
  readonly retired: boolean;
}

/** Deletes files of a module that nobody needs. One that is still open on Windows goes the next time. */
export async function sweep(folder: string, module: string, entry: ModuleEntry | undefined, what: What): Promise<void> {
  const live = new Set([entry?.facts, ...(entry?.kept ?? []).map((load) => load.marts)]);
  for (const name of await filesIn(join(folder, module))) {
    const file = `${module}/${name}`;
    if (!live.has(file) && isWanted(name, entry?.load ?? 0, what)) await deleteFile(join(folder, file));
  }
}

function isWanted(name: string, newest: number, what: What): boolean {
  if (/\.building(\.wal)?$/.test(name)) return what.leftovers;
  const finished = /^(?:marts|facts)-(\d+)\.duckdb(?:\.wal)?$/.exec(name);
  if (!finished) return false;
  return Number(finished[1]) > newest ? what.leftovers : what.retired;
}
