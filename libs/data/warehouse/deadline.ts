/** A moment after which work is stopped. It repeats itself, because an interrupt between two statements is lost. */
export class Deadline {
  private readonly at: number;
  /** A timer may fire a moment early by this clock; once it has fired, the deadline has passed. */
  private over = false;

  constructor(milliseconds: number) {
    this.at = performance.now() + milliseconds;
  }

  get passed(): boolean {
    return this.over || performance.now() >= this.at;
  }

  /** Calls `stop` when the moment has come, and every 50 ms from then on, until the returned function is called. */
  whenPassed(stop: () => void): () => void {
    let timer: NodeJS.Timeout | undefined;
    const wait = (milliseconds: number) => {
      timer = setTimeout(() => {
        this.over = true;
        wait(50);
        stop();
      }, milliseconds);
    };
    wait(this.at - performance.now());
    return () => clearTimeout(timer);
  }
}
