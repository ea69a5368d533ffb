import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const INDEX = '@fluentui/react-components';
const EXPORT = /export\s*\{([^}]*)\}\s*from\s*["'](@(?:fluentui|griffel)\/[^"']+)["']/g;
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*["']@fluentui\/react-components["'];?/g;

/**
 * Imports each part of Fluent UI from the package it lives in. Fluent's index names all of them, and a bundler that sees
 * the shell and the pages import the same index puts the parts of both into the first load.
 */
export function fluentImports(): Plugin {
  const homes = homesOfParts();
  return {
    name: 'fluent-imports',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (id.includes('node_modules') || !code.includes(INDEX)) return undefined;
      return { code: code.replace(IMPORT, (_, names: string) => names.split(',').map(imported(homes)).join('\n')), map: null };
    },
  };
}

const imported = (homes: ReadonlyMap<string, string>) => (specifier: string) => {
  const name = specifier.trim().split(/\s+as\s+/)[0] ?? '';
  return name === '' ? '' : `import { ${specifier.trim()} } from '${homes.get(name) ?? INDEX}';`;
};

/** Which package each part comes from, read off the index itself. Renamed parts stay with the index. */
function homesOfParts(): Map<string, string> {
  const manifest = createRequire(import.meta.url).resolve(`${INDEX}/package.json`);
  const index = readFileSync(join(dirname(manifest), 'lib/index.js'), 'utf8').replace(/\/\/.*$/gm, '');
  const homes = new Map<string, string>();
  for (const [, names = '', home = ''] of index.matchAll(EXPORT)) {
    for (const name of names.split(',').map((part) => part.trim())) if (/^\w+$/.test(name)) homes.set(name, home);
  }
  return homes;
}
