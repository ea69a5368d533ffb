import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
const program = (name: string): string => resolve(__dirname, '../../dist/api/src', `${name}.js`);

/** The whole app as people run it: web and worker as processes of their own, on a data folder of their own. */
export interface App {
  readonly address: string;
  readonly dataFolder: string;
  /** Ends both processes and removes the data. */
  stop(): Promise<void>;
}

/** Sets up the demo company with its first run, then starts web and worker from what was built. */
export async function startApp(): Promise<App> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'jupiter-journeys-'));
  const port = await freePort();
  const env = {
    ...withoutSettings(process.env),
    JUPITER_ENV: 'demo',
    JUPITER_DATA: dataFolder,
    JUPITER_HOST: '127.0.0.1',
    JUPITER_PORT: String(port),
    JUPITER_LOG_LEVEL: 'warn',
  };
  const prepared = spawnSync(process.execPath, [program('cli'), 'setup'], { env, encoding: 'utf8' });
  if (prepared.status !== 0) throw new Error(`The demo could not be set up: ${prepared.stderr}`);
  const said: string[] = [];
  const processes = ['main', 'worker'].map((name) => started(name, env, said));
  const address = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map(ended));
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await ready(address, processes);
  } catch (error) {
    await stop();
    throw new Error(`${String(error)}\n${said.join('')}`);
  }
  return { address, dataFolder, stop };
}

/** What the person who runs the tests has set for their own Jupiter is none of ours. */
const withoutSettings = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('JUPITER_')));

function started(name: string, env: NodeJS.ProcessEnv, said: string[]): ChildProcess {
  const child = spawn(process.execPath, [program(name)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => said.push(text.toString()));
  return child;
}

async function ready(address: string, processes: readonly ChildProcess[]): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    if (processes.some(({ exitCode }) => exitCode !== null)) throw new Error('Web or worker ended before the app was ready.');
    const answer = await fetch(`${address}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`The app is not ready after ${READY_WITHIN_MS / 1000} s.`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await gone;
  clearTimeout(late);
}
