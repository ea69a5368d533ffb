import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '#core/kernel';
import { supervised } from '../errors.js';
import { bootId, processStartTime, UNKNOWN_START } from './process-start-time.js';

/** Who supervises: `startedAt` tells it from a later process of the same id, `boot` from one of another run of the machine. */
interface Holder {
  readonly pid: number;
  readonly startedAt?: string;
  readonly boot?: string;
  readonly token: string;
}

const TRIES = 5;

/**
 * The right to supervise the queue of a folder: a file that names the process. The lock of a process that is gone is taken over.
 * Taken with a hard link, so that a lock is never seen half written and never two are taken.
 */
export class SupervisorLock {
  private constructor(
    private readonly file: string,
    private readonly mine: string,
  ) {}

  /** Throws `queue.supervised` when another process lives that holds it. */
  static async take(folder: string): Promise<SupervisorLock> {
    const file = join(folder, 'queue.lock');
    const holder: Holder = { pid: process.pid, startedAt: await processStartTime(process.pid), boot: bootId(), token: newId() };
    const mine = JSON.stringify(holder);
    for (let round = 1; !link(file, mine); round++) {
      const found = read(file);
      const other = holderOf(found);
      if (other && (round === TRIES || (await lives(other)))) throw supervised(other.pid, folder);
      if (found !== undefined) clear(file, found);
    }
    return new SupervisorLock(file, mine);
  }

  /** Gives it back; another process may take it. */
  release(): void {
    if (read(this.file) === this.mine) rmSync(this.file, { force: true });
  }
}

/** False when there is a lock already. */
function link(file: string, mine: string): boolean {
  const draft = `${file}.${process.pid}.${newId()}`;
  writeFileSync(draft, mine);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes the dead lock away that was found, and no other: somebody quicker may have taken it over in between. */
function clear(file: string, found: string): void {
  const aside = `${file}.${newId()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    if (read(aside) !== found) linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** In doubt it lives: two supervisors would do every job twice. */
async function lives({ pid, startedAt = UNKNOWN_START, boot }: Holder): Promise<boolean> {
  if (boot !== bootId()) return false;
  const now = await processStartTime(pid);
  return now !== undefined && (now === UNKNOWN_START || startedAt === UNKNOWN_START || startedAt === now);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A file that is no lock (cut short by a power cut) is nobody's. */
function holderOf(text: string | undefined): Holder | undefined {
  try {
    const holder = JSON.parse(text ?? '') as Partial<Holder> | null;
    return Number.isInteger(holder?.pid) ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}
