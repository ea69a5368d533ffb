import type { Deadline } from './deadline.js';

/** So many may work at once; the others wait in the order they came, as long as their deadline allows. */
export class Slots {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly watchers: (() => void)[] = [];

  constructor(private readonly size: number) {}

  /** A function that gives the slot back; undefined when the deadline passed first. */
  async take(deadline: Deadline): Promise<(() => void) | undefined> {
    if (this.taken < this.size) this.taken++;
    else if (!(await this.turn(deadline))) return undefined;
    return () => this.give();
  }

  async allFree(): Promise<void> {
    if (this.taken > 0) await new Promise<void>((resolve) => this.watchers.push(resolve));
  }

  private turn(deadline: Deadline): Promise<boolean> {
    return new Promise((resolve) => {
      const mine = () => {
        stopWatching();
        resolve(true);
      };
      const stopWatching = deadline.whenPassed(() => {
        stopWatching();
        this.waiting.splice(this.waiting.indexOf(mine), 1);
        resolve(false);
      });
      this.waiting.push(mine);
    });
  }

  /** The slot goes straight to the one who waits longest. */
  private give(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken--;
    if (this.taken === 0) for (const resolve of this.watchers.splice(0)) resolve();
  }
}
