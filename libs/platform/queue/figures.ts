/** Upper bounds of the classes of waits and runs, in seconds; the last class has none. */
export const LATENCY_BOUNDS_SECONDS = [0.005, 0.025, 0.1, 0.5, 2, 10, 60, 600] as const;

/** How a start ended. `failed` is tried again; `dead` is not. */
export const START_ENDS = ['done', 'failed', 'dead', 'snoozed', 'cancelled', 'interrupted', 'parked'] as const;
export type StartEndKind = (typeof START_ENDS)[number];

/** By how much a sum has grown. The names are those of `JobFigureEntity`. */
export interface FigureGrowth {
  readonly name: string;
  readonly figure: string;
  readonly value: number;
}

/** Adds a growth to what is kept; parameters: name, figure, value. */
export const GROW_FIGURE =
  'INSERT INTO job_figure (name, figure, value) VALUES (?, ?, ?) ON CONFLICT (name, figure) DO UPDATE SET value = value + excluded.value';

/**
 * Sums up what becomes of jobs, for an engine to keep now and then (`take`, then `GROW_FIGURE` for each). A few additions a job,
 * and no row. What was not kept when the process is killed is missing in the figures, and nowhere else.
 */
export class Figures {
  private readonly sums = new Map<string, Map<string, number>>();

  /** A job was handed out, so long after it came due. */
  started(name: string, waitedMs: number): void {
    this.latency(name, 'waited', waitedMs);
  }

  /** A start ended, so long after it was handed out. */
  ended(name: string, kind: StartEndKind, ranMs: number): void {
    this.grow(name, `ended ${kind}`, 1);
    this.latency(name, 'ran', ranMs);
  }

  /** How the sums have grown since the last call. */
  take(): FigureGrowth[] {
    const grown = [...this.sums].flatMap(([name, figures]) => [...figures].map(([figure, value]) => ({ name, figure, value })));
    this.sums.clear();
    return grown;
  }

  /** Takes back what could not be kept. */
  giveBack(growths: readonly FigureGrowth[]): void {
    for (const { name, figure, value } of growths) this.grow(name, figure, value);
  }

  private latency(name: string, what: 'waited' | 'ran', milliseconds: number): void {
    const seconds = Math.max(0, milliseconds) / 1000;
    this.grow(name, `${what} sum`, seconds);
    this.grow(name, `${what} le ${LATENCY_BOUNDS_SECONDS.find((bound) => seconds <= bound) ?? '+Inf'}`, 1);
  }

  private grow(name: string, figure: string, by: number): void {
    const figures = this.sums.get(name) ?? new Map<string, number>();
    this.sums.set(name, figures);
    figures.set(figure, (figures.get(figure) ?? 0) + by);
  }
}
