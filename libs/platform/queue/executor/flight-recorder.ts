import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';

const SLOT_BYTES = 8;

/**
 * Which jobs had really started when a process died: a slot in a file for each job that runs, written before its handler is
 * called. A kill -9 does not undo a write that has returned; only the whole machine's end does, and then nobody is charged.
 */
export class FlightRecorder {
  private readonly file: number;
  private readonly free: number[];
  private readonly slot = new Map<number, number>();
  private readonly bytes = Buffer.alloc(SLOT_BYTES);

  /** `file` has room for `slots` jobs (see `emptyFlight`). */
  constructor(file: string, slots: number) {
    this.file = openSync(file, 'r+');
    this.free = Array.from({ length: slots }, (_, slot) => slot);
  }

  /** The handler of this ticket is about to be called. Throws when more run than there are slots. */
  started(ticket: number): void {
    const slot = this.free.pop();
    if (slot === undefined) throw new Error('The flight recorder has no slot left.');
    this.slot.set(ticket, slot);
    this.write(slot, ticket);
  }

  ended(ticket: number): void {
    const slot = this.slot.get(ticket);
    if (slot === undefined) return;
    this.slot.delete(ticket);
    this.write(slot, 0);
    this.free.push(slot);
  }

  close(): void {
    closeSync(this.file);
  }

  private write(slot: number, ticket: number): void {
    this.bytes.writeDoubleLE(ticket);
    writeSync(this.file, this.bytes, 0, SLOT_BYTES, slot * SLOT_BYTES);
  }
}

/** Prepares the file for a process that runs up to `slots` jobs at once. */
export function emptyFlight(file: string, slots: number): void {
  writeFileSync(file, Buffer.alloc(SLOT_BYTES * slots));
}

/** The tickets that run, or ran when the process died. None if there is no file: then nobody can be charged. */
export function readFlight(file: string, then: 'remove' | 'keep' = 'remove'): number[] {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  if (then === 'remove') remove(file);
  const tickets = Array.from({ length: Math.floor(bytes.length / SLOT_BYTES) }, (_, slot) => bytes.readDoubleLE(slot * SLOT_BYTES));
  return tickets.filter((ticket) => ticket !== 0);
}

/** One that a virus scanner holds (Windows) stays until the next supervisor starts: a file too many must not end this one. */
function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EBUSY', 'EPERM', 'EACCES'].includes(code)) throw error;
  }
}
