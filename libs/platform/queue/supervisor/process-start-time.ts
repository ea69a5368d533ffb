import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Of /proc/<pid>/stat, counted after the name: the state, and the start in ticks since boot. */
const STATE = 0;
const STARTED = 19;

/** What a start is that the system does not tell, although the process is there. */
export const UNKNOWN_START = 'unknown';

/**
 * When a process started, as a text to compare with: a process id is used again, but not with the same start. Undefined when no
 * such process runs (a zombie does not); `UNKNOWN_START` when one does and nobody says since when.
 */
export async function processStartTime(pid: number): Promise<string | undefined> {
  if (!isThere(pid)) return undefined;
  if (process.platform === 'linux') return fromProc(pid);
  const told = await (process.platform === 'win32'
    ? said('powershell', ['-NoProfile', '-NonInteractive', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`])
    : said('ps', ['-o', 'lstart=', '-p', String(pid)]));
  return told ?? (isThere(pid) ? UNKNOWN_START : undefined);
}

/** Tells one run of the machine from another; undefined where it does not say, and where a start time is enough. */
export function bootId(): string | undefined {
  return process.platform === 'linux' ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() : undefined;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function fromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[STATE] === 'Z' || fields[STATE] === 'X' ? undefined : fields[STARTED];
  } catch {
    return undefined; // it ended in between
  }
}

async function said(program: string, words: readonly string[]): Promise<string | undefined> {
  try {
    return (await run(program, words, { windowsHide: true })).stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
