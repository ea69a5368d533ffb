/** Makes node_modules what package-lock.json says, if it is not that already. */
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { sep } from 'node:path';
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { at, run, Stop, say } from './project.mjs';
import { inTurn } from './turn.mjs';

const stamp = at('node_modules', '.jupiter-installed');
const wanted = () => `${process.platform}-${process.arch} ${fingerprint([at('package-lock.json')])}`;
const installed = () => readStamp(stamp) === wanted();

/** After this, every package of the lock file is there. */
export async function ensureInstalled() {
  if (installed()) return;
  await inTurn(async () => {
    if (installed()) return;
    if (!byHand()) await install();
    writeStamp(stamp, wanted());
  });
}

/** True if somebody ran npm himself: npm's own record of node_modules then agrees with the lock file. */
function byHand() {
  const record = at('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const there = JSON.parse(readFileSync(record, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  return Object.entries(locked).every(([path, { version, optional }]) => path === '' || optional || there[path]?.version === version);
}

async function install() {
  say('Installing packages (only when the lock file changed; a minute or two) …');
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const progress = setInterval(() => say(`  … still installing, ${seconds()} s`), 15_000);
  leaveOwnExecutable();
  // No package of ours needs an install script, so none may run.
  const { code, output } = await npm(['ci', '--ignore-scripts', '--loglevel=warn']).finally(() => clearInterval(progress));
  if (code !== 0) throw new Stop(`${output}\nThe packages could not be installed: what npm says is above. Is the registry reachable?`);
  say(`Installed in ${seconds()} s.`);
}

/** @param {string[]} args */
function npm(args) {
  const { npm_node_execpath: node, npm_execpath: script } = process.env;
  if (node && script && !node.startsWith(at('node_modules'))) return run(node, [script, ...args]);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { shell: process.platform === 'win32' });
}

/** Windows refuses to delete a running program, and npm may have started us with the very Node it is about to replace. */
function leaveOwnExecutable() {
  if (process.platform !== 'win32' || !process.execPath.startsWith(at('node_modules') + sep)) return;
  renameSync(process.execPath, at(`.node-in-use-${process.pid}.exe`));
}
