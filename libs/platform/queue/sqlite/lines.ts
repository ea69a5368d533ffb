import type { JobRules } from '../contract/definition.js';
import { DELAYED, READY } from './codes.js';
import type { Statements } from './deed.js';
import type { Ledger } from './ledger.js';
import type { Rates } from './rates.js';

/** The first of a line. Parameters: name, lane, how many. The index job_ready is walked in its order. */
export const HEADS = 'SELECT id, priority, key FROM job WHERE state = 0 AND name = ? AND lane = ? ORDER BY priority, id LIMIT ?';
/** Those behind a place in it. */
const BEHIND = `SELECT id, priority, key FROM job WHERE state = 0 AND name = ? AND lane = ? AND (priority, id) > (?, ?)
  ORDER BY priority, id LIMIT ?`;
const HOLD_BACK = 'UPDATE job SET state = 1, run_at = ? WHERE id = ?';

/** How far it looks for a job with a key behind those without one that may not start yet. */
const WINDOW = 1000;

/** A job that is ready, as far as its turn depends on it. */
export interface Head {
  readonly id: number;
  readonly name: string;
  readonly priority: number;
  readonly key: string | null;
}

/** A name whose jobs without a key have used up their rate; per lane, how far there is nothing else. */
interface Closed {
  readonly until: number;
  readonly after: [priority: number, id: number][];
}

/** Whose turn it is among the ready jobs of several names: by priority, then by number, unless a rate holds it back. */
export class Lines {
  /** Jobs were moved or passed over: there may be others behind them. */
  again = false;
  private readonly closed = new Map<string, Closed>();

  constructor(
    private readonly statements: Statements,
    private readonly rates: Rates,
    private readonly rules: ReadonlyMap<string, JobRules>,
  ) {}

  /** When the first name that is closed opens again, on the monotonic clock. */
  get opensAt(): number | undefined {
    return this.closed.size > 0 ? Math.min(...[...this.closed.values()].map(({ until }) => until)) : undefined;
  }

  /** At most so many heads over all names, and of each name at most what `room` says. They are counted against their rates. */
  take(
    ledger: Ledger,
    monotonic: number,
    lane: number,
    names: readonly JobRules[],
    most: number,
    room: (rules: JobRules) => number,
  ): Head[] {
    const merged: Head[] = [];
    for (const rules of names) {
      const closed = this.closedAt(rules.name, monotonic);
      const limit = Math.min(most, room(rules));
      for (const head of closed ? this.keyed(rules.name, lane, closed) : this.line(HEADS, rules.name, lane, limit)) merged.push(head);
    }
    merged.sort((a, b) => a.priority - b.priority || a.id - b.id);
    const taken: Head[] = [];
    const perName = new Map<string, number>();
    for (const head of merged) {
      if (taken.length >= most) break;
      const { rate, ...rules } = this.rules.get(head.name) as JobRules;
      const before = perName.get(head.name) ?? 0;
      if (before >= room(rules) || (rate && !this.mayStart(ledger, monotonic, head, rate))) continue;
      perName.set(head.name, before + 1);
      taken.push(head);
    }
    return taken;
  }

  private line(sql: string, name: string, ...parameters: number[]): Head[] {
    const line = this.statements.of(sql).all(name, ...parameters) as Omit<Head, 'name'>[];
    return line.map((head) => ({ ...head, name }));
  }

  private closedAt(name: string, monotonic: number): Closed | undefined {
    const closed = this.closed.get(name);
    if (closed && closed.until <= monotonic) this.closed.delete(name);
    return closed && closed.until > monotonic ? closed : undefined;
  }

  /** Keys have their own rates: those behind the jobs that have to wait are looked for, a window a time. */
  private keyed(name: string, lane: number, closed: Closed): Head[] {
    const window = this.line(BEHIND, name, lane, ...(closed.after[lane] ?? [Number.MIN_SAFE_INTEGER, 0]), WINDOW);
    const first = window.findIndex(({ key }) => key !== null);
    const passed = window[first === -1 ? window.length - 1 : first - 1];
    if (passed) closed.after[lane] = [passed.priority, passed.id];
    if (first === -1 && window.length === WINDOW) this.again = true;
    return window.filter(({ key }) => key !== null);
  }

  /** A job over the rate of its key is delayed to the allowed moment; without a key all of the name stay where they are until then. */
  private mayStart(ledger: Ledger, monotonic: number, { id, name, key }: Head, rate: NonNullable<JobRules['rate']>): boolean {
    if (key === null && this.closed.has(name)) return false;
    const wait = this.statements.perform(this.rates.wait(name, key ?? '', rate, ledger.now, monotonic));
    if (wait === 0) {
      this.rates.count(name, key ?? '', rate, monotonic);
      return true;
    }
    this.again = true;
    if (key === null) this.closed.set(name, { until: monotonic + wait, after: [] });
    else {
      this.statements.of(HOLD_BACK).run(ledger.now + wait, id);
      ledger.move(name, READY, DELAYED);
    }
    return false;
  }
}
