/** Keeps a set of programs running together: all of them, or none. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import processes from './processes.cjs';
import { environment, pinnedNode, root, say } from './project.mjs';
import { readable } from './readable-log.mjs';

/** A worker gives a run under way 20 seconds to end and 5 to be broken off; as long as pm2 waits. */
const stopWithinMs = 30_000;

export class Programs {
  /** @type {Map<string, import('node:child_process').ChildProcess>} */
  #alive = new Map();
  #stopping = false;
  #exitCode = 0;
  #settle = (/** @type {number} */ _code) => {};

  /** Resolves with the exit code when all of them have ended: 0 only when they were asked to. @type {Promise<number>} */
  ended = new Promise((done) => {
    this.#settle = done;
  });

  /** @param {Record<string, string>} scripts name to path */
  constructor(scripts) {
    this.scripts = scripts;
  }

  get running() {
    return this.#alive.size === Object.keys(this.scripts).length && !this.#stopping;
  }

  start() {
    for (const [name, script] of Object.entries(this.scripts)) this.#startOne(name, script);
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => this.stop());
    this.#followNpm();
  }

  /** Asks each one to stop, by message because Windows has no signals, and insists after 30 seconds. */
  stop() {
    if (this.#stopping) return;
    this.#stopping = true;
    say('Stopping …');
    for (const child of this.#alive.values()) {
      if (child.connected) child.send('shutdown', () => {});
      else child.kill('SIGTERM');
    }
    setTimeout(() => this.#insist(), stopWithinMs).unref();
  }

  /** npm passes a signal to the shell between us, which dies of it without telling us: we see that our parent changed. */
  #followNpm() {
    if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && this.stop(), 250).unref();
  }

  #startOne(name, script) {
    const child = spawn(pinnedNode(), [...(processes.nodeFlags[name] ?? []), '--enable-source-maps', script], {
      cwd: root,
      env: { ...processes.environment, ...environment() },
      stdio: ['ignore', process.stdout.isTTY ? 'pipe' : 'inherit', 'inherit', 'ipc'],
    });
    if (child.stdout) createInterface(child.stdout).on('line', (line) => this.#show(readable(name, line)));
    this.#alive.set(name, child);
    child.on('exit', (code, signal) => this.#ended(name, code ?? signal));
  }

  /** @param {string | undefined} line */
  #show(line) {
    if (line !== undefined) process.stdout.write(`${line}\n`);
  }

  #ended(name, how) {
    this.#alive.delete(name);
    if (!this.#stopping) say(`${name} ended by itself (${how}); stopping the rest.`);
    if (!this.#stopping || how !== 0) this.#exitCode = 1;
    this.stop();
    if (this.#alive.size === 0) this.#settle(this.#exitCode);
  }

  #insist() {
    for (const [name, child] of this.#alive) {
      say(`${name} did not stop in ${stopWithinMs / 1000} s and is ended now.`);
      child.kill('SIGKILL');
    }
  }
}
