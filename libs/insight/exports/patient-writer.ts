import type { Writable } from 'node:stream';
import { readerGone, readerIdle } from './errors.js';

/** Whoever takes nothing for so long has gone without a word, and holds up others who wait for figures. */
const MOST_IDLE_MS = 60_000;

/**
 * Writes to a stream no faster than its reader takes it, and notices when the reader has gone. It listens once for the life
 * of the stream: compressed responses cannot take listeners back.
 */
export class PatientWriter {
  private wake: () => void = () => undefined;
  private gone = false;

  constructor(
    private readonly to: Writable,
    private readonly mostIdleMs = MOST_IDLE_MS,
  ) {
    to.on('drain', () => this.wake());
    to.on('close', () => {
      this.gone = true;
      this.wake();
    });
  }

  /** Resolves when more may be written; throws a Problem when the reader has gone, or has taken nothing for a minute. */
  async write(text: string): Promise<void> {
    this.assertReader();
    if (!this.to.write(text)) await this.drained();
    this.assertReader();
  }

  private drained(): Promise<void> {
    return new Promise((resolve, reject) => {
      const idle = setTimeout(() => reject(readerIdle(this.mostIdleMs)), this.mostIdleMs);
      this.wake = () => {
        clearTimeout(idle);
        resolve();
      };
      if (this.gone) this.wake();
    });
  }

  private assertReader(): void {
    if (this.gone || this.to.destroyed) throw readerGone();
  }
}
