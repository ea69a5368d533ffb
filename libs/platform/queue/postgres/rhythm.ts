/** Turns one after the other, as soon as something woke it, and slowly by itself. */
export class Rhythm {
  private woken = true;
  private stopping = false;
  private running?: Promise<void>;
  private rouse?: () => void;
  private failures = 0;

  /** `turn` says after how many milliseconds it wants the next one at the latest; `told` hears of each failure, and when it is over. */
  constructor(
    private readonly turn: () => Promise<number | undefined>,
    private readonly told: (error: unknown) => void,
  ) {}

  start(): void {
    this.running = this.go(() => !this.stopping);
  }

  wake(): void {
    this.woken = true;
    if (this.failures === 0) this.rouse?.();
  }

  /** Ends after the turn under way; while something is `left`, further ones are tried. */
  async stop(left: () => boolean): Promise<void> {
    this.stopping = true;
    this.rouse?.();
    await this.running;
    await this.go(left);
  }

  private async go(on: () => boolean): Promise<void> {
    while (on()) {
      const withinMs = await this.one();
      if (on()) await this.pause(withinMs);
    }
  }

  /** A turn that fails is tried again, ever more slowly, up to every two seconds. */
  private async one(): Promise<number> {
    this.woken = false;
    try {
      const wanted = await this.turn();
      this.failures = 0;
      this.told(undefined);
      return Math.min(Math.max(wanted ?? SLOWLY_MS, 1), SLOWLY_MS);
    } catch (error) {
      this.failures++;
      this.told(error);
      return Math.min(100 * 2 ** this.failures, 2 * SLOWLY_MS);
    }
  }

  private pause(milliseconds: number): Promise<void> {
    if (this.woken && this.failures === 0) return new Promise(setImmediate);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Finds what rang no bell. */
const SLOWLY_MS = 1000;
