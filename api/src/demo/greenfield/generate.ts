import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepBooks } from './books.js';
import { REJECTS_PLANTED } from './faults.js';
import { exportFiles } from './files.js';

/** Raise it whenever the same code would write other bytes: existing folders are then written anew. */
const VERSION = 1;
const STAMP = 'greenfield.json';

/** What lies in the folder. */
export interface Greenfield {
  readonly version: number;
  readonly files: readonly string[];
  /** Ledger lines that a reader can load; those planted to be refused are not among them. */
  readonly lines: number;
  readonly rejectsPlanted: number;
  /** Absent for the usual size. */
  readonly scale?: number;
}

/**
 * Writes the exports of the demo company Greenfield Landscaping into `folder`: three fiscal years, the same to the byte
 * every time. Does nothing when this version's files are already there. `scale` writes the same business in so many times
 * as many papers: 6.2 gives a million lines.
 */
export async function generateGreenfield(folder: string, { scale = 1 }: { scale?: number } = {}): Promise<Greenfield> {
  const present = await stamped(folder, scale);
  if (present) return present;
  await mkdir(folder, { recursive: true });
  const journals = keepBooks(scale);
  const files = exportFiles(journals);
  for (const { name, bytes } of files) await writeAside(join(folder, name), bytes);
  const lines = journals.reduce((sum, j) => sum + j.lines.length, 0);
  const made: Greenfield = {
    version: VERSION,
    files: files.map((f) => f.name),
    lines,
    rejectsPlanted: REJECTS_PLANTED,
    ...(scale === 1 ? {} : { scale }),
  };
  await writeAside(join(folder, STAMP), Buffer.from(`${JSON.stringify(made, null, 2)}\n`));
  return made;
}

/** The stamp of a complete folder of this version and size. */
async function stamped(folder: string, scale: number): Promise<Greenfield | undefined> {
  const file = join(folder, STAMP);
  if (!existsSync(file)) return undefined;
  const stamp = JSON.parse(await readFile(file, 'utf8')) as Greenfield;
  const same = stamp.version === VERSION && (stamp.scale ?? 1) === scale;
  return same && stamp.files.every((name) => existsSync(join(folder, name))) ? stamp : undefined;
}

/** Under another name first, so that a reader never sees half a file. */
async function writeAside(file: string, bytes: Buffer): Promise<void> {
  await writeFile(`${file}.writing`, bytes);
  await rename(`${file}.writing`, file);
}
