/** Jupiter with data of its own: a folder filled by the project's own commands, programs on free ports, all gone afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import processes from '../../deploy/bootstrap/processes.cjs';
import { at, environment, pinnedNode, run, say } from '../../deploy/bootstrap/project.mjs';
import { Program } from './program.mjs';

const require = createRequire(import.meta.url);

export class Company {
  /** @type {Program[]} */
  #programs = [];

  /** Greenfield at a scale, its figures published once. @param {number} scale */
  static async make(scale) {
    const data = await mkdtemp(join(tmpdir(), 'jupiter-bench-'));
    const { generateGreenfield } = require(at('dist/api/src/demo/greenfield/index.js'));
    const { lines } = await generateGreenfield(join(data, 'greenfield'), { scale });
    say(`Greenfield with ${lines.toLocaleString('en')} ledger lines: first run …`);
    const company = new Company(data, lines);
    await company.cli('migrate');
    await company.cli('run', 'finance');
    return company;
  }

  /** @param {string} data @param {number} lines */
  constructor(data, lines) {
    this.data = data;
    this.lines = lines;
    this.settings = { JUPITER_DATA: data, JUPITER_ENV: 'demo' };
  }

  /** @param {...string} args */
  async cli(...args) {
    const { code, output } = await run(pinnedNode(), [at('dist/api/src/cli.js'), ...args], {
      env: { ...processes.environment, ...environment(), ...this.settings },
    });
    if (code !== 0) throw new Error(`'${args.join(' ')}' failed:\n${output}`);
  }

  /** A web process, ready. */
  async web() {
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    return this.start('dist/api/src/main.js', { env: { JUPITER_PORT: port }, url, flags: processes.nodeFlags.web });
  }

  /** The worker, ready. */
  worker() {
    return this.start('dist/api/src/worker.js', { flags: processes.nodeFlags.worker });
  }

  /**
   * A program that answers at a port of its own, which it is told as PORT.
   * @param {string} script
   * @param {Record<string, string>} env
   */
  async bare(script, env) {
    const port = String(await freePort());
    return this.start(script, { env: { ...env, PORT: port }, url: `http://127.0.0.1:${port}` });
  }

  /** @param {string} script @param {{ env?: Record<string, string>, url?: string, flags?: string[] }} options */
  async start(script, { env, ...options }) {
    const program = await Program.start(script, { env: { ...this.settings, ...env }, ...options });
    this.#programs.push(program);
    return program;
  }

  /** Stops what was started and removes the data. */
  async close() {
    for (const program of this.#programs) await program.stop();
    await rm(this.data, { recursive: true });
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
