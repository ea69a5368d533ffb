import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteName } from '#core/kit';
import { quoteText } from './column-types.js';
import type { Engine } from './engine.js';
import { portable } from './files.js';

/** Files nobody reads at the moment that stay attached: old loads are looked at several times in a row. */
const IDLE_FILES = 16;

interface Attached {
  readonly ready: Promise<void>;
  holders: number;
  usedAt: number;
}

/** The name under which a snapshot file is attached; it follows from the file, so that SQL can be written before. */
export const catalogOf = (file: string): string => quoteName(file.replace(/\.duckdb$/, ''));

/**
 * The snapshot files attached read-only to this process. A file is detached only when nobody holds it,
 * so that a query always ends on the load it started on, whatever is published meanwhile.
 */
export class Attachments {
  private readonly attached = new Map<string, Attached>();
  private connection: Promise<DuckDBConnection> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private clock = 0;

  constructor(
    private readonly engine: Engine,
    private readonly isLive: (file: string) => boolean,
  ) {}

  /** Attaches the files and keeps them until the returned function is called. Undefined when one of them is gone. */
  async hold(files: readonly string[]): Promise<(() => void) | undefined> {
    const held: Attached[] = [];
    const release = () => {
      for (const entry of held) entry.holders--;
      this.tidy();
    };
    try {
      for (const file of files) {
        const entry = this.entry(file);
        entry.holders++;
        held.push(entry);
      }
      await Promise.all(held.map((entry) => entry.ready));
      return release;
    } catch (error) {
      release();
      if (files.some((file) => !existsSync(join(this.engine.folder, file)))) return undefined;
      throw error;
    }
  }

  /** Lets go of files that nobody holds and that are no longer live (Windows deletes no open file), or were idle longest. */
  tidy(): void {
    const idle = [...this.attached].filter(([, entry]) => entry.holders === 0).sort(([, a], [, b]) => b.usedAt - a.usedAt);
    idle.forEach(([file], position) => {
      if (position >= IDLE_FILES || !this.isLive(file)) this.detach(file);
    });
  }

  /** Waits until nothing is being attached or let go: a connection must not be closed under a statement. */
  async settled(): Promise<void> {
    for (let last: unknown; last !== this.last; ) {
      last = this.last;
      await this.last;
    }
  }

  private entry(file: string): Attached {
    const found = this.attached.get(file);
    if (found) {
      found.usedAt = ++this.clock;
      return found;
    }
    const entry: Attached = { ready: this.attach(file), holders: 0, usedAt: ++this.clock };
    this.attached.set(file, entry);
    entry.ready.catch(() => {
      if (this.attached.get(file) === entry) this.attached.delete(file);
    });
    return entry;
  }

  private async attach(file: string): Promise<void> {
    const path = portable(this.engine.folder, file);
    await this.run(`attach if not exists ${quoteText(path)} as ${catalogOf(file)} (read_only)`);
  }

  /** A detach that fails leaves one more file open and nothing else; the next tidying tries again through `if exists`. */
  private detach(file: string): void {
    this.attached.delete(file);
    this.run(`detach database if exists ${catalogOf(file)}`).catch(() => undefined);
  }

  /** One after the other: a file that is detached and asked for again at once must end attached. */
  private run(sql: string): Promise<unknown> {
    this.connection ??= this.engine.connect();
    const { connection } = this;
    const run = this.last.then(async () => (await connection).run(sql));
    this.last = run.catch(() => undefined);
    return run;
  }
}
