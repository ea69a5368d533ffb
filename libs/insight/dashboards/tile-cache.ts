/** Bounds of the memory that finished answers may take. */
const MOST_ENTRIES = 2000;
const MOST_CHARACTERS = 24_000_000;

/**
 * Finished answers as JSON text, the least recently used forgotten first. The key must name everything an answer depends
 * on: the viewer's rights and the load among it. Equal questions that arrive together are computed once; a failed one is
 * forgotten, so that the next attempt tries again.
 */
export class TileCache {
  private readonly answers = new Map<string, string>();
  private readonly running = new Map<string, Promise<string>>();
  private readonly loads = new Map<string, number>();
  private characters = 0;

  /** The answer under `key`, computed when it is not there. */
  async answer(key: string, compute: () => Promise<unknown>): Promise<string> {
    const known = this.answers.get(key);
    if (known !== undefined) return this.touch(key, known);
    const running = this.running.get(key);
    if (running) return running;
    const started = this.compute(key, compute);
    this.running.set(key, started);
    return started;
  }

  /** Tells which load of a module is live; when it is a new one, answers of older loads are forgotten. */
  live(module: string, load: number): void {
    const before = this.loads.get(module);
    if (before === load) return;
    this.loads.set(module, load);
    if (before === undefined) return;
    for (const key of [...this.answers.keys()]) if (key.startsWith(`${module}\n`)) this.forget(key);
  }

  private async compute(key: string, compute: () => Promise<unknown>): Promise<string> {
    try {
      const text = JSON.stringify(await compute());
      this.remember(key, text);
      return text;
    } finally {
      this.running.delete(key);
    }
  }

  private touch(key: string, text: string): string {
    this.answers.delete(key);
    this.answers.set(key, text);
    return text;
  }

  private remember(key: string, text: string): void {
    this.forget(key);
    this.answers.set(key, text);
    this.characters += text.length;
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= MOST_ENTRIES && this.characters <= MOST_CHARACTERS) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    this.characters -= this.answers.get(key)?.length ?? 0;
    this.answers.delete(key);
  }
}
