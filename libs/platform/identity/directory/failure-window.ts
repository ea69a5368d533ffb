import { TooManyAttempts } from '../errors.js';

/** How an admitted attempt ended. Neutral: it neither counts against the one who tried nor forgives. */
export type Settle = (outcome: 'succeeded' | 'failed' | 'neutral') => void;

interface Tries {
  /** Times of the failures that still count, oldest first, in milliseconds. */
  failures: number[];
  /** Admitted and not settled: each may still become a failure, so each holds a place. */
  open: number;
  waiting: (() => void)[];
  /** Whether this window's first refusal was already told. */
  refused: boolean;
}

/** Keys kept before those that no longer count are dropped. */
const MANY_KEYS = 10_000;

/** Lets at most `limit` attempts fail within a window, however many come at once. Lives in memory. */
export class FailureWindow {
  private readonly tries = new Map<string, Tries>();

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
    private readonly now: () => number,
  ) {}

  /**
   * Takes a place; waits while all are held by attempts that may still succeed. Throws TooManyAttempts.
   * The answer must be told how the attempt ended.
   */
  async admit(key: string): Promise<Settle> {
    for (;;) {
      const tries = this.current(key);
      this.refuseBeyondLimit(tries);
      if (tries.failures.length + tries.open < this.limit) return this.take(tries);
      await new Promise<void>((resolve) => tries.waiting.push(resolve));
    }
  }

  private take(tries: Tries): Settle {
    tries.open += 1;
    return (outcome) => {
      tries.open -= 1;
      if (outcome === 'failed') tries.failures.push(this.now());
      if (outcome === 'succeeded') tries.failures = [];
      for (const wake of tries.waiting.splice(0)) wake();
    };
  }

  private refuseBeyondLimit(tries: Tries): void {
    if (tries.failures.length < this.limit) {
      tries.refused = false;
      return;
    }
    const first = !tries.refused;
    tries.refused = true;
    const freeAt = (tries.failures[0] ?? this.now()) + this.windowMs;
    throw new TooManyAttempts(Math.max(1, Math.ceil((freeAt - this.now()) / 1000)), first);
  }

  private current(key: string): Tries {
    if (this.tries.size > MANY_KEYS) this.forgetThePast();
    const tries = this.tries.get(key) ?? { failures: [], open: 0, waiting: [], refused: false };
    this.tries.set(key, tries);
    this.dropOld(tries);
    return tries;
  }

  private dropOld(tries: Tries): void {
    const since = this.now() - this.windowMs;
    tries.failures = tries.failures.filter((at) => at > since);
  }

  private forgetThePast(): void {
    for (const [key, tries] of this.tries) {
      this.dropOld(tries);
      if (tries.failures.length === 0 && tries.open === 0 && tries.waiting.length === 0) this.tries.delete(key);
    }
  }
}
