import type { Writable } from 'node:stream';
import { readerGone } from './errors.js';

/**
 * Writes to a stream no faster than its reader takes it, and notices when the reader has gone. It listens once for the life
 * of the stream: compressed responses cannot take listeners back.
 */
export class PatientWriter {
  private wake: () => void = () => undefined;
  private gone = false;

  constructor(private readonly to: Writable) {
    to.on('drain', () => this.wake());
    to.on('close', () => {
      this.gone = true;
      this.wake();
    });
  }

  /** Resolves when more may be written; throws a Problem when the reader has gone. */
  async write(text: string): Promise<void> {
    this.assertReader();
    if (!this.to.write(text)) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        if (this.gone) resolve();
      });
    }
    this.assertReader();
  }

  private assertReader(): void {
    if (this.gone || this.to.destroyed) throw readerGone();
  }
}
