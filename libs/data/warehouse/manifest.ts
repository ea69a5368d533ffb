import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { manifestLocked, unreadableManifest } from './errors.js';
import { withLock, writeAtomically } from './files.js';

/** A load that can still be looked at. */
export interface KeptLoad {
  readonly load: number;
  /** Relative to the warehouse folder, with forward slashes. */
  readonly marts: string;
  readonly publishedAt: string;
  readonly runId: string;
}

/** Why the newest load is not newer. */
export interface Stale {
  readonly since: string;
  readonly reason: string;
  readonly runId: string;
}

/** What a module shows: the newest load and those kept, newest first. One facts file serves them all. */
export interface ModuleEntry extends KeptLoad {
  readonly facts?: string;
  readonly checkedAt: string;
  readonly kept: readonly KeptLoad[];
  readonly stale?: Stale;
}

export interface ManifestData {
  readonly format: 1;
  readonly modules: Readonly<Record<string, ModuleEntry>>;
}

const EMPTY: ManifestData = { format: 1, modules: {} };

/**
 * `manifest.json`: which files are live. It is the only thing that a publication changes under a reader's eyes,
 * and it changes in one step.
 */
export class Manifest {
  private readonly file: string;
  private data = EMPTY;
  private version = '';
  private lookedAt = Number.NEGATIVE_INFINITY;

  /** `patienceMs`: how long what was read is believed before the file is looked at again. */
  constructor(
    folder: string,
    private readonly patienceMs = 200,
  ) {
    this.file = join(folder, 'manifest.json');
  }

  /** What is live, at most `patienceMs` old. Synchronous: one stat, and a read of a few kilobytes when it changed. */
  current(): ManifestData {
    const now = performance.now();
    if (now - this.lookedAt < this.patienceMs) return this.data;
    const version = this.versionOnDisk();
    if (version !== this.version) {
      this.data = version === '' ? EMPTY : this.parse();
      this.version = version;
    }
    this.lookedAt = now; // a look that failed is none: everyone is told, not only who came first
    return this.data;
  }

  /** Changes one module's entry as it is on disk at that moment. `change` may throw to leave it as it is. */
  async update(module: string, change: (entry: ModuleEntry | undefined) => ModuleEntry | undefined): Promise<void> {
    const lockFile = `${this.file}.lock`;
    const outcome = await withLock(lockFile, async () => {
      this.lookedAt = Number.NEGATIVE_INFINITY;
      const { modules } = this.current();
      const entry = change(modules[module]);
      if (entry === undefined) return;
      await writeAtomically(this.file, JSON.stringify({ format: 1, modules: { ...modules, [module]: entry } }, null, 2));
      this.lookedAt = Number.NEGATIVE_INFINITY;
    });
    if (!outcome) throw manifestLocked(lockFile);
  }

  /** A rename gives the path another inode, so that two writes within one tick of the clock still differ. */
  private versionOnDisk(): string {
    const found = statSync(this.file, { bigint: true, throwIfNoEntry: false });
    return found ? `${found.ino} ${found.mtimeNs} ${found.size}` : '';
  }

  private parse(): ManifestData {
    try {
      const data = JSON.parse(readFileSync(this.file, 'utf8')) as ManifestData;
      if (data.format !== 1) throw new Error(`format ${String(data.format)} is not known to this version`);
      return data;
    } catch (error) {
      throw unreadableManifest(this.file, error);
    }
  }
}
