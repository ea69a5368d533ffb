import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { noFile, noFolder, outsideFolder, stillBeingWritten } from '../errors.js';

/** A file of a source. `name` is its path below the module's folder, with forward slashes. */
export interface SourceFile {
  readonly name: string;
  readonly path: string;
}

/** When a file counts as finished: left alone for `youngMs`, or the same when looked at twice, `apartMs` apart. */
export interface Settling {
  readonly youngMs: number;
  readonly apartMs: number;
}
const SETTLING: Settling = { youngMs: 5_000, apartMs: 400 };

/** The files that `pattern` names below `folder`, in name order; `*` stands for any part of one name. Throws when there is none. */
export async function findFiles(folder: string, pattern: string): Promise<SourceFile[]> {
  const parts = pattern.split(/[\\/]/);
  if (isAbsolute(pattern) || /^[A-Za-z]:/.test(pattern) || parts.includes('..')) throw outsideFolder(pattern);
  const root = await realpath(folder).catch(() => {
    throw noFolder(folder);
  });
  const names = await match(
    root,
    '',
    parts.filter((part) => part !== '' && part !== '.'),
  );
  if (names.length === 0) throw noFile(pattern, folder, await listed(root));
  const files = names.map((name) => ({ name, path: join(root, ...name.split('/')) }));
  for (const file of files) if (!isWithin(root, await realpath(file.path))) throw outsideFolder(file.name);
  return files;
}

/** Throws when a file changes between two looks. A file that was left alone for a while is looked at once. */
export async function waitUntilSettled(files: readonly SourceFile[], settling: Settling = SETTLING): Promise<void> {
  const first = await Promise.all(files.map((file) => stat(file.path)));
  const young = files
    .map((file, index) => ({ file, seen: first[index] as Stats }))
    .filter(({ seen }) => Date.now() - seen.mtimeMs < settling.youngMs);
  if (young.length === 0) return;
  await wait(settling.apartMs);
  for (const { file, seen } of young) {
    const now = await stat(file.path).catch(() => undefined);
    if (now === undefined || hasChanged(seen, now)) throw stillBeingWritten(file.name);
  }
}

/** Whether a file is another one than when it was `seen`. */
export const hasChanged = (seen: Stats, now: Stats): boolean =>
  seen.size !== now.size || seen.mtimeMs !== now.mtimeMs || seen.ino !== now.ino;

async function match(root: string, below: string, parts: readonly string[]): Promise<string[]> {
  const [part, ...rest] = parts;
  if (part === undefined) return [];
  const wanted = new RegExp(`^${part.split('*').map(escaped).join('.*')}$`);
  const found: string[] = [];
  for (const entry of await entries(join(root, below))) {
    if (!wanted.test(entry) || (entry.startsWith('.') && part.startsWith('*'))) continue;
    const name = below === '' ? entry : `${below}/${entry}`;
    const seen = await stat(join(root, name)).catch(() => undefined);
    if (rest.length === 0 && seen?.isFile()) found.push(name);
    else if (rest.length > 0 && seen?.isDirectory()) found.push(...(await match(root, name, rest)));
  }
  return found;
}

const escaped = (text: string): string => text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');

/** Names in a folder, in the order of their characters: the same on every machine. */
async function entries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => {
    throw noFolder(folder);
  });
  return names.sort((a, b) => (a < b ? -1 : 1));
}

/** What a person sees in the folder: a folder that bears the name of a file is told from it. */
async function listed(folder: string): Promise<string[]> {
  const names = (await entries(folder)).slice(0, 100);
  const isFolder = async (name: string) => (await stat(join(folder, name)).catch(() => undefined))?.isDirectory() ?? false;
  return Promise.all(names.map(async (name) => ((await isFolder(name)) ? `${name} (a folder)` : name)));
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}
