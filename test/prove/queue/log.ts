import { existsSync, readFileSync } from 'node:fs';

/** A line of the log that the handlers append to. `at`: milliseconds of the machine's monotonic clock. */
export interface Entry {
  readonly what: 'S' | 'E';
  readonly id: string;
  readonly pid: number;
  readonly attempt: number;
  readonly at: number;
}

/** Whole lines only: the last one may be on its way. */
export function entriesOf(file: string): Entry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const [what, id = '', pid, attempt, at] = line.split(' ');
    return { what: what === 'S' ? 'S' : 'E', id, pid: Number(pid), attempt: Number(attempt), at: Number(at) };
  });
}

/** Starts without an end. */
export function open(entries: readonly Entry[]): Entry[] {
  const ended = new Set(entries.filter(({ what }) => what === 'E').map(({ id, attempt }) => `${id}/${attempt}`));
  return entries.filter(({ what, id, attempt }) => what === 'S' && !ended.has(`${id}/${attempt}`));
}

/** Jobs whose handler went through to its end more than once: allowed after a crash, their effect is not. */
export function endedTwice(entries: readonly Entry[]): number {
  const ends = entries.filter(({ what }) => what === 'E').map(({ id }) => id);
  return ends.length - new Set(ends).size;
}

/** Starts of a job while another start of it went on in a process that was not dead yet. */
export function overlaps(entries: readonly Entry[], deaths: ReadonlyMap<number, number>): Entry[] {
  const running = new Map<string, Entry>();
  return entries.filter((entry) => {
    const other = running.get(entry.id);
    if (entry.what === 'E') {
      if (other?.attempt === entry.attempt) running.delete(entry.id);
      return false;
    }
    running.set(entry.id, entry);
    return other !== undefined && entry.at < (deaths.get(other.pid) ?? Number.POSITIVE_INFINITY);
  });
}
