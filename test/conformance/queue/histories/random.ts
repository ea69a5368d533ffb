/** Numbers that only look random: the same seed gives the same ones. */
export class Random {
  constructor(private state: number) {}

  /** From 0 to below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    const one = from[this.whole(0, from.length - 1)];
    if (one === undefined) throw new Error('Nothing to pick from.');
    return one;
  }

  /** Some of them, in their order. */
  some<T>(from: readonly T[]): T[] {
    return from.filter(() => this.chance(0.5));
  }
}

/** The seed of a run: as set by JUPITER_SEED to repeat one, or another one each time. */
export const seedOfThisRun = (): number => Number(process.env['JUPITER_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
