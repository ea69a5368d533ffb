import type { JobRules } from '../contract/definition.js';
import type { Lane, ParentResult } from '../contract/job.js';
import { NORMAL_LANE, QUARANTINE_LANE, READY, RUNNING, stateOf } from './codes.js';
import type { Statements } from './deed.js';
import type { Ledger } from './ledger.js';
import type { Lines } from './lines.js';
import type { Memory } from './memory.js';
import type { WireClaim } from './messages.js';
import { find, type Standing } from './moving.js';
import { parkUnknown } from './parking.js';
import { parsed } from './rows.js';
import { park } from './steering.js';

const START = 'state = 5, attempt = attempt + 1, executor = ?, started_at = ?, progress = NULL';
const GIVEN = 'id, name, payload, version, attempt, failures, max_attempts, priority, key, run_at, parent_policy';
/** Those that come first. Parameters: name, lane, how many. The index job_ready is walked in its order. */
export const FIRST = `SELECT ${GIVEN} FROM job WHERE state = 0 AND name = ? AND lane = ? ORDER BY priority, id LIMIT ?`;
/** Parameters: executor, moment, their numbers as a JSON array. Reading and starting them apart costs a quarter less than RETURNING. */
const CLAIM_ALL = `UPDATE job SET ${START} WHERE id IN (SELECT value FROM json_each(?))`;
const CLAIM_ONE = `UPDATE job SET ${START} WHERE id = ? RETURNING ${GIVEN}`;
/** Jumps from name to name along the index. */
export const NEXT_NAME = 'SELECT name FROM job WHERE state = 0 AND name > ? ORDER BY name LIMIT 1';
const PARENTS =
  'SELECT j.id, j.name, j.state, j.result FROM job_parent p JOIN job j ON j.id = p.parent_id WHERE p.child_id = ? ORDER BY j.id';

const MOST_AT_ONCE = 2000;

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

type Seat = ReturnType<Memory['seatsOf']>[number];
type Claims = Map<string, WireClaim[]>;

/** Hands ready jobs to the executors that have room, in the order of priority and number over all names. */
export class Claiming {
  paused: ReadonlySet<string> = new Set();
  /** There may be more for those who still have room. */
  again = false;

  constructor(
    private readonly statements: Statements,
    private readonly memory: Memory,
    private readonly lines: Lines,
    private readonly rules: ReadonlyMap<string, JobRules>,
    private readonly told: (name: string, waitedMs: number) => void,
  ) {}

  /** Claims for everybody; `monotonic` is for the rates. */
  claim(ledger: Ledger, monotonic: number): Claims {
    const claims: Claims = new Map();
    this.again = false;
    this.lines.again = false;
    if (!this.memory.isHungry) return claims;
    const names = this.namesWithJobs(ledger);
    for (const lane of ['normal', 'quarantine'] as const) this.claimLane(ledger, monotonic, lane, names, claims);
    this.again ||= this.lines.again;
    return claims;
  }

  /** Names that have ready jobs and may start them; jobs that nobody here knows are kept aside. */
  private namesWithJobs(ledger: Ledger): JobRules[] {
    const names: JobRules[] = [];
    const next = this.statements.of(NEXT_NAME);
    for (let at = next.get('') as { name: string } | undefined; at; at = next.get(at.name) as { name: string } | undefined) {
      const rules = this.rules.get(at.name);
      if (!rules) this.again = this.statements.perform(parkUnknown(ledger, at.name)) > 0 || this.again;
      else if (!this.paused.has(at.name) && this.roomOf(rules) > 0) names.push(rules);
    }
    return names;
  }

  private claimLane(ledger: Ledger, monotonic: number, lane: Lane, names: readonly JobRules[], claims: Claims): void {
    const seats = this.memory.seatsOf(lane);
    const [seat, name] = [seats[0], names[0]];
    if (!seat || !name) return;
    const wanted = seats.reduce((sum, { credit }) => sum + credit, 0);
    const most = Math.min(wanted, MOST_AT_ONCE);
    const handed =
      seats.length === 1 && names.length === 1 && !name.rate
        ? this.claimOfOne(ledger, lane, seat, name, most, claims)
        : this.claimInTurn(ledger, monotonic, lane, seats, names, most, claims);
    this.again ||= handed === most && wanted > most;
  }

  /** One executor, one name: two statements for all of them. */
  private claimOfOne(ledger: Ledger, lane: Lane, seat: Seat, rules: JobRules, most: number, claims: Claims): number {
    const limit = Math.min(most, this.roomOf(rules));
    const first = this.statements.of(FIRST).all(rules.name, laneCode(lane), limit) as Given[];
    if (first.length === 0) return 0;
    this.statements.of(CLAIM_ALL).run(seat.id, ledger.now, JSON.stringify(first.map(({ id }) => id)));
    for (const job of first) this.hand(ledger, seat, { ...job, attempt: job.attempt + 1 }, claims);
    return first.length;
  }

  /** The heads of all lines, dealt out to the executors one by one, so that none starves beside one with more credit. */
  private claimInTurn(
    ledger: Ledger,
    monotonic: number,
    lane: Lane,
    seats: readonly Seat[],
    names: readonly JobRules[],
    most: number,
    claims: Claims,
  ): number {
    const heads = this.lines.take(ledger, monotonic, laneCode(lane), names, most, (rules) => this.roomOf(rules));
    let turn = 0;
    for (const { id } of heads) {
      while (seats[turn % seats.length]?.credit === 0) turn += 1;
      const seat = seats[turn++ % seats.length] as Seat;
      const [given] = this.statements.of(CLAIM_ONE).all(seat.id, ledger.now, id) as Given[];
      if (given) this.hand(ledger, seat, given, claims);
    }
    return heads.length;
  }

  private hand(ledger: Ledger, seat: Seat, job: Given, claims: Claims): void {
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
    const claim: WireClaim = [id, name, payload, version, attempt, failures, max_attempts, parents];
    const line = claims.get(seat.id);
    if (line) line.push(claim);
    else claims.set(seat.id, [claim]);
  }

  private parentsOf(id: number): ParentResult[] {
    const parents = this.statements.of(PARENTS).all(id) as { id: number; name: string; state: number; result: string | null }[];
    return parents.map(({ id: parent, name, state, result }) => ({
      id: String(parent),
      name,
      state: stateOf(state),
      result: parsed(result),
    }));
  }

  private roomOf({ name, concurrency }: JobRules): number {
    return concurrency === undefined ? Number.MAX_SAFE_INTEGER : Math.max(0, concurrency - this.memory.runningOf(name));
  }

  private parkNewer(ledger: Ledger, id: number, version: number, known: number): void {
    this.again = true;
    const job = this.statements.perform(find(id)) as Standing;
    this.statements.perform(park(ledger, job, `Its payload is of version ${version}; this process knows version ${known}.`));
  }
}

const laneCode = (lane: Lane): number => (lane === 'normal' ? NORMAL_LANE : QUARANTINE_LANE);
