import type { JobRules } from '../contract/definition.js';
import { DELAYED, READY } from './codes.js';
import type { Statements } from './deed.js';
import type { Ledger } from './ledger.js';
import type { Rates } from './rates.js';

/** Those behind a place in a line. Parameters: name, lane, priority, id, how many. The index job_ready is walked in its order, and is enough. */
export const BEHIND = `SELECT id, priority, NULL AS key FROM job WHERE state = 0 AND name = ? AND lane = ? AND (priority, id) > (?, ?)
  ORDER BY priority, id LIMIT ?`;
/** The same with their keys, each of which has a rate of its own. */
const BEHIND_WITH_KEYS = BEHIND.replace('NULL AS key', 'key');
const HOLD_BACK = 'UPDATE job SET state = 1, run_at = ? WHERE id = ?';

const BEFORE_ALL = [Number.MIN_SAFE_INTEGER, 0] as const;
/** A line is read in pieces: several times what is wanted of it on an average, so that one is mostly enough. */
const PIECE = 3;
const SHORTEST_PIECE = 8;

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
  readonly after: (readonly [priority: number, id: number])[];
}

/** The ready jobs of a name, as far as they have been read. */
interface Line {
  readonly rules: JobRules;
  heads: readonly Head[];
  at: number;
  /** How many more of the name may start. */
  left: number;
  /** There are no more than these. */
  isWhole: boolean;
}

/** The line whose first job goes before those of all others. */
function firstOf(lines: readonly Line[]): Line | undefined {
  let first: Line | undefined;
  for (const line of lines) {
    const [head, best] = [line.heads[line.at], first?.heads[first.at]];
    if (head && line.left > 0 && (!best || head.priority < best.priority || (head.priority === best.priority && head.id < best.id)))
      first = line;
  }
  return first;
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
    const piece = Math.max(SHORTEST_PIECE, Math.ceil((most * PIECE) / names.length));
    const lines = names.map((rules) => this.line(rules, lane, Math.min(piece, room(rules)), room(rules), monotonic));
    const taken: Head[] = [];
    while (taken.length < most) {
      const line = firstOf(lines);
      const head = line?.heads[line.at];
      if (!line || !head) break;
      line.at += 1;
      if (!line.rules.rate || this.mayStart(ledger, monotonic, head, line.rules.rate)) {
        taken.push(head);
        line.left -= 1;
      }
      if (line.at === line.heads.length) this.readOn(line, lane, head, piece);
    }
    return taken;
  }

  /** The beginning of a name's line. */
  private line(rules: JobRules, lane: number, piece: number, left: number, monotonic: number): Line {
    const closed = this.closedAt(rules.name, monotonic);
    const heads = closed ? this.keyed(rules.name, lane, closed) : this.behind(rules, lane, BEFORE_ALL, piece);
    return { rules, heads, at: 0, left, isWhole: closed !== undefined || heads.length < piece };
  }

  /** The next piece of a line that is used up. */
  private readOn(line: Line, lane: number, { priority, id }: Head, piece: number): void {
    if (line.isWhole || line.left <= 0 || this.closed.has(line.rules.name)) return;
    line.heads = this.behind(line.rules, lane, [priority, id], piece);
    line.at = 0;
    line.isWhole = line.heads.length < piece;
  }

  private behind({ name, rate }: Pick<JobRules, 'name' | 'rate'>, lane: number, after: readonly [number, number], most: number): Head[] {
    const heads = this.statements.of(rate ? BEHIND_WITH_KEYS : BEHIND).all(name, lane, ...after, most) as Omit<Head, 'name'>[];
    return heads.map(({ id, priority, key }) => ({ id, priority, key, name }));
  }

  private closedAt(name: string, monotonic: number): Closed | undefined {
    const closed = this.closed.get(name);
    if (closed && closed.until <= monotonic) this.closed.delete(name);
    return closed && closed.until > monotonic ? closed : undefined;
  }

  /** Keys have their own rates: those behind the jobs that have to wait are looked for, a window a time. */
  private keyed(name: string, lane: number, closed: Closed): Head[] {
    const { rate } = this.rules.get(name) as JobRules;
    const window = this.behind({ name, rate }, lane, closed.after[lane] ?? BEFORE_ALL, WINDOW);
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
