const AGAIN_MS = 50;

/** So much time for work; time that others take while the work waits for them does not count. */
export class Deadline {
  private at: number;
  private pausedAt: number | undefined;

  constructor(milliseconds: number) {
    this.at = performance.now() + milliseconds;
  }

  get passed(): boolean {
    return this.left() <= 0;
  }

  /** Waits for what is not the work's own doing: the clock stands still meanwhile. */
  async pausedFor(others: () => void | Promise<void>): Promise<void> {
    this.pausedAt = performance.now();
    try {
      await others();
    } finally {
      this.at += performance.now() - this.pausedAt;
      this.pausedAt = undefined;
    }
  }

  /** Calls `stop` when the time is up, and every 50 ms from then on (an interrupt between two statements is lost), until the returned function is called. */
  whenPassed(stop: () => void): () => void {
    let timer: NodeJS.Timeout | undefined;
    const look = () => {
      const left = this.left();
      timer = setTimeout(look, this.pausedAt === undefined && left > 0 ? left : Math.max(left, AGAIN_MS));
      if (left <= 0) stop();
    };
    timer = setTimeout(look, this.left());
    return () => clearTimeout(timer);
  }

  private left(): number {
    return this.at - (this.pausedAt ?? performance.now());
  }
}
