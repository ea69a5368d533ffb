import { Injectable } from '@nestjs/common';

/** Wakes whoever waits in this process, so that nobody polls fast. Other processes are found by the slow poll. */
@Injectable()
export class Doorbell {
  private readonly waiting = new Set<() => void>();

  /** Wakes all who wait now. */
  ring(): void {
    for (const wake of [...this.waiting]) wake();
  }

  /** Ends at the next ring, or after `milliseconds`. */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.waiting.add(wake);
    });
  }
}
