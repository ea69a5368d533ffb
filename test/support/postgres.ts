import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

const PATIENCE_MS = 60_000;
/** PostgreSQL refuses to run as root: then it runs as nobody. */
const NOBODY = 65534;

/** A throw-away PostgreSQL on a free port of the loopback address, without a socket in the file system. */
export interface Postgres {
  readonly url: string;
  /** A database of its own in it: the url of a new, empty one. */
  database(): Promise<string>;
  /** Of the postmaster; for tests that kill it. */
  readonly pid: number;
  /** Ends it at once, as a failure of its machine would: what was committed stays. */
  crash(): Promise<void>;
  /** Starts it again after a crash, on the same port. */
  restart(): Promise<void>;
  /** Stops it and removes its files. */
  stop(): Promise<void>;
}

/** The folder of PostgreSQL's programs that `npm test` found or installed; undefined: there is none. A run by hand looks the same way. */
export function postgresPrograms(): string | undefined {
  const found = spawnSync(process.execPath, [resolve(__dirname, '../../deploy/bootstrap/postgres.mjs')], { encoding: 'utf8' });
  return found.stdout || undefined;
}

/** Why a suite is skipped where there is no PostgreSQL. */
export const withoutPostgres = 'this machine has no PostgreSQL, and npm test could not install one';

/** Starts one. Its rows survive a crash of the process, as in production (fsync is on). */
export async function startPostgres(): Promise<Postgres> {
  const programs = postgresPrograms();
  if (!programs) throw new Error(`PostgreSQL cannot be started: ${withoutPostgres}.`);
  const folder = mkdtempSync(join(tmpdir(), 'jupiter-postgres-'));
  const owner: Owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (owner.uid && owner.gid) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  initialise(join(programs, 'initdb'), data, folder, owner);
  const cluster = new Cluster(join(programs, 'postgres'), folder, await freePort(), owner);
  await cluster.start();
  return cluster;
}

function initialise(initdb: string, data: string, cwd: string, owner: Owner): void {
  const args = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const { status, stderr } = spawnSync(initdb, args, { encoding: 'utf8', cwd, ...owner });
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

class Cluster implements Postgres {
  private postmaster?: ChildProcess;
  private said = '';
  private databases = 0;

  constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly port: number,
    private readonly owner: Owner,
  ) {}

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  async database(): Promise<string> {
    const name = `test_${++this.databases}`;
    await this.query(`CREATE DATABASE ${name}`);
    return `postgres://postgres@127.0.0.1:${this.port}/${name}`;
  }

  get pid(): number {
    return this.postmaster?.pid ?? 0;
  }

  async start(): Promise<void> {
    const settings = { listen_addresses: '127.0.0.1', port: this.port, unix_socket_directories: '', max_connections: 100 };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    this.said = '';
    this.postmaster = spawn(this.program, ['-D', join(this.folder, 'data'), ...args], {
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
      ...this.owner,
    });
    this.postmaster.stderr?.on('data', (chunk: Buffer) => {
      this.said = `${this.said}${chunk}`.slice(-4000);
    });
    await this.answering();
  }

  restart(): Promise<void> {
    return this.start();
  }

  async crash(): Promise<void> {
    // SIGQUIT is its 'immediate shutdown': no checkpoint, so that the next start has to recover; its children go with it.
    await this.end('SIGQUIT');
  }

  async stop(): Promise<void> {
    await this.end('SIGINT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { postmaster } = this;
    if (!postmaster || postmaster.exitCode !== null || postmaster.signalCode !== null) return;
    const exit = once(postmaster, 'exit');
    postmaster.kill(signal);
    await exit;
  }

  private async answering(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!(await this.answers())) {
      if (this.postmaster?.exitCode !== null) throw new Error(`PostgreSQL ended at its start: ${this.said}`);
      if (performance.now() > end) throw new Error(`PostgreSQL did not answer within ${PATIENCE_MS / 1000} s: ${this.said}`);
      await sleep(20);
    }
  }

  private async query(sql: string): Promise<void> {
    const psql = spawn(join(dirname(this.program), 'psql'), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', sql, this.url], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = (await once(psql, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`psql ended with ${code}: ${sql}`);
  }

  /** It answers a connection's first message; while it recovers, its log has not said that it is ready. */
  private answers(): Promise<boolean> {
    if (!this.said.includes('ready to accept connections')) return Promise.resolve(false);
    return new Promise((done) => {
      const probe = connect(this.port, '127.0.0.1', () => {
        probe.destroy();
        done(true);
      });
      probe.on('error', () => done(false));
    });
  }
}
