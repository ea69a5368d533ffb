import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { departmentName } from './department-name.js';
import { departmentExists, listNotFound } from './errors.js';
import { registered } from './register.js';
import { departmentFiles, type TextFile } from './templates.js';

const DEPARTMENTS = 'api/src/departments';
const INDEX = `${DEPARTMENTS}/index.ts`;

/**
 * Writes a department that works: its declaration, a spec, a sample file, and its line in the list. `root` is the project.
 * Throws a Problem, having written nothing, when the name is not usable or taken or the list has another form.
 */
export async function newDepartment(root: string, typed: string): Promise<{ readonly files: readonly string[] }> {
  const name = departmentName(typed);
  const index = await readFile(join(root, INDEX), 'utf8');
  const folder = `${DEPARTMENTS}/${name.id}`;
  if (existsSync(join(root, folder))) throw departmentExists(name.id, folder);
  const listed = registered(index, name);
  if (listed === undefined) throw listNotFound(INDEX);
  if (new RegExp(`\\b${name.identifier}\\b`).test(index)) throw departmentExists(name.id, INDEX);
  const files = departmentFiles(name).map(([path, text]): TextFile => [`${folder}/${path}`, text]);
  await writeAll(root, folder, files, listed);
  return { files: [...files.map(([path]) => path), INDEX] };
}

/** The list comes last: until then nothing knows of the department. */
async function writeAll(root: string, folder: string, files: readonly TextFile[], index: string): Promise<void> {
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text, { flag: 'wx' });
    }
    await writeFile(join(root, `${INDEX}.writing`), index);
    await rename(join(root, `${INDEX}.writing`), join(root, INDEX));
  } catch (error) {
    await rm(join(root, folder), { recursive: true, force: true });
    throw error;
  }
}
