import type { JobRules } from '../contract/definition.js';
import type { Lane, ParentResult } from '../contract/job.js';
import { DELAYED, NORMAL_LANE, QUARANTINE_LANE, READY, RUNNING, stateOf } from './codes.js';
import { rows, type Statements } from './deed.js';
import type { Ledger } from './ledger.js';
import type { Memory } from './memory.js';
import type { WireClaim } from './messages.js';
import { STANDING, type Standing } from './moving.js';
import type { Rates } from './rates.js';
import { parsed } from './rows.js';
import { park } from './steering.js';

const START = 'state = 5, attempt = attempt + 1, executor = ?, started_at = ?, progress = NULL';
const GIVEN = 'id, name, payload, version, attempt, failures, max_attempts, priority, key, run_at, parent_policy';
/** Parameters: executor, moment, name, lane, how many. The index job_ready is walked in its order. */
export const CLAIM = `UPDATE job SET ${START} WHERE id IN (
  SELECT id FROM job WHERE state = 0 AND name = ? AND lane = ? ORDER BY priority, id LIMIT ?) RETURNING ${GIVEN}`;
const CLAIM_ONE = `UPDATE job SET ${START} WHERE id = ? RETURNING ${GIVEN}`;
/** The first of a line. Parameters: name, lane, how many. */
export const HEADS = 'SELECT id, priority, key, version FROM job WHERE state = 0 AND name = ? AND lane = ? ORDER BY priority, id LIMIT ?';
/** Jumps from name to name along the index. */
export const NEXT_NAME = 'SELECT name FROM job WHERE state = 0 AND name > ? ORDER BY name LIMIT 1';
const FIND = `SELECT ${STANDING} FROM job WHERE id = ?`;
const OF_NAME = `SELECT ${STANDING} FROM job WHERE state = 0 AND name = ? LIMIT ?`;
const HOLD_BACK = 'UPDATE job SET state = 1, run_at = ? WHERE id = ?';
const PARENTS = `SELECT j.id, j.name, j.state, j.result FROM job_parent p JOIN job j ON j.id = p.parent_id WHERE p.child_id = ? ORDER BY p.parent_id`;

const MOST_AT_ONCE = 2000;
const MOST_PARKED_AT_ONCE = 500;

interface Given {
  readonly id: number;
  readonly name: string;
  readonly payload: string;
  readonly version: number;
  readonly attempt: number;
  readonly failures: number;
  readonly max_attempts: number;
  readonly priority: number;
  readonly key: string | null;
  readonly run_at: number;
  readonly parent_policy: number | null;
}

interface Head {
  readonly id: number;
  readonly name: string;
  readonly priority: number;
  readonly key: string | null;
  readonly version: number;
}

type Claims = Map<string, WireClaim[]>;

/** Hands ready jobs to the executors that have room, in the order of priority and number over all names. */
export class Claiming {
  /** Names whose rate is used up, until a monotonic moment. */
  readonly closedUntil = new Map<string, number>();
  paused = new Set<string>();
  /** Jobs were moved out of the way: there may be more behind them. */
  again = false;

  constructor(
    private readonly statements: Statements,
    private readonly memory: Memory,
    private readonly rates: Rates,
    private readonly rules: ReadonlyMap<string, JobRules>,
    private readonly told: (name: string, waitedMs: number) => void,
  ) {}

  /** Claims for everybody; `monotonic` is for the rates. */
  claim(ledger: Ledger, monotonic: number): Claims {
    const claims: Claims = new Map();
    this.again = false;
    if (!this.memory.isHungry) return claims;
    const names = this.namesWithJobs(ledger, monotonic);
    if (names.length === 0) return claims;
    for (const lane of ['normal', 'quarantine'] as const) this.claimLane(ledger, monotonic, lane, names, claims);
    return claims;
  }

  /** When the first of the names that are closed opens again. */
  get opensAt(): number | undefined {
    return this.closedUntil.size > 0 ? Math.min(...this.closedUntil.values()) : undefined;
  }

  /** Names that have ready jobs and may start them; jobs that nobody here knows are kept aside. */
  private namesWithJobs(ledger: Ledger, monotonic: number): JobRules[] {
    const names: JobRules[] = [];
    const next = this.statements.of(NEXT_NAME);
    let at = next.get('') as { name: string } | undefined;
    for (; at; at = next.get(at.name) as { name: string } | undefined) {
      const rules = this.rules.get(at.name);
      if (!rules) this.parkUnknown(ledger, at.name);
      else if (!this.paused.has(at.name) && this.roomOf(rules) > 0 && (this.closedUntil.get(at.name) ?? 0) <= monotonic) {
        this.closedUntil.delete(at.name);
        names.push(rules);
      }
    }
    return names;
  }

  private claimLane(ledger: Ledger, monotonic: number, lane: Lane, names: readonly JobRules[], claims: Claims): void {
    const seats = this.memory.seatsOf(lane);
    const [seat, name] = [seats[0], names[0]];
    if (!seat || !name) return;
    if (seats.length === 1 && names.length === 1 && !name.rate) {
      const most = Math.min(seat.credit, this.roomOf(name), MOST_AT_ONCE);
      const given = this.statements.of(CLAIM).all(seat.id, ledger.now, name.name, laneCode(lane), most) as Given[];
      if (given.length > 1) given.sort((a, b) => a.priority - b.priority || a.id - b.id);
      for (const job of given) this.hand(ledger, seat, job, claims);
      return;
    }
    let turn = 0;
    for (const head of this.heads(
      ledger,
      monotonic,
      lane,
      names,
      seats.reduce((sum, { credit }) => sum + credit, 0),
    )) {
      const open = seats.filter(({ credit }) => credit > 0);
      const next = open[turn++ % open.length];
      if (!next) return;
      const [given] = this.statements.of(CLAIM_ONE).all(next.id, ledger.now, head.id) as Given[];
      if (given) this.hand(ledger, next, given, claims);
    }
  }

  /** The first jobs of all lines together, without those that a rate holds back. */
  private heads(ledger: Ledger, monotonic: number, lane: Lane, names: readonly JobRules[], wanted: number): Head[] {
    const most = Math.min(wanted, MOST_AT_ONCE);
    const merged: Head[] = [];
    for (const rules of names) {
      const line = this.statements.of(HEADS).all(rules.name, laneCode(lane), Math.min(most, this.roomOf(rules))) as Omit<Head, 'name'>[];
      for (const head of line) merged.push({ ...head, name: rules.name });
    }
    merged.sort((a, b) => a.priority - b.priority || a.id - b.id);
    const taken: Head[] = [];
    for (const head of merged) {
      if (taken.length >= most) break;
      if (this.mayStart(ledger, monotonic, head)) taken.push(head);
    }
    return taken;
  }

  /** A job over its rate is delayed to the allowed moment; without a key the whole name is closed until then. */
  private mayStart(ledger: Ledger, monotonic: number, { id, name, key }: Head): boolean {
    const rate = this.rules.get(name)?.rate;
    if (!rate) return true;
    if (this.closedUntil.has(name) && key === null) return false;
    const wait = this.statements.perform(this.rates.wait(name, key ?? '', rate, ledger.now, monotonic));
    if (wait === 0) {
      this.rates.count(name, key ?? '', rate, monotonic);
      return true;
    }
    if (key === null) this.closedUntil.set(name, monotonic + wait);
    else {
      this.statements.of(HOLD_BACK).run(ledger.now + wait, id);
      ledger.move(name, READY, DELAYED);
      this.again = true;
    }
    return false;
  }

  private hand(ledger: Ledger, seat: { id: string; credit: number }, job: Given, claims: Claims): void {
    const { id, name, payload, version, attempt, failures, max_attempts, key } = job;
    ledger.move(name, READY, RUNNING);
    const known = this.rules.get(name)?.version ?? 0;
    if (version > known) {
      this.parkNewer(ledger, id, version, known);
      return;
    }
    this.memory.start(id, { name, key, executor: seat.id, attempt, startedAt: ledger.now });
    this.told(name, ledger.now - job.run_at);
    seat.credit -= 1;
    const parents = job.parent_policy === null ? undefined : this.parentsOf(id);
    const line = claims.get(seat.id);
    const claim: WireClaim = [id, name, payload, version, attempt, failures, max_attempts, parents];
    if (line) line.push(claim);
    else claims.set(seat.id, [claim]);
  }

  private parentsOf(id: number): ParentResult[] {
    const parents = this.statements.of(PARENTS).all(id) as { id: number; name: string; state: number; result: string | null }[];
    return parents.map((parent) => ({
      id: String(parent.id),
      name: parent.name,
      state: stateOf(parent.state),
      result: parsed(parent.result),
    }));
  }

  private roomOf({ name, concurrency }: JobRules): number {
    return concurrency === undefined ? Number.MAX_SAFE_INTEGER : concurrency - this.memory.runningOf(name);
  }

  private parkNewer(ledger: Ledger, id: number, version: number, known: number): void {
    this.again = true;
    const job = this.statements.of(FIND).get(id) as Standing;
    const reason = `Its payload is of version ${version}; this process knows version ${known}.`;
    this.statements.perform(park(ledger, job, reason));
  }

  private parkUnknown(ledger: Ledger, name: string): void {
    const jobs = this.statements.perform(rows<Standing>(OF_NAME, name, MOST_PARKED_AT_ONCE));
    this.again ||= jobs.length === MOST_PARKED_AT_ONCE;
    for (const job of jobs) this.statements.perform(park(ledger, job, `Nobody here knows jobs named ${name}.`));
  }
}

const laneCode = (lane: Lane): number => (lane === 'normal' ? NORMAL_LANE : QUARANTINE_LANE);
