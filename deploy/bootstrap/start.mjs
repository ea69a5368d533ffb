/** `npm start`: from a bare clone to the running demo. Installs, builds, sets up the data, and keeps web and worker running. */
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './installed.mjs';
import { Programs } from './programs.mjs';
import { at, environment, main, pinnedNode, run, Stop, say } from './project.mjs';

const readyWithinMs = 90_000;

await main(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const address = await claimPort(addressOfWeb());
  await cli('setup');
  const programs = new Programs({ web: at('dist/api/src/main.js'), worker: at('dist/api/src/worker.js') });
  programs.start();
  await Promise.race([programs.ended, ready(address, programs)]);
  if (programs.running) {
    process.stdout.write(`\nJupiter is ready at http://${address.name}:${address.port}\n\n`);
    await cli('people');
    process.stdout.write('\nStop it with Ctrl+C.\n\n');
  }
  return programs.ended;
});

/** Where web will listen, by the same settings that it reads itself. */
function addressOfWeb() {
  const { JUPITER_HOST: host = '127.0.0.1', JUPITER_PORT: port = '4200' } = { ...settingsFile(), ...process.env };
  const everywhere = host === '0.0.0.0' || host === '::';
  return { host, name: everywhere ? '127.0.0.1' : host, port: Number(port) };
}

function settingsFile() {
  try {
    return parseEnv(readFileSync(at('.env'), 'utf8'));
  } catch {
    return {};
  }
}

/**
 * The address with its port, which must be free now; 0 becomes a free one.
 * @template {{ host: string, port: number }} Address @param {Address} address
 */
async function claimPort(address) {
  const { host, port } = address;
  // 'setup' explains a port that is none, with all other settings.
  if (!(Number.isInteger(port) && port >= 0 && port < 65_536)) return address;
  const probe = createServer();
  const fault = await new Promise((done) => {
    probe.once('error', (error) => done(/** @type {NodeJS.ErrnoException} */ (error).code));
    probe.listen(port, host, () => done(undefined));
  });
  if (fault) {
    const why = fault === 'EADDRINUSE' ? 'is already in use, perhaps by another Jupiter' : `cannot be opened (${fault})`;
    throw new Stop(`Port ${port} of ${host} ${why}. Stop what uses it, or choose another: JUPITER_PORT=4300 npm start`);
  }
  const claimed = /** @type {import('node:net').AddressInfo} */ (probe.address()).port;
  await new Promise((done) => probe.close(done));
  process.env.JUPITER_PORT = String(claimed);
  return { ...address, port: claimed };
}

/** @param {string} command */
async function cli(command) {
  const { code } = await run(pinnedNode(), [at('dist/api/src/cli.js'), command], { show: true, env: environment() });
  if (code !== 0) throw new Stop(`'${command}' failed: what it says is above.`);
}

/**
 * Resolves when web says that it is ready, or when there is no more use in waiting.
 * @param {{ name: string, port: number }} address @param {Programs} programs
 */
async function ready(address, programs) {
  let last = 'no answer';
  for (const started = performance.now(); programs.running && performance.now() - started < readyWithinMs; await sleep(200)) {
    const { status, text } = await ask(address);
    if (status === 200) return;
    last = text;
  }
  if (programs.running) say(`Jupiter is still not ready after ${readyWithinMs / 1000} s. /health/ready says: ${last}`);
}

/**
 * A connection of its own, closed at once: web would wait for an idle one when it stops.
 * @param {{ name: string, port: number }} address @returns {Promise<{ status?: number, text: string }>}
 */
function ask({ name, port }) {
  return new Promise((done) => {
    const request = get({ host: name, port, path: '/health/ready', agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      answer.on('end', () => done({ status: answer.statusCode, text }));
    });
    request.on('error', (error) => done({ text: error.message }));
  });
}
