/** A program started to be measured, and read from outside: /proc where there is one, else what the program says at /metrics. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import processes from '../../deploy/bootstrap/processes.cjs';
import { at, environment, pinnedNode, root } from '../../deploy/bootstrap/project.mjs';

/** Of user and system time in /proc/<pid>/stat: a hundredth of a second on every Linux that Node runs on. */
const TICK_MS = 10;
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
/** Until what is given back with a delay has been given back. */
const REST_MS = 12_000;

export class Program {
  /**
   * Starts a script and waits until it sends 'ready'.
   * @param {string} script in the project
   * @param {{ env?: Record<string, string>, url?: string, flags?: string[] }} options url: where it answers, if it does; flags: of Node
   */
  static async start(script, { env = {}, url, flags = [] } = {}) {
    const started = performance.now();
    const child = spawn(pinnedNode(), [...flags, at(script)], {
      cwd: root,
      env: { ...processes.environment, ...environment(), JUPITER_LOG_FILE: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const said = collect(child);
    const ready = new Promise((done, fail) => {
      child.on('message', (message) => message === 'ready' && done(undefined));
      child.on('error', fail);
      child.on('exit', (code) => fail(new Error(`${script} ended with ${code} before it was ready:\n${said()}`)));
    });
    const patience = sleep(READY_WITHIN_MS, 'late', { ref: false });
    if ((await Promise.race([ready, patience])) === 'late') {
      child.kill('SIGKILL');
      throw new Error(`${script} was not ready in ${READY_WITHIN_MS / 1000} s:\n${said()}`);
    }
    const program = new Program(child, url, performance.now() - started);
    program.startWaited = program.waitedMs() / program.readyMs;
    return program;
  }

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {string | undefined} url
   * @param {number} readyMs from spawn to 'ready'
   */
  constructor(child, url, readyMs) {
    this.child = child;
    this.url = url;
    this.readyMs = readyMs;
    /** The part of its start in which it waited for a core. */
    this.startWaited = 0;
  }

  /** User and system time so far, in milliseconds. */
  async cpuMs() {
    const stat = proc(this.child.pid, 'stat');
    if (stat === undefined) return (await this.metric('process_cpu_seconds_total')) * 1000;
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }

  /** How long its main thread could have run and had to wait for a core, in milliseconds; 0 where the system does not say. */
  waitedMs() {
    return Number(proc(this.child.pid, 'schedstat')?.split(' ')[1] ?? 0) / 1e6;
  }

  /** Resident memory in MB (10^6 bytes) after the program has been left alone: now, and the most there ever was where the system keeps it. */
  async memoryAtRest() {
    await sleep(REST_MS);
    return this.memory();
  }

  async memory() {
    const status = proc(this.child.pid, 'status');
    if (status === undefined) return { now: this.url ? (await this.metric('process_resident_memory_bytes')) / 1e6 : Number.NaN };
    const kilobytes = (/** @type {string} */ name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]);
    return { now: (kilobytes('VmRSS') * 1024) / 1e6, most: (kilobytes('VmHWM') * 1024) / 1e6 };
  }

  /** The 99th percentile of the event loop's delay since the last time it was asked for, in milliseconds. */
  async eventLoopP99() {
    return Math.max(0, (await this.metric('nodejs_eventloop_lag_p99_seconds')) * 1000 - 10);
  }

  /** @param {string} name */
  async metric(name) {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.slice(name.length));
  }

  /** Asks it to stop, and insists after a while. */
  async stop() {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((done) => this.child.once('exit', done));
    if (this.child.connected) this.child.send('shutdown', () => {});
    if ((await Promise.race([ended, sleep(STOP_WITHIN_MS, 'late', { ref: false })])) === 'late') this.child.kill('SIGKILL');
    await ended;
  }
}

/** @param {number | undefined} pid @param {string} file */
function proc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** The last of what the program says, for the case that it fails. @param {import('node:child_process').ChildProcess} child */
function collect(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part) => {
      text = (text + part).slice(-4000);
    });
  }
  return () => text;
}
