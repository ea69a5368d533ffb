import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { orphanLives } from '../errors.js';
import { bootId, processStartTime, UNKNOWN_START } from './process-start-time.js';

interface Child {
  readonly pid: number;
  readonly startedAt?: string;
}

interface Children {
  readonly boot?: string;
  readonly children: readonly Child[];
}

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 10;

/** The processes that a supervisor has forked, in a file that outlives it: a hung one does not notice that it is an orphan. */
export class Orphans {
  private readonly file: string;
  private readonly mine = new Map<number, Child>();

  constructor(folder: string) {
    this.file = join(folder, 'queue.pids');
  }

  /** Ends what the supervisor before this one left behind, and waits until it is gone. Throws `queue.orphan-lives`. */
  async end(): Promise<number[]> {
    const left = await this.left();
    for (const { pid } of left) kill(pid);
    await Promise.all(left.map(gone));
    this.write();
    return left.map(({ pid }) => pid);
  }

  /** A process was forked. */
  async add(pid: number): Promise<void> {
    this.mine.set(pid, { pid });
    const startedAt = await processStartTime(pid);
    if (!this.mine.has(pid)) return; // it ended in between
    this.mine.set(pid, { pid, startedAt });
    this.write();
  }

  remove(pid: number): void {
    if (this.mine.delete(pid)) this.write();
  }

  /** There are none, and none is looked for. */
  clear(): void {
    rmSync(this.file, { force: true });
  }

  private async left(): Promise<Child[]> {
    const { boot, children } = this.read();
    if (boot !== bootId()) return [];
    const lives = await Promise.all(children.map(isSame));
    return children.filter((_, at) => lives[at]);
  }

  private read(): Children {
    try {
      const read = JSON.parse(readFileSync(this.file, 'utf8')) as Partial<Children> | null;
      return { boot: read?.boot, children: Array.isArray(read?.children) ? read.children : [] };
    } catch {
      return { children: [] }; // none yet, or cut short by a power cut that ended them as well
    }
  }

  /** Whole or not at all: a reader never finds half a list. */
  private write(): void {
    const draft = `${this.file}.${process.pid}`;
    const children: Children = { boot: bootId(), children: [...this.mine.values()] };
    writeFileSync(draft, JSON.stringify(children));
    renameSync(draft, this.file);
  }
}

/** Whether the process still is the one that was forked. Without a start time nobody knows, and nobody is killed. */
async function isSame({ pid, startedAt }: Child): Promise<boolean> {
  return startedAt !== undefined && startedAt !== UNKNOWN_START && (await processStartTime(pid)) === startedAt;
}

async function gone(child: Child): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (await isSame(child)) {
    if (performance.now() > deadline) throw orphanLives(child.pid);
    await sleep(LOOK_EVERY_MS);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
