import type { JobRules } from '../contract/definition.js';
import { type Deed, row } from './deed.js';

type Rate = NonNullable<JobRules['rate']>;
/** So many starts, the last of them at the moment. */
type Starts = [at: number, starts: number][];

const LOAD = 'SELECT starts FROM job_rate WHERE name = ? AND key = ?';
const KEEP = 'INSERT INTO job_rate (name, key, starts) VALUES (?, ?, ?) ON CONFLICT (name, key) DO UPDATE SET starts = excluded.starts';
const FORGET = 'DELETE FROM job_rate WHERE name = ? AND key = ?';
/** Starts this close together, as a part of the stretch, are remembered as one moment: the last. */
const GRAIN = 100;
const MOST_REMEMBERED = 5000;

/**
 * At most so many starts in any stretch of time, per name and key. In the thread the moments are monotonic, so that a step of the
 * wall clock neither lets a burst through nor holds jobs back; in the table they are wall moments, for the next process.
 */
export class Rates {
  private readonly known = new Map<string, { name: string; key: string; starts: Starts }>();
  private readonly changed = new Set<string>();

  /** Milliseconds until one more start is allowed; 0 is now. */
  *wait(name: string, key: string, rate: Rate, wall: number, monotonic: number): Deed<number> {
    const starts = yield* this.startsOf(name, key, rate, wall, monotonic);
    while (starts[0] && starts[0][0] <= monotonic - rate.perMs) starts.shift();
    let free = rate.starts - starts.reduce((sum, [, count]) => sum + count, 0);
    if (free > 0) return 0;
    for (const [at, count] of starts) {
      free += count;
      if (free > 0) return Math.max(1, Math.ceil(at + rate.perMs - monotonic));
    }
    return rate.perMs;
  }

  /** One start is made now; `wait` has answered 0. */
  count(name: string, key: string, rate: Rate, monotonic: number): void {
    const id = idOf(name, key);
    const known = this.known.get(id);
    if (!known) return;
    const last = known.starts.at(-1);
    const first = last && monotonic - last[0] < rate.perMs / GRAIN / 2 && rate.starts > GRAIN ? last : undefined;
    if (first) {
      first[0] = monotonic;
      first[1] += 1;
    } else known.starts.push([monotonic, 1]);
    this.changed.add(id);
  }

  /** Writes what has changed, in the transaction of the starts. */
  *keep(wall: number, monotonic: number): Deed {
    for (const id of this.changed) {
      const known = this.known.get(id);
      if (!known) continue;
      const moments = known.starts.map(([at, count]) => [Math.round(at - monotonic + wall), count]);
      yield moments.length > 0 ? [KEEP, known.name, known.key, JSON.stringify(moments)] : [FORGET, known.name, known.key];
    }
  }

  /** After a commit: the table says the same. */
  kept(): void {
    this.changed.clear();
    if (this.known.size > MOST_REMEMBERED) this.known.clear();
  }

  /** After a rollback: the table knows better. */
  forget(): void {
    this.changed.clear();
    this.known.clear();
  }

  private *startsOf(name: string, key: string, rate: Rate, wall: number, monotonic: number): Deed<Starts> {
    const id = idOf(name, key);
    const known = this.known.get(id);
    if (known) return known.starts;
    const kept = yield* row<{ starts: string }>(LOAD, name, key);
    const ago = (at: number) => Math.min(Math.max(0, wall - at), rate.perMs * 2); // a moment that lies ahead is one before a step back: now
    const starts: Starts = kept ? (JSON.parse(kept.starts) as Starts).map(([at, count]) => [monotonic - ago(at), count]) : [];
    this.known.set(id, { name, key, starts });
    return starts;
  }
}

const idOf = (name: string, key: string): string => `${name}\n${key}`;
