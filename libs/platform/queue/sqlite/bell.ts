import { closeSync, constants, openSync, writeSync } from 'node:fs';

const BYTE = Buffer.from([1]);

/**
 * Wakes the engine, in whatever process it is, without polling: a byte is written over the first one of a file that it watches.
 * Never the database itself: opening and closing that beside SQLite would drop the locks of the whole process.
 */
export class Bell {
  private descriptor?: number;
  private turn?: NodeJS.Immediate;

  /** `file` is made when it is not there. */
  constructor(readonly file: string) {}

  /**
   * Rings once for all calls of a turn of the event loop, after it: a write transaction never outlasts one, so what it enqueued
   * is committed by then. A bell that cannot be rung delays a job to the engine's next slow look and loses nothing.
   */
  ring(): void {
    this.turn ??= setImmediate(() => {
      this.turn = undefined;
      this.ringNow();
    });
  }

  /** Makes the file, so that it can be watched. Throws what the file system refuses. */
  make(): void {
    this.descriptor ??= openSync(this.file, constants.O_RDWR | constants.O_CREAT);
  }

  /** Closes the file; the next ring opens it again. */
  close(): void {
    clearImmediate(this.turn);
    this.turn = undefined;
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private ringNow(): void {
    try {
      this.make();
      writeSync(this.descriptor as number, BYTE, 0, 1, 0);
    } catch {
      this.close();
    }
  }
}
