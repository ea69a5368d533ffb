/** Lets one at a time through, in the order of asking. */
export class Mutex {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs `work` once all earlier work has ended, well or badly. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work);
    this.last = mine.catch(() => undefined);
    return mine;
  }
}
