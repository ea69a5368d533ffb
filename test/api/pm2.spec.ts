import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../support/free-port.js';

const project = resolve(__dirname, '../..');
const execute = promisify(execFile);

interface Program {
  readonly name: string;
  readonly pm2_env: { readonly status: string; readonly exec_interpreter: string; readonly restart_time: number };
}

describe('Under pm2, as deploy/ecosystem.config.cjs says', () => {
  let folder: string;
  let address: string;
  let env: NodeJS.ProcessEnv;

  const node = (...args: string[]) => execute(process.execPath, args, { cwd: project, env, maxBuffer: 32 * 1024 * 1024 });
  const pm2 = (...args: string[]) => node(join(project, 'node_modules/pm2/bin/pm2'), ...args);
  const programs = async () => JSON.parse((await pm2('jlist')).stdout) as Program[];
  const states = async () => Object.fromEntries((await programs()).map(({ name, pm2_env }) => [name, pm2_env.status]));

  beforeAll(async () => {
    if (!existsSync(join(project, 'dist/api/src/main.js'))) throw new Error('There is nothing to start: run npm run build.');
    folder = mkdtempSync(join(tmpdir(), 'jupiter-pm2-'));
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    env = {
      PATH: process.env['PATH'],
      HOME: folder,
      // A daemon of its own, that never meets another one on this machine.
      PM2_HOME: join(folder, 'pm2'),
      PM2_DISABLE_VERSION_CHECK: 'true',
      JUPITER_DATA: join(folder, 'data'),
      JUPITER_PORT: String(port),
    };
    await node('dist/api/src/cli.js', 'migrate');
    await pm2('start', 'deploy/ecosystem.config.cjs');
  }, 90_000);

  afterAll(async () => {
    await pm2('kill');
    rmSync(folder, { recursive: true });
  }, 60_000);

  it('web and worker say that they are ready, under the Node of the project, and answer', async () => {
    expect(await states()).toEqual({ 'jupiter-web': 'online', 'jupiter-worker': 'online' });
    expect((await programs()).map(({ pm2_env }) => pm2_env.exec_interpreter)).toEqual([process.execPath, process.execPath]);
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
    expect((await fetch(`${address}/`)).headers.get('content-type')).toContain('text/html');
  }, 30_000);

  it('a restart by pm2 brings them back', async () => {
    await pm2('restart', 'all');
    expect(await states()).toEqual({ 'jupiter-web': 'online', 'jupiter-worker': 'online' });
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
  }, 60_000);

  it('a reload of web refuses no request', async () => {
    const answers: number[] = [];
    let going = true;
    const asking = (async () => {
      while (going)
        answers.push(
          await fetch(`${address}/health/live`).then(
            ({ status }) => status,
            () => 0,
          ),
        );
    })();
    await pm2('reload', 'jupiter-web');
    going = false;
    await asking;
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(answers)).toEqual(new Set([200]));
  }, 60_000);

  it('they stop by themselves when pm2 sends its message, without being killed', async () => {
    await pm2('stop', 'all');
    expect(await states()).toEqual({ 'jupiter-web': 'stopped', 'jupiter-worker': 'stopped' });
    await expect(fetch(`${address}/health/live`)).rejects.toThrow();
    const log = readFileSync(join(folder, 'pm2', 'pm2.log'), 'utf8');
    const exits = [...log.matchAll(/App \[(jupiter-\w+):\w+\] exited with code \[(\d+)\]/g)].map(([, name, code]) => `${name} ${code}`);
    expect(exits.sort()).toEqual(['jupiter-web 0', 'jupiter-web 0', 'jupiter-web 0', 'jupiter-worker 0', 'jupiter-worker 0']);
    expect(log).not.toContain('SIGKILL');
    expect(readFileSync(join(folder, 'pm2', 'logs', 'jupiter-web-out.log'), 'utf8')).toContain('"msg":"stopping: message"');
  }, 60_000);
});
