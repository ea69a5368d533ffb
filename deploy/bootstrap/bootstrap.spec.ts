import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { BareClone } from '../../test/support/bare-clone.js';
import { freePort } from '../../test/support/free-port.js';

let clone: BareClone;
beforeEach(() => {
  clone = new BareClone();
});
afterEach(() => clone.remove());

describe('The command line on a bare clone', () => {
  it('installs and builds first, and leaves stdout and the exit code to the command', async () => {
    expect(await clone.run('cli', 'query', 'revenue')).toMatchObject({ code: 0, stdout: 'cli query revenue\n' });
    expect(clone.calls()).toEqual(['npm ci', 'nest']);
    expect(await clone.run('cli', 'fail')).toMatchObject({ code: 3, stdout: 'cli fail\n', stderr: '' });
    expect(clone.calls()).toEqual([]);
  });

  it('shows what npm says when packages cannot be installed', async () => {
    clone.write('npm-fails', '');
    const { code, stderr, stdout } = await clone.run('cli', 'query');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('npm error E404 no such package\n\nThe packages could not be installed');
  });

  it('shows what the compiler says, and runs nothing, when the build fails', async () => {
    clone.write('api/src/main.ts', 'WRONG');
    const { code, stderr, stdout } = await clone.run('cli', 'query');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('api/src/main.ts:1 is wrong');
  });
});

describe('Installing and building', () => {
  beforeEach(async () => {
    await clone.run('build');
    expect(clone.calls().sort()).toEqual(['nest', 'npm ci', 'vite']);
  });

  it('are left out when nothing changed', async () => {
    expect(await clone.run('build')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(clone.calls()).toEqual([]);
  });

  it('install again when the lock file changed', async () => {
    clone.write('package-lock.json', '{"packages":{"node_modules/new":{"version":"1.0.0"}}}');
    await clone.run('build');
    expect(clone.calls()).toContain('npm ci');
  });

  it('accept what somebody installed by hand', async () => {
    rmSync(clone.at('node_modules/.jupiter-installed'));
    clone.write('node_modules/.package-lock.json', '{"packages":{}}');
    await clone.run('build');
    expect(clone.calls()).toEqual([]);
  });

  it.each([
    ['the server when one of its sources changed', 'api/src/worker.ts', ['nest']],
    ['the web app when one of its sources changed', 'web/main.tsx', ['vite']],
    ['both when the core changed', 'libs/core/kit/index.ts', ['nest', 'vite']],
    ['nothing when only a test changed', 'api/src/main.spec.ts', []],
    ['nothing when only words changed', 'libs/core/README.md', []],
  ])('build %s', async (_what, file, calls) => {
    clone.write(file, '// changed');
    await clone.run('build');
    expect(clone.calls().sort()).toEqual(calls);
  });

  it('remove what was built from a source that is gone', async () => {
    clone.write('api/src/old.ts', '');
    await clone.run('build');
    expect(existsSync(clone.at('dist/api/src/old.js'))).toBe(true);
    rmSync(clone.at('api/src/old.ts'));
    await clone.run('build');
    expect(existsSync(clone.at('dist/api/src/old.js'))).toBe(false);
    expect(existsSync(clone.at('dist/api/src/main.js'))).toBe(true);
  });

  it('are done once when two ask at the same time', async () => {
    clone.write('api/src/worker.ts', '// changed');
    const both = await Promise.all([clone.run('cli', 'a'), clone.run('cli', 'b')]);
    expect(both.map(({ stdout }) => stdout)).toEqual(['cli a\n', 'cli b\n']);
    expect(clone.calls()).toEqual(['nest']);
  });

  it('do not wait for one that crashed', async () => {
    const dead = clone.start('build');
    const pid = dead.child.pid;
    await dead.ended;
    clone.write('.bootstrap-turn', String(pid));
    clone.write('api/src/worker.ts', '// changed');
    expect(await clone.run('build')).toMatchObject({ code: 0 });
    expect(existsSync(clone.at('.bootstrap-turn'))).toBe(false);
  });
});

describe('npm start', () => {
  let port: string;
  beforeEach(async () => {
    port = String(await freePort());
  });

  it('says where Jupiter is, and stops both programs when it is stopped', async () => {
    const jupiter = clone.start('start', [], { JUPITER_PORT: port });
    await jupiter.says('Stop it with Ctrl+C.');
    jupiter.child.kill('SIGTERM');
    const { code, stdout } = await jupiter.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('cli setup\n');
    expect(stdout).toContain(`Jupiter is ready at http://127.0.0.1:${port}`);
    expect(stdout).toContain('cli people\n');
  });

  it('takes a free port when none is wanted in particular', async () => {
    const jupiter = clone.start('start', [], { JUPITER_PORT: '0' });
    await jupiter.says('Stop it with Ctrl+C.');
    jupiter.child.kill('SIGINT');
    expect((await jupiter.ended).stdout).toMatch(/Jupiter is ready at http:\/\/127\.0\.0\.1:[1-9]\d+\n/);
  });

  it('stops the rest and fails when one program ends by itself', async () => {
    clone.write('api/src/worker.ts', 'process.exit(7);');
    const { code, stderr } = await clone.start('start', [], { JUPITER_PORT: port }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('worker ended by itself (7); stopping the rest.');
  });

  it('says in one sentence that the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(Number(port), '127.0.0.1', done));
    const { code, stdout, stderr } = await clone.start('start', [], { JUPITER_PORT: port }).ended;
    await new Promise((done) => other.close(done));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`Port ${port} of 127.0.0.1 is already in use`);
  });
});

describe('npm test', () => {
  const settings = { JUPITER_TEST_BROWSER: process.execPath, JUPITER_TEST_POSTGRES: 'none' };
  const test = (...args: string[]) => clone.start('test', args, settings).ended;

  beforeEach(async () => {
    await clone.run('generate');
    await clone.run('build');
    clone.calls();
  });

  it('ends with one line that counts the steps and the tests', async () => {
    const { code, stdout, stderr } = await test();
    const steps = stderr.match(/^ok {4}/gm)?.length ?? 0;
    expect(steps).toBeGreaterThan(5);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `\n${40 + steps} passed, 0 failed, 2 skipped\n` });
  });

  it('shows what a step found, runs everything else all the same, and fails', async () => {
    clone.write('knip-fails', '');
    const { code, stdout, stderr } = await test();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^FAIL {2}dead exports.*\n {6}knip found something$/m);
    expect(stdout).toMatch(/^\n\d+ passed, 1 failed, 2 skipped\n$/);
  });

  it('fails when a generated file is out of date', async () => {
    clone.write('.env.example', 'JUPITER_OLD=');
    const { stderr, stdout } = await test();
    expect(stderr).toContain('Out of date: .env.example. Run: npm run generate');
    expect(stdout).toContain(' 1 failed,');
  });

  it('counts a Jest that crashed as a failure', async () => {
    clone.write('jest-crashes', '');
    expect(await test()).toMatchObject({ code: 1, stdout: expect.stringContaining(' 1 failed, 0 skipped') });
  });

  it('ends with the closing line even when nothing could be built', async () => {
    clone.write('api/src/main.ts', 'WRONG');
    expect(await test()).toMatchObject({ code: 1, stdout: '\n0 passed, 1 failed, 0 skipped\n' });
  });

  it('runs only the tests that are asked for', async () => {
    const { stdout, stderr } = await test('--selectProjects', 'unit');
    expect(stderr).toBe('');
    expect(stdout).toBe('\n40 passed, 0 failed, 2 skipped\n');
    expect(clone.calls()).toEqual(['jest --selectProjects unit']);
  });
});

describe('The browser of the journeys', () => {
  const find = (settings: NodeJS.ProcessEnv) => clone.start('browser', [], { PATH: clone.at('bin'), ...settings }).ended;

  it('is one that is installed', async () => {
    clone.write('bin/chromium', '');
    expect(await find({})).toMatchObject({ code: 0, stdout: clone.at('bin/chromium') });
  });

  it('is the one that a setting names', async () => {
    clone.write('bin/chromium', '');
    expect(await find({ JUPITER_TEST_BROWSER: process.execPath })).toMatchObject({ code: 0, stdout: process.execPath });
  });

  it('is not looked for elsewhere when the one that a setting names is missing', async () => {
    const { code, stderr } = await find({ JUPITER_TEST_BROWSER: clone.at('nowhere') });
    expect(code).toBe(1);
    expect(stderr).toBe(`JUPITER_TEST_BROWSER names ${clone.at('nowhere')}, which is not there.\n`);
  });
});

describe('The PostgreSQL of the tests', () => {
  const find = (settings: NodeJS.ProcessEnv) => clone.start('postgres', [], { PATH: clone.at('bin'), ...settings }).ended;

  it('is one that is installed, or the one that a setting names', async () => {
    for (const program of ['bin/initdb', 'bin/postgres', 'kept/initdb', 'kept/postgres']) clone.write(program, '');
    expect(await find({})).toMatchObject({ code: 0, stdout: clone.at('bin') });
    expect(await find({ JUPITER_TEST_POSTGRES: clone.at('kept') })).toMatchObject({ code: 0, stdout: clone.at('kept') });
  });

  it('is not looked for when a setting says so, nor elsewhere when the one that a setting names is missing', async () => {
    expect(await find({ JUPITER_TEST_POSTGRES: 'none' })).toMatchObject({ code: 0, stdout: '' });
    const { code, stderr } = await find({ JUPITER_TEST_POSTGRES: clone.at('nowhere') });
    expect(code).toBe(1);
    expect(stderr).toBe(`JUPITER_TEST_POSTGRES names ${clone.at('nowhere')}, which holds no initdb and postgres.\n`);
  });
});

describe('The lock file', () => {
  it('gets the packages of other platforms that the registry left out', async () => {
    const esbuild = { version: '1.0.0', dev: true, optionalDependencies: { '@x/y-darwin-arm64': '1.2.3', '@x/y-linux-x64': '1.2.3' } };
    const there = { 'node_modules/@x/y-linux-x64': { version: '1.2.3' }, 'node_modules/a/node_modules/y': esbuild };
    clone.write(
      'package-lock.json',
      JSON.stringify({ packages: { '': { optionalDependencies: { '@x/y-linux-x64': '1.2.3' } }, ...there } }),
    );
    expect(await clone.run('complete-lock', '--check')).toMatchObject({ code: 1, stderr: expect.stringContaining('@x/y-darwin-arm64') });
    await clone.run('complete-lock');
    expect(await clone.run('complete-lock', '--check')).toMatchObject({ code: 0 });
    const { packages } = JSON.parse(readFileSync(clone.at('package-lock.json'), 'utf8'));
    expect(packages['node_modules/@x/y-darwin-arm64']).toEqual({
      version: '1.2.3',
      cpu: ['arm64'],
      dev: true,
      optional: true,
      os: ['darwin'],
    });
    expect(Object.keys(packages)[0]).toBe('');
  });
});
