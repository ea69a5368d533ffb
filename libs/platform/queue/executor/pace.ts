/** What waits inside an executor should not wait longer than this. */
const AHEAD_MS = 20;
/** How much of an old duration stays with each short job. */
const MEMORY = 0.9;

/**
 * How many jobs an executor should hold beyond those it runs. Short jobs are handed out ahead, so that it never waits for the
 * next commit; a long one must not keep others from an executor that idles, so after it none is handed out ahead for a while.
 */
export class Pace {
  private lastMs = Number.POSITIVE_INFINITY;

  ended(tookMs: number): void {
    this.lastMs = tookMs < this.lastMs && Number.isFinite(this.lastMs) ? this.lastMs * MEMORY + tookMs * (1 - MEMORY) : tookMs;
  }

  /** As many as `concurrency` jobs at once get done in a moment, `most` at most. */
  ahead(concurrency: number, most: number): number {
    return Math.min(most, concurrency * Math.floor(AHEAD_MS / Math.max(this.lastMs, 0.01)));
  }
}
