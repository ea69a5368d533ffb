/**
 * Where everything is measured: a folder on the RAM disk in which every sync costs the same, for all contestants and their
 * servers. Without a compiler, or without a RAM disk, it is the real disk with the costs it has.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { at } from '../../../deploy/bootstrap/project.mjs';

const SYNC_COSTS_US = 1100;
const RAM_DISK = '/dev/shm';

export class Ground {
  static async lay() {
    const library = compiled();
    const folder = await mkdtemp(join(library ? RAM_DISK : tmpdir(), 'jupiter-bench-queue-'));
    // A database server runs as somebody else when we are root, and has to come in.
    await chmod(folder, 0o755);
    if (!library) return new Ground(folder, undefined);
    const place = join(folder, 'slow-sync.so');
    await copyFile(library, place);
    await rm(dirname(library), { recursive: true });
    return new Ground(folder, place);
  }

  /** @param {string} folder @param {string | undefined} library what makes syncs cost the same, where it could be compiled */
  constructor(folder, library) {
    this.folder = folder;
    this.library = library;
    this.#next = 0;
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, () => process.exit(1));
  }

  #next;

  /** What a process needs in its environment so that its syncs cost what everybody's do; `free`: nothing, to prepare data. */
  syncing({ free = false } = {}) {
    return this.library ? { LD_PRELOAD: this.library, SYNC_COSTS_US: String(free ? 0 : SYNC_COSTS_US) } : {};
  }

  /** A name that was not used before. @param {string} what */
  fresh(what) {
    this.#next++;
    return `${what}_${this.#next}`;
  }

  describe() {
    return this.library
      ? `on a RAM disk, every sync of every contestant and server made to cost ${SYNC_COSTS_US / 1000} ms`
      : `on the real disk (${process.platform === 'linux' ? 'no gcc, or no RAM disk' : 'not Linux'}): syncs cost what they cost, and neighbours may disturb`;
  }

  async leave() {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** The library, where there is a compiler and a RAM disk to make use of it. */
function compiled() {
  if (process.platform !== 'linux' || !existsSync(RAM_DISK)) return undefined;
  const library = join(mkdtempSync(join(tmpdir(), 'jupiter-slow-sync-')), 'slow-sync.so');
  const { status } = spawnSync('gcc', ['-O2', '-shared', '-fPIC', '-o', library, at('test/bench/queue/slow-sync.c')]);
  if (status === 0) return library;
  rmSync(dirname(library), { recursive: true });
  return undefined;
}
