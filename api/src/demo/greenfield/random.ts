/**
 * Chance that repeats itself: the same seed gives the same company on every machine. Only whole-number and basic
 * floating point arithmetic is used, which every machine computes alike.
 */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A number from 0 up to, not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** A factor around 1: vary(0.1) is between 0.9 and 1.1. */
  vary(spread: number): number {
    return 1 - spread + this.next() * 2 * spread;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }

  /** `total` cents cut into `parts` uneven whole amounts that add up to it. */
  split(total: number, parts: number): number[] {
    const weights = Array.from({ length: parts }, () => 0.4 + this.next());
    const sum = weights.reduce((a, b) => a + b, 0);
    const amounts = weights.map((w) => Math.floor((total * w) / sum));
    const left = total - amounts.reduce((a, b) => a + b, 0);
    amounts[0] = (amounts[0] ?? 0) + left;
    return amounts;
  }
}
