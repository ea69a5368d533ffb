/** A tick that is later than this was not only busy. */
const SLACK_MS = 250;

/**
 * Notices that this process itself did not run (suspended, stopped, starved): what it heard nothing of meanwhile must not be taken
 * for silence.
 */
export class OwnSleep {
  private last: number;

  constructor(
    private readonly everyMs: number,
    now: number,
  ) {
    this.last = now;
  }

  /** Called every `everyMs`; the milliseconds that were slept through, 0 mostly. */
  tick(now: number): number {
    const late = now - this.last - this.everyMs;
    this.last = now;
    return late > this.everyMs + SLACK_MS ? late : 0;
  }
}
