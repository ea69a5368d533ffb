/** One measurement in a process of its own, so that nobody's is paid for by another's garbage. */
import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { at, environment, pinnedNode } from '../../../deploy/bootstrap/project.mjs';

const STOP_WITHIN_MS = 3_000;

export class Child {
  /**
   * @param {import('./contestants.mjs').Contestant} contestant
   * @param {import('./measured.mjs').Task} task
   * @param {NodeJS.ProcessEnv} env
   */
  static start(contestant, task, env) {
    const child = fork(at('test/bench/queue/measured.mjs'), [JSON.stringify({ driver: contestant.driver, ...task })], {
      execPath: pinnedNode(),
      execArgv: [],
      env: { ...environment(), NODE_NO_WARNINGS: '1', ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    return new Child(child);
  }

  #said = '';
  #heard = [];
  #wake = () => {};
  #exit;

  /** @param {import('node:child_process').ChildProcess} process */
  constructor(process) {
    this.process = process;
    process.stderr?.setEncoding('utf8').on('data', (text) => (this.#said = (this.#said + text).slice(-3000)));
    process.on('message', (message) => {
      this.#heard.push(message);
      this.#wake();
    });
    this.ended = new Promise((done) => {
      process.on('exit', (code, signal) => {
        this.#exit = signal ?? `exit code ${code}`;
        this.#wake();
        done(undefined);
      });
    });
  }

  /** What it sends of a kind, or an error that says what it said last. @param {string} kind @param {number} withinMs */
  async hears(kind, withinMs) {
    const end = performance.now() + withinMs;
    for (;;) {
      const found = this.#heard.find((message) => message.kind === kind);
      if (found) return found;
      const broken = this.#heard.find((message) => message.kind === 'broken');
      if (broken) throw new Error(broken.reason);
      if (this.#exit) throw new Error(`ended (${this.#exit}) before it told its ${kind}: ${this.#said.trim()}`);
      const left = end - performance.now();
      if (left <= 0) throw new Error(`told no ${kind} within ${withinMs / 1000} s ${this.#said.trim()}`);
      await Promise.race([new Promise((wake) => (this.#wake = () => wake(undefined))), sleep(left, undefined, { ref: false })]);
    }
  }

  /** Everything of a kind it has sent so far. @param {string} kind */
  all(kind) {
    return this.#heard.filter((message) => message.kind === kind);
  }

  /** @param {object} message */
  tell(message) {
    if (this.process.connected) this.process.send(message, () => {});
  }

  async stop() {
    if (this.#exit) return;
    this.tell({ kind: 'stop' });
    if ((await Promise.race([this.ended, sleep(STOP_WITHIN_MS, 'late', { ref: false })])) === 'late') this.process.kill('SIGKILL');
    await this.ended;
  }
}

/** Runs a task to its end and gives what it measured. @param {Parameters<typeof Child.start>} what @param {number} withinMs */
export async function measured(what, withinMs) {
  const child = Child.start(...what);
  try {
    return await child.hears('measured', withinMs);
  } finally {
    await child.stop();
  }
}
