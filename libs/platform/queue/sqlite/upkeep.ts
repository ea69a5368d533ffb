import type { JobRules } from '../contract/definition.js';
import type { QueueClock } from '../contract/engine.js';
import type { Claiming } from './claiming.js';
import type { Statements } from './deed.js';
import type { Ledger } from './ledger.js';
import type { Memory } from './memory.js';
import type { Report } from './messages.js';
import { comeDue } from './moving.js';
import { unpark } from './parking.js';
import { Pruning } from './pruning.js';

const MOST_DUE_AT_ONCE = 1000;
/** Those who are asked to cancel are told again this often. */
const TELL_AGAIN_MS = 1000;
/** How often ended jobs are pruned and the quarantine is looked at, and how soon again when there was too much for once. */
const HOUSEKEEPING_MS = 1000;
const MORE_HOUSEKEEPING_MS = 20;
/** The wall clock drifts and is corrected by less. */
const STEP_MS = 1000;

const NEXT_DUE = 'SELECT run_at FROM job WHERE state = 1 ORDER BY run_at, id LIMIT 1';
const CANCELLING = 'SELECT id, attempt, executor FROM job WHERE state = 5 AND cancel_asked = 1';
const LAST_ID = "SELECT seq FROM sqlite_sequence WHERE name = 'job'";
const SHIFT = 'UPDATE job SET run_at = run_at + ? WHERE state = 1 AND id <= ?';
const IN_QUARANTINE = 'SELECT 1 FROM job WHERE state = 0 AND name = ? AND lane = 1 LIMIT 1';

/** What the thread looks after in every transaction besides what it is told. */
export class Upkeep {
  /** When the first delayed job comes due, by the wall clock. */
  nextDue?: number;
  private version?: number;
  private lastWall?: number;
  private lastMonotonic = 0;
  private lastId = 0;
  private toldCancelAt = Number.NEGATIVE_INFINITY;
  private hadQuarantine = false;
  private housekeepingAt = Number.NEGATIVE_INFINITY;
  private readonly pruning: Pruning;
  /** Names whose parked jobs are not all looked at yet, and the last one that was. */
  private readonly parked: Map<string, number>;
  /** The last look may have made some of them ready, after everybody had got theirs. */
  private unparked = false;

  constructor(
    private readonly statements: Statements,
    private readonly memory: Memory,
    private readonly claiming: Claiming,
    private readonly rules: ReadonlyMap<string, JobRules>,
    private readonly clock: QueueClock,
  ) {
    this.pruning = new Pruning(rules);
    this.parked = new Map([...rules.keys()].map((name) => [name, 0]));
  }

  /** Whether there is something to do that nobody rings for. */
  get isTime(): boolean {
    return this.parked.size > 0 || this.clock.monotonic() >= this.housekeepingAt || this.isDue;
  }

  get isDue(): boolean {
    return this.nextDue !== undefined && this.nextDue <= this.clock.wall();
  }

  /** Whether the rest should be done at once. */
  get again(): boolean {
    return this.parked.size > 0 || this.unparked || this.isDue;
  }

  /** Whether another connection has committed since `look`. */
  get hasNews(): boolean {
    return this.dataVersion() !== this.version;
  }

  /** Before anything else in a transaction: what others have changed, the clock, and the jobs that have come due. */
  look(ledger: Ledger, report: Report): void {
    const version = this.dataVersion();
    if (version !== this.version) {
      this.version = version;
      this.readPauses();
      this.toldCancelAt = Number.NEGATIVE_INFINITY;
    }
    this.followClock(ledger.now);
    this.statements.perform(comeDue(ledger, MOST_DUE_AT_ONCE));
    this.tellCancels(report);
  }

  /** After everything else: what comes next. */
  lookAhead(): void {
    this.nextDue = (this.statements.of(NEXT_DUE).get() as { run_at: number } | undefined)?.run_at;
    this.lastId = (this.statements.of(LAST_ID).get() as { seq: number } | undefined)?.seq ?? 0;
  }

  /** A little of what can wait: jobs that somebody knows now, and ended ones that nobody needs any more. */
  tidy(ledger: Ledger): void {
    this.unparked = this.parked.size > 0;
    for (const [name, after] of this.parked) {
      const last = this.statements.perform(unpark(ledger, this.rules.get(name) as JobRules, after));
      if (last === undefined) this.parked.delete(name);
      else this.parked.set(name, last);
      if (last !== undefined) break;
    }
    const now = this.clock.monotonic();
    if (now < this.housekeepingAt) return;
    const more = this.statements.perform(this.pruning.step(ledger));
    this.housekeepingAt = now + (more ? MORE_HOUSEKEEPING_MS : HOUSEKEEPING_MS);
  }

  /** Whether the quarantine lane has got jobs, or still has some and nobody is there. */
  quarantineCalls(): boolean {
    const inQuarantine = this.statements.of(IN_QUARANTINE);
    const has = [...this.rules.keys()].some((name) => inQuarantine.get(name) !== undefined);
    const calls = has && (!this.hadQuarantine || !this.memory.hasSeat('quarantine'));
    this.hadQuarantine = has;
    return calls;
  }

  /** A rollback may have taken back what was read. */
  distrust(): void {
    this.version = undefined;
    this.hadQuarantine = false;
    this.housekeepingAt = Number.NEGATIVE_INFINITY;
    for (const name of this.rules.keys()) this.parked.set(name, 0);
  }

  private dataVersion(): number {
    return (this.statements.of('PRAGMA data_version').get() as { data_version: number }).data_version;
  }

  private readPauses(): void {
    const rows = this.statements.of('SELECT name FROM job_pause').all() as { name: string }[];
    this.claiming.paused = new Set(rows.map(({ name }) => name));
  }

  private tellCancels(report: Report): void {
    const now = this.clock.monotonic();
    if (now - this.toldCancelAt < TELL_AGAIN_MS) return;
    this.toldCancelAt = now;
    const asked = this.statements.of(CANCELLING).all() as { id: number; attempt: number; executor: string }[];
    for (const { id, attempt, executor } of asked) report.cancel.push([executor, String(id), attempt]);
  }

  /** When the wall clock is set back, jobs that were delayed before keep the time they had left. Forward, as after a sleep, is time passing. */
  private followClock(wall: number): void {
    const monotonic = this.clock.monotonic();
    const step = this.lastWall === undefined ? 0 : wall - this.lastWall - (monotonic - this.lastMonotonic);
    if (step < -STEP_MS) this.statements.of(SHIFT).run(Math.round(step), this.lastId);
    this.lastWall = wall;
    this.lastMonotonic = monotonic;
  }
}
