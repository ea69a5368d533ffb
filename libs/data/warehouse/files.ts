import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Makes the file's content survive a power cut. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names in a folder survive a power cut. Windows cannot open a folder and needs it not. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces the file in one step: a reader sees the old text or the new, never a part. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(aside, text);
  await syncFile(aside);
  await rename(aside, path);
  await syncFolder(dirname(path));
}

/** Deletes a file; one that another process still holds open (Windows) is left for the next time. Says whether it is gone. */
export async function deleteFile(path: string): Promise<boolean> {
  try {
    await rm(path, { force: true, maxRetries: 3, retryDelay: 50 });
    return true;
  } catch {
    return false;
  }
}

export async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const LOCK_PATIENCE_MS = 10_000;
const LOCK_IS_DEAD_AFTER_MS = 30_000;

/**
 * Runs `work` while holding a lock file, so that two processes never read, change and write the same file at once.
 * A lock that its owner left behind in a crash is taken over. Undefined when the lock could not be had.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<{ done: T } | undefined> {
  for (let waited = 0; waited <= LOCK_PATIENCE_MS; waited += 20) {
    if (await lock(path)) {
      try {
        return { done: await work() };
      } finally {
        await deleteFile(path);
      }
    }
    await pause(20);
  }
  return undefined;
}

async function lock(path: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const age = await ageOf(path);
    if (age > LOCK_IS_DEAD_AFTER_MS) await deleteFile(path);
    return false;
  }
}

async function ageOf(path: string): Promise<number> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}

/** The path as DuckDB and manifests write it: forward slashes on every system. */
export const portable = (...parts: string[]): string => join(...parts).replaceAll('\\', '/');
