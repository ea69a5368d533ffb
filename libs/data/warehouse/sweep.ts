import { rm } from 'node:fs/promises';
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

/** Deletes what processes that have died left of queries too large for memory. */
export async function sweepSpill(folder: string): Promise<void> {
  const dead = (await filesIn(join(folder, 'spill'))).filter((pid) => /^\d+$/.test(pid) && !isAlive(Number(pid)));
  for (const pid of dead) await rm(join(folder, 'spill', pid), { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
