/**
 * `npm run generate`: writes every file that is made from the sources and committed. `--check` writes nothing and
 * fails when one of them is not what the sources say (part of `npm run check`).
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './installed.mjs';
import { at, environment, main, pinnedNode, run, runTool, Stop, say } from './project.mjs';

/** @typedef {Map<string, string>} Made the text of each file made so far */

/** The one list of generated files, in order: a later one may be made from an earlier one. @type {{ file: string, make: (made: Made) => Promise<string> }[]} */
const generated = [
  { file: '.env.example', make: () => cli('env-example') },
  { file: 'web/src/api/openapi.json', make: () => cli('openapi') },
  { file: 'web/src/api/schema.d.ts', make: clientTypes },
];

/** What the command line of Jupiter prints for `generate <what>`. @param {string} what */
async function cli(what) {
  const printed = await run(pinnedNode(), [at('dist/api/src/cli.js'), 'generate', what], { env: environment() });
  if (printed.code !== 0) throw new Stop(`${printed.output}\nGenerating ${what} failed.`);
  return printed.stdout;
}

/** The types of the browser's API client. @param {Made} made */
async function clientTypes(made) {
  const folder = mkdtempSync(join(tmpdir(), 'jupiter-schema-'));
  try {
    const [input, output] = [join(folder, 'openapi.json'), join(folder, 'schema.d.ts')];
    writeFileSync(input, made.get('web/src/api/openapi.json') ?? '');
    const ran = await runTool('openapi-typescript/bin/cli.js', [input, '--output', output]);
    if (ran.code !== 0) throw new Stop(`${ran.output}\nThe types of the API client could not be made.`);
    return readFileSync(output, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const isCommitted = (file, text) => existsSync(at(file)) && readFileSync(at(file), 'utf8').replaceAll('\r\n', '\n') === text;

await main(async () => {
  await ensureInstalled();
  await ensureBuilt({ web: false });
  const made = new Map();
  for (const { file, make } of generated) made.set(file, await make(made));
  const changed = [...made].filter(([file, text]) => !isCommitted(file, text));
  if (process.argv.includes('--check')) {
    if (changed.length > 0) throw new Stop(`Out of date: ${changed.map(([file]) => file).join(', ')}. Run: npm run generate`);
    return;
  }
  for (const [file, text] of changed) {
    mkdirSync(dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
    say(`wrote ${file}`);
  }
  if (changed.length === 0) say('Every generated file is up to date.');
});
