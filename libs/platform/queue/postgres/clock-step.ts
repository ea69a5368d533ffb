import type { QueueClock } from '../contract/engine.js';

/** Less is the clocks' own drift. */
const LEAST_MS = 1000;

/** Sees that somebody set the wall clock, by the clock that never jumps. */
export class ClockStep {
  private apart: number;

  constructor(private readonly clock: QueueClock) {
    this.apart = this.now();
  }

  /** How far the wall clock was set since it was asked last; 0 when it only went on. */
  take(): number {
    const step = this.now() - this.apart;
    if (Math.abs(step) < LEAST_MS) return 0;
    this.apart += step;
    return step;
  }

  private now(): number {
    return this.clock.wall() - this.clock.monotonic();
  }
}
