/** Builds the server and the web app into dist/, each only when its sources changed since the last time. */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { filesBelow, fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { at, runTool, Stop, say } from './project.mjs';
import { inTurn } from './turn.mjs';

const isSource = (file) => !/\.spec\.tsx?$|\.test-d\.ts$|\.md$/.test(file);
const settings = ['package.json', 'package-lock.json'];

/** @typedef {{ name: string, from: string[], stamp: string, result: string, build: () => Promise<void> }} Part */

/** @type {Part} */
const server = {
  name: 'server',
  from: ['api', 'libs', 'migrations', 'test/departments', 'tsconfig.json', 'nest-cli.json', ...settings],
  stamp: at('dist', '.server-built'),
  result: at('dist/api/src/main.js'),
  build: buildServer,
};

/** @type {Part} */
const web = {
  name: 'web app',
  from: ['web', 'libs/core', ...settings],
  stamp: at('dist', '.web-built'),
  result: at('dist/web/index.html'),
  build: () => tool('vite/bin/vite.js', ['build', '--logLevel', 'warn', at('web')]),
};

/** After this, dist/ is what the sources say. @param {{ web?: boolean }} options web: false where only the server is needed */
export async function ensureBuilt(options = {}) {
  const parts = options.web === false ? [server] : [server, web];
  if (parts.every(upToDate)) return;
  await inTurn(async () => {
    const stale = parts.filter((part) => !upToDate(part));
    const results = await Promise.allSettled(stale.map(build));
    const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    if (failed.length > 0)
      throw failed.find((reason) => !(reason instanceof Stop)) ?? new Stop(failed.map((reason) => reason.message).join('\n'));
  });
}

const printOf = (part) => fingerprint(part.from.flatMap((path) => filesBelow(at(path))).filter(isSource));
const upToDate = (part) => existsSync(part.result) && readStamp(part.stamp) === printOf(part);

/** @param {Part} part */
async function build(part) {
  say(`Building the ${part.name} …`);
  const started = performance.now();
  // Taken before the build: an edit made meanwhile must lead to another build.
  const print = printOf(part);
  await part.build();
  writeStamp(part.stamp, print);
  say(`Built the ${part.name} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

async function buildServer() {
  // Without a stamp nobody knows what is in dist: the compiler must not believe its own record of it either.
  if (!existsSync(server.stamp)) rmSync(at('dist', 'tsconfig.tsbuildinfo'), { force: true });
  await tool('@nestjs/cli/bin/nest.js', ['build']);
  removeOrphans();
}

/** @param {string} script @param {string[]} args */
async function tool(script, args) {
  const { code, output } = await runTool(script, args);
  if (code !== 0) throw new Stop(`${output}\nThe build failed: the messages are above.`);
}

/** What was built from a source that is gone would still be found by an import. */
function removeOrphans() {
  for (const folder of ['api', 'libs', 'migrations', 'test']) {
    for (const file of filesBelow(at('dist', folder))) {
      const source = relative(at('dist'), file).replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts');
      if (!existsSync(at(source))) rmSync(file);
    }
    removeEmpty(at('dist', folder));
  }
}

/** @param {string} folder */
function removeEmpty(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) removeEmpty(`${folder}/${entry.name}`);
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
