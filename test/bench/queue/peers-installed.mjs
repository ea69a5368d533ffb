/** Installs the peers, which are no part of the product, into the bench's own folder; the answer is why they are not there, if they are not. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { at, environment, run, say } from '../../../deploy/bootstrap/project.mjs';

const folder = at('test/bench/queue/peers');
const stamp = at('test/bench/queue/peers/node_modules/.bench-installed');

/** @returns {Promise<string | undefined>} */
export async function peersMissing() {
  const wanted = `${process.version} ${readFileSync(at('test/bench/queue/peers/package-lock.json'), 'utf8')}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return undefined;
  say('Installing the peers (only when their lock file changed) …');
  const windows = process.platform === 'win32';
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
  const { code, output } = await run(windows ? 'npm.cmd' : 'npm', args, { shell: windows, env: environment() });
  if (code !== 0) return `npm could not install the peers: ${output.trim().split('\n').at(-1)}`;
  writeFileSync(stamp, wanted);
  return undefined;
}
