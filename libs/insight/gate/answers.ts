import type { Cell } from '#core/contract';

const MOST_BYTES = 48_000_000;
const CELL_BYTES = 16;

interface Kept<T> {
  readonly value: T;
  readonly bytes: number;
}

/** What an answer of rows takes in memory, roughly. */
export const bytesOf = (rows: readonly (readonly Cell[])[]): number =>
  rows.reduce(
    (sum, row) => sum + 64 + row.reduce<number>((cells, cell) => cells + CELL_BYTES + (typeof cell === 'string' ? cell.length : 0), 0),
    256,
  );

/**
 * Answers of the gate, the least recently asked forgotten first. Equal questions that come while the first is being
 * answered wait for that answer; a failed one is not kept.
 */
export class Answers<T> {
  private readonly kept = new Map<string, Kept<T>>();
  private readonly coming = new Map<string, Promise<T>>();
  private bytes = 0;

  constructor(
    private readonly sizeOf: (value: T) => number,
    private readonly mostBytes = MOST_BYTES,
  ) {}

  /** The key must name everything that the answer depends on: module, load, the viewer's rows, the question. */
  async get(key: string, answer: () => Promise<T>): Promise<T> {
    const found = this.kept.get(key);
    if (found) {
      this.kept.delete(key);
      this.kept.set(key, found);
      return found.value;
    }
    const coming = this.coming.get(key) ?? this.start(key, answer);
    return coming;
  }

  private start(key: string, answer: () => Promise<T>): Promise<T> {
    const coming = answer()
      .then((value) => {
        this.keep(key, value);
        return value;
      })
      .finally(() => this.coming.delete(key));
    this.coming.set(key, coming);
    return coming;
  }

  private keep(key: string, value: T): void {
    const bytes = this.sizeOf(value) + 2 * key.length;
    if (bytes > this.mostBytes / 4) return;
    this.kept.set(key, { value, bytes });
    this.bytes += bytes;
    for (const [oldest, entry] of this.kept) {
      if (this.bytes <= this.mostBytes) return;
      this.kept.delete(oldest);
      this.bytes -= entry.bytes;
    }
  }
}
