import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';

/** Where settings come from: names and texts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The folder that holds package.json, from the sources and from the build alike. Relative settings start there. */
export function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('Jupiter’s package.json is not above its own code.');
    folder = parent;
  }
  return folder;
}

/** The process's environment over the file `.env` in the project's root, if there is one: what is really set wins. */
export function processEnvironment(): Environment {
  const file = join(projectRoot(), '.env');
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return { ...written, ...process.env };
}
