import type { Storage } from '#platform/storage';
import type { QueueClock } from '../contract/engine.js';
import { Figures, GROW_FIGURE, type StartEndKind } from '../figures.js';
import type { Start } from './claiming.js';
import type { Verdict } from './operation.js';

const KEEP_EVERY_MS = 5_000;

/** Sums up what becomes of starts, and keeps the sums in the app's own file now and then. */
export class Books {
  private readonly figures = new Figures();
  private readonly begun = new Map<string, { name: string; at: number }>();
  private keptAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly storage: Storage,
    private readonly clock: QueueClock,
  ) {}

  started({ claim, dueAt }: Start): void {
    this.figures.started(claim.name, this.clock.wall() - dueAt);
    this.begun.set(claim.id, { name: claim.name, at: this.clock.monotonic() });
  }

  ended(id: string, verdict: Verdict): void {
    const begun = this.begun.get(id);
    if (begun) this.figures.ended(begun.name, endKind(verdict), this.clock.monotonic() - begun.at);
    this.begun.delete(id);
  }

  /** Keeps them, if it is time to or `now`. Throws what the file says; they are kept the next time then. */
  async keep(now = false): Promise<void> {
    if (!now && this.clock.monotonic() - this.keptAt < KEEP_EVERY_MS) return;
    this.keptAt = this.clock.monotonic();
    const growths = this.figures.take();
    if (growths.length === 0) return;
    try {
      await this.storage.write(async (tx) => {
        for (const { name, figure, value } of growths) await tx.query(GROW_FIGURE, [name, figure, value]);
      });
    } catch (error) {
      this.figures.giveBack(growths);
      throw error;
    }
  }
}

function endKind(verdict: Verdict): StartEndKind {
  if (verdict.to !== 'again') return verdict.to;
  return verdict.event === 'failed' || verdict.event === 'snoozed' ? verdict.event : 'interrupted';
}
