/** Redis and PostgreSQL of the bench: from where Debian puts them, on free loopback ports, with their data on the bench's ground. */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../../deploy/bootstrap/project.mjs';

const UP_WITHIN_MS = 20_000;
const DOWN_WITHIN_MS = 10_000;
const isRoot = process.getuid?.() === 0;

/** A server that is not to be had here; the message says why. */
export class NotHere extends Error {}

/** A running server. */
class Server {
  /** @param {import('node:child_process').ChildProcess} child @param {number} port @param {NodeJS.Signals} stopSignal */
  constructor(child, port, stopSignal) {
    this.child = child;
    this.port = port;
    this.stopSignal = stopSignal;
  }

  /** What it and its children hold of the memory, each shared page counted once, in MB (10^6 bytes). */
  memory() {
    return [this.child.pid, ...childrenOf(this.child.pid)].reduce((sum, pid) => sum + share(pid), 0);
  }

  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.kill(this.stopSignal);
    if ((await Promise.race([ended, sleep(DOWN_WITHIN_MS, 'late', { ref: false })])) === 'late') this.child.kill('SIGKILL');
    await ended;
  }
}

/** @param {import('./ground.mjs').Ground} ground @param {'everysec' | 'always'} syncs */
export async function startRedis(ground, syncs) {
  const program = find('redis-server', []) ?? installed('redis-server', () => find('redis-server', []));
  const folder = join(ground.folder, ground.fresh('redis'));
  mkdirSync(folder);
  const port = await freePort();
  const options = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', syncs];
  return up(start(program, options.map(String), ground), port, 'SIGTERM');
}

/** @param {import('./ground.mjs').Ground} ground */
export async function startPostgres(ground) {
  const look = () => find('postgres', versions('/usr/lib/postgresql'));
  const program = look() ?? installed('postgresql', look);
  const folder = join(ground.folder, ground.fresh('postgres'));
  mkdirSync(folder);
  const who = isRoot ? owner() : {};
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid);
  const made = spawnSync(
    join(program, '../initdb'),
    ['-D', folder, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    {
      ...who,
      cwd: folder,
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new NotHere(`initdb failed: ${made.stderr || made.error?.message}`);
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: '4GB',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return up(start(program, ['-D', folder, ...options], ground, { ...who, cwd: folder }), port, 'SIGINT');
}

/** @param {string} program @param {string[]} args @param {import('./ground.mjs').Ground} ground @param {object} more */
function start(program, args, ground, more = {}) {
  const child = spawn(program, args, { ...more, env: { ...process.env, ...ground.syncing() }, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}

/** @param {import('node:child_process').ChildProcess} child @param {number} port @param {NodeJS.Signals} stopSignal */
async function up(child, port, stopSignal) {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said = (said + text).slice(-2000)));
  const end = performance.now() + UP_WITHIN_MS;
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > end) {
      child.kill('SIGKILL');
      throw new NotHere(`it did not start: ${said}`);
    }
    await sleep(50);
  }
  return new Server(child, port, stopSignal);
}

/** @param {number} port */
const answers = (port) =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true));
    socket.on('connect', () => socket.destroy()).on('error', () => done(false));
  });

/** @returns {Promise<number>} */
export const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Where a program is: in PATH, or in one of the folders. @param {string} name @param {string[]} folders */
function find(name, folders) {
  const places = [...folders, ...(process.env['PATH'] ?? '').split(delimiter)].filter(Boolean);
  return places.map((place) => join(place, name)).find(existsSync);
}

/** The bin folders of what is installed once per version, newest first. @param {string} folder */
const versions = (folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(folder, version, 'bin'))
    : [];

/** Installs a Debian package, if we may. @param {string} name @param {() => string | undefined} look */
function installed(name, look) {
  if (!isRoot || !find('apt-get', [])) throw new NotHere(`${name} is not installed, and only root on Debian may install it`);
  say(`Installing ${name} …`);
  // Of the package only the programs are wanted, not the service it would start: at run level 1 none starts.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (/** @type {string[]} */ ...args) => spawnSync('apt-get', args, { env, encoding: 'utf8', timeout: 300_000 });
  apt('update', '-qq');
  const { status, stderr } = apt('install', '-y', '-qq', '--no-install-recommends', name);
  const found = look();
  if (!found) throw new NotHere(`apt-get install ${name} ended with ${status}: ${stderr.slice(-300)}`);
  return found;
}

/** The person that PostgreSQL runs as when we are root, which it refuses to. */
function owner() {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n');
  const found = ['postgres', 'nobody'].flatMap((name) => line.filter((each) => each.startsWith(`${name}:`)))[0];
  if (!found) throw new NotHere('PostgreSQL does not run as root, and there is nobody else here');
  const [, , uid, gid] = found.split(':').map(Number);
  return { uid, gid };
}

/** @param {number | undefined} parent @returns {number[]} */
function childrenOf(parent) {
  try {
    const direct = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
    return direct.flatMap((pid) => [pid, ...childrenOf(pid)]);
  } catch {
    return [];
  }
}

/** @param {number | undefined} pid */
function share(pid) {
  try {
    return (Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
}
