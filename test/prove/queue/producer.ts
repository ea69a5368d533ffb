import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTypescript } from './node-process.js';

interface Production {
  readonly folder: string;
  readonly file: string;
  /** Of the idempotency keys; none: without them. */
  readonly prefix?: string;
  /** The number of the first key. */
  readonly from?: number;
  /** The answer of this number kills it: what was kept then, it does not know. */
  readonly deadly?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** A process beside the worker that enqueues as fast as it can, until it is killed. */
export class Producer {
  private readonly child: ChildProcess;

  constructor({ folder, file, prefix = '', from = 0, deadly = 0, env }: Production) {
    this.child = fork(join(__dirname, 'programs/producer.ts'), [folder, file, prefix, String(from), String(deadly)], {
      execArgv: runTypescript,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    });
  }

  async up(): Promise<void> {
    await once(this.child, 'message');
  }

  /** Resolves when it has ended. */
  async gone(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }

  async killed(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }
}

/** What was acknowledged to producers: ids, the keys they were asked with, and whether the job was there already. */
export function acknowledgedIn(file: string): { id: string; key: string; known: boolean }[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const [, id = '', key = '', outcome] = line.split(' ');
    return { id, key, known: outcome === 'known' };
  });
}
