import { constants } from 'node:fs';
import { copyFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '#core/kernel';
import { quoteText } from './column-types.js';
import { overtaken } from './errors.js';
import { deleteFile, portable, syncFile, syncFolder } from './files.js';

type Part = 'stage' | 'marts' | 'facts';

/**
 * The files of one build. Their names are its own, so that a second writer who should not exist can neither
 * take them for his nor publish them half-written.
 */
export class BuildFiles {
  private readonly id = newId();
  private hasFacts = false;

  constructor(
    private readonly folder: string,
    private readonly module: string,
    private readonly load: number,
    private readonly factsBefore: string | undefined,
  ) {}

  async prepare(): Promise<void> {
    await mkdir(join(this.folder, this.module), { recursive: true });
  }

  catalog(part: Part): string {
    return `${this.module}/${part}-${this.load}.building`;
  }

  literal(part: Part): string {
    return quoteText(portable(this.folder, this.building(part)));
  }

  /** The facts so far are where the new facts start; the first fact of a build copies them. */
  async startFacts(): Promise<void> {
    if (this.hasFacts) return;
    this.hasFacts = true;
    if (!this.factsBefore) return;
    await copyFile(join(this.folder, this.factsBefore), join(this.folder, this.building('facts')), constants.COPYFILE_FICLONE);
  }

  /** Gives the finished files their lasting names; nobody knows the names yet. */
  async finish(): Promise<{ marts: string; facts?: string }> {
    const marts = await this.keep('marts');
    const facts = this.hasFacts ? await this.keep('facts') : undefined;
    await syncFolder(join(this.folder, this.module));
    return { marts, ...(facts ? { facts } : {}) };
  }

  async remove(): Promise<void> {
    for (const part of ['stage', 'marts', 'facts'] as const) {
      await deleteFile(join(this.folder, this.building(part)));
      await deleteFile(join(this.folder, `${this.building(part)}.wal`));
    }
  }

  private building(part: Part): string {
    return `${this.module}/${part}-${this.load}.${this.id}.building`;
  }

  private async keep(part: 'marts' | 'facts'): Promise<string> {
    const file = `${this.module}/${part}-${this.load}.duckdb`;
    const from = join(this.folder, this.building(part));
    try {
      await stat(from);
      await syncFile(from);
      await rename(from, join(this.folder, file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw overtaken(this.module, this.load, 'its files were removed by another process');
    }
    return file;
  }
}
