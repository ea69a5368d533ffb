/** A moment after which work is stopped. It repeats itself, because an interrupt between two statements is lost. */
export class Deadline {
  private readonly at: number;

  constructor(milliseconds: number) {
    this.at = performance.now() + milliseconds;
  }

  get passed(): boolean {
    return performance.now() >= this.at;
  }

  /** Calls `stop` when the moment has come, and every 50 ms from then on, until the returned function is called. */
  whenPassed(stop: () => void): () => void {
    let timer: NodeJS.Timeout | undefined;
    const wait = (milliseconds: number) => {
      timer = setTimeout(() => {
        wait(50);
        stop();
      }, milliseconds);
    };
    wait(this.at - performance.now());
    return () => clearTimeout(timer);
  }
}
