import type { QueueClock } from '../contract/engine.js';

/**
 * A clock for tests that the engine's thread reads too: it runs as the real one does, shifted by what the test has stepped.
 * Milliseconds.
 */
export class SharedClock implements QueueClock {
  private readonly offsets: Float64Array;

  /** `memory` is what another thread's clock hands over: both then step together. */
  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(24)) {
    this.offsets = new Float64Array(memory);
  }

  /** One that stands still between its steps, from a whole second on. */
  static standing(): SharedClock {
    const clock = new SharedClock();
    clock.offsets.set([Math.floor(realClock.wall() / 1000) * 1000, realClock.monotonic(), 1]);
    return clock;
  }

  wall(): number {
    return (this.stands ? 0 : realClock.wall()) + (this.offsets[0] ?? 0);
  }

  monotonic(): number {
    return (this.stands ? 0 : realClock.monotonic()) + (this.offsets[1] ?? 0);
  }

  private get stands(): boolean {
    return this.offsets[2] === 1;
  }

  /** Lets time pass at once, for everybody who reads this clock. */
  pass(milliseconds: number): void {
    this.stepWall(milliseconds);
    this.offsets[1] = (this.offsets[1] ?? 0) + milliseconds;
  }

  /** Sets the wall clock forward or back, as somebody or a time server would. */
  stepWall(milliseconds: number): void {
    this.offsets[0] = (this.offsets[0] ?? 0) + milliseconds;
  }
}

/** The machine's own clocks, the same in all threads and processes. */
export const realClock: QueueClock = {
  wall: () => Date.now(),
  monotonic: () => Number(process.hrtime.bigint() / 1000n) / 1000,
};
