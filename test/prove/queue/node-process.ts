import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const runTypescript = ['-r', resolve(__dirname, '../../support/run-typescript.cjs')];
const BOOT_MS = 90_000;

/** How a node of the proofs works; everything but the folder. */
export interface NodeOptions {
  readonly executors?: number;
  readonly concurrency?: number;
  readonly hangMs?: number;
  /** A file for what it enqueues by itself; none: it does not. */
  readonly produce?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** What a node tells its test. */
export type Told =
  | { readonly kind: 'up' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'restart'; readonly pid: number; readonly reason: string };

/** A supervisor and its executors: the process that a fault befalls. */
export class NodeProcess {
  readonly child: ChildProcess;
  readonly restarts: { pid: number; reason: string }[] = [];
  private readonly said: string[] = [];
  private readonly first: Promise<Told>;

  constructor(folder: string, log: string, { env, ...options }: NodeOptions) {
    this.child = fork(join(__dirname, 'programs/node.ts'), [folder, log, JSON.stringify(options)], {
      execArgv: runTypescript,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...env },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (text: Buffer) => this.said.push(text.toString()));
    this.first = new Promise((tell) => {
      this.child.on('message', (told: Told) => {
        if (told.kind === 'restart') this.restarts.push(told);
        else tell(told);
      });
      this.child.once('exit', (code, signal) => tell({ kind: 'refused', reason: `ended with ${signal ?? code}: ${this.words()}` }));
      this.child.once('error', (error) => tell({ kind: 'refused', reason: error.message }));
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  words(): string {
    return this.said.join('').slice(-2000);
  }

  /** Resolves when it runs jobs. Throws when it ended before. */
  async up(): Promise<void> {
    const told = await this.answered();
    if (told.kind !== 'up') throw new Error(`The node is not up: ${JSON.stringify(told)}`);
  }

  /** The first thing it says: up, or why not. */
  answered(): Promise<Told> {
    const late = new Promise<never>((_, refuse) =>
      setTimeout(() => refuse(new Error(`The node said nothing: ${this.words()}`)), BOOT_MS).unref(),
    );
    return Promise.race([this.first, late]);
  }

  alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ends it at once and waits until it is gone. Its executors notice by themselves. */
  async gone(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!this.alive()) return;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    if (signal === 'SIGKILL') this.child.kill('SIGCONT');
    await exit;
  }
}

/** Whether a process lives. One that is dead and that nobody has fetched yet does not. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
