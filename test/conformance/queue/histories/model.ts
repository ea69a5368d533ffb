import type { Ending, PreparedJob } from '../../../../libs/platform/queue/contract/engine.js';
import { type Enqueued, hasEnded, type JobState, type Lane } from '../../../../libs/platform/queue/contract/job.js';

/** What the contract says of one job, without a store. */
export interface ModelJob extends PreparedJob {
  readonly id: number;
  state: JobState;
  lane: Lane;
  attempt: number;
  failures: number;
  /** Not before this moment. */
  dueAt: number;
  /** When it came due: its place among the jobs of its key. */
  cameAt: number;
  /** It has its key's turn. */
  holds: boolean;
  cancelling: boolean;
  /** Parents that do not hold it up any more. */
  readonly settled: Set<string>;
  executor?: string;
}

export interface ModelName {
  readonly name: string;
  readonly concurrency?: number;
  readonly keyConcurrency: number;
}

const byTurn = (a: ModelJob, b: ModelJob) => a.cameAt - b.cameAt || a.id - b.id;
const byOrder = (a: ModelJob, b: ModelJob) => a.priority - b.priority || a.id - b.id;

/** The contract in memory: no engine, no file, no hurry. It follows an engine's choices where the contract leaves one. */
export class Model {
  readonly jobs = new Map<string, ModelJob>();
  readonly paused = new Set<string>();
  now = 0;

  job(id: string): ModelJob {
    const job = this.jobs.get(id);
    if (!job) throw new Error(`The model knows no job ${id}.`);
    return job;
  }

  in(...states: JobState[]): ModelJob[] {
    return [...this.jobs.values()].filter(({ state }) => states.includes(state));
  }

  /** What an enqueue has to answer; a new job takes the id that the engine gave it. */
  enqueue(job: PreparedJob, id: string): Enqueued {
    const known = job.idempotencyKey && [...this.jobs.values()].find((other) => other.idempotencyKey === job.idempotencyKey);
    if (known) return { id: String(known.id), outcome: 'known' };
    const first = job.unique && this.holderOfUnique(job.unique);
    if (first) return { id: String(first.id), outcome: this.meet(first, job) };
    const dueAt = this.now + job.delayMs;
    const made: ModelJob = {
      ...{ ...job, id: Number(id), state: 'ready', lane: 'normal', attempt: 0, failures: 0 },
      ...{ dueAt, cameAt: dueAt, holds: false, cancelling: false, settled: new Set<string>() },
    };
    this.jobs.set(id, made);
    this.begin(made);
    return { id, outcome: 'enqueued' };
  }

  /** Delayed jobs come due, in the order of their moments. */
  tick(now: number): void {
    this.now = now;
    const due = this.in('delayed').filter(({ dueAt }) => dueAt <= now);
    for (const job of due.sort((a, b) => a.dueAt - b.dueAt || a.id - b.id)) {
      job.cameAt = job.dueAt;
      this.ripen(job);
    }
  }

  claim(job: ModelJob, executor: string): void {
    job.state = 'running';
    job.attempt++;
    job.executor = executor;
  }

  end(job: ModelJob, ending: Ending): void {
    if (job.cancelling && ending.kind !== 'done') this.finish(job, 'cancelled');
    else if (ending.kind === 'done' || ending.kind === 'cancelled') this.finish(job, ending.kind);
    else if (ending.kind === 'failed') this.fail(job, ending);
    else if (ending.kind === 'snoozed') this.putBack(job, this.now + ending.afterMs);
    else if (ending.kind === 'interrupted') this.putBack(job, job.dueAt);
    else {
      job.state = 'parked';
      this.release(job);
    }
  }

  /** Back to wait, without a failure; its turn in its key is kept. */
  putBack(job: ModelJob, dueAt: number): void {
    if (job.cancelling) {
      this.finish(job, 'cancelled');
      return;
    }
    job.executor = undefined;
    job.dueAt = dueAt;
    job.state = dueAt > this.now ? 'delayed' : 'ready';
  }

  cancel(id: string): 'cancelled' | 'cancelling' | 'ended' {
    const job = this.job(id);
    if (hasEnded(job.state)) return 'ended';
    if (job.state === 'running') {
      job.cancelling = true;
      return 'cancelling';
    }
    this.finish(job, 'cancelled');
    return 'cancelled';
  }

  replay(id: string): boolean {
    const job = this.job(id);
    if (!hasEnded(job.state)) return false;
    if (job.unique && this.holderOfUnique({ ...job.unique, within: 'unfinished' })) return false;
    Object.assign(job, { failures: 0, lane: 'normal', dueAt: this.now, cameAt: this.now, cancelling: false });
    job.settled.clear();
    for (const parent of job.parents) if (!this.holdsUp(parent, job)) job.settled.add(parent);
    this.begin(job);
    return true;
  }

  /** Somebody knows it again. */
  unpark(job: ModelJob): void {
    job.cameAt = Math.max(job.dueAt, this.now);
    this.ripen(job);
  }

  /** Ready jobs of a lane that may start now, name by name in their order. */
  claimable(lane: Lane, names: readonly ModelName[]): Map<string, ModelJob[]> {
    return new Map(
      names
        .filter(({ name }) => !this.paused.has(name))
        .map(({ name, concurrency = Number.POSITIVE_INFINITY }) => {
          const room = concurrency - this.in('running').filter((job) => job.name === name).length;
          const ready = this.in('ready').filter((job) => job.name === name && job.lane === lane);
          return [name, ready.sort(byOrder).slice(0, Math.max(0, Math.min(room, ready.length)))];
        }),
    );
  }

  private fail(job: ModelJob, { final, afterMs }: Extract<Ending, { kind: 'failed' }>): void {
    job.failures++;
    if (final || job.failures >= job.maxAttempts) this.finish(job, 'dead');
    else this.putBack(job, this.now + afterMs);
  }

  private holderOfUnique(unique: NonNullable<PreparedJob['unique']>): ModelJob | undefined {
    return [...this.jobs.values()].find(
      (other) =>
        other.unique?.key === unique.key && !hasEnded(other.state) && (unique.within === 'unfinished' || other.state !== 'running'),
    );
  }

  /** A second job of a unique key meets the first one. */
  private meet(first: ModelJob, second: PreparedJob): Enqueued['outcome'] {
    if (second.unique?.onConflict === 'keep' || first.attempt > 0) return 'duplicate';
    const dueAt = this.now + second.delayMs;
    Object.assign(first, { payload: second.payload, priority: second.priority, version: second.version, dueAt });
    if (first.state === 'waiting' || first.state === 'parked') return 'replaced';
    if (dueAt > this.now) {
      first.state = 'delayed';
      this.release(first);
    } else if (first.state === 'delayed') {
      first.cameAt = dueAt;
      this.ripen(first);
    }
    return 'replaced';
  }

  /** Whether a parent has to come to its end, or to another one, before the child may start. */
  private holdsUp(parent: string, child: ModelJob): boolean {
    const { state } = this.job(parent);
    const failed = state === 'cancelled' || state === 'dead';
    return state !== 'done' && !(failed && child.onParentFailure !== 'hold');
  }

  private begin(job: ModelJob): void {
    for (const parent of job.parents) {
      if (this.holdsUp(parent, job)) continue;
      const failed = this.job(parent).state !== 'done';
      if (failed && job.onParentFailure === 'cancel' && !job.settled.has(parent)) {
        this.finish(job, 'cancelled');
        return;
      }
      job.settled.add(parent);
    }
    if (job.parents.some((parent) => !job.settled.has(parent))) job.state = 'waiting';
    else this.ripen(job);
  }

  /** No parent holds it up: it is due or not, and has its turn or not. */
  private ripen(job: ModelJob): void {
    if (job.dueAt > this.now) job.state = 'delayed';
    else if (job.key === undefined || job.holds || this.hasTurn(job)) {
      job.state = 'ready';
      job.holds = job.key !== undefined;
    } else job.state = 'blocked';
  }

  /** There is room among the holders of its key, and nobody has waited longer. */
  private hasTurn(job: ModelJob): boolean {
    const ofKey = [...this.jobs.values()].filter(({ key }) => key === job.key);
    const first = ofKey.filter((other) => other.state === 'blocked').sort(byTurn)[0];
    return ofKey.filter(({ holds }) => holds).length < job.keyConcurrency && (first === undefined || first === job);
  }

  private finish(job: ModelJob, state: 'done' | 'cancelled' | 'dead'): void {
    job.state = state;
    job.cancelling = false;
    job.executor = undefined;
    this.release(job);
    for (const child of this.in('waiting')) {
      if (!child.parents.includes(String(job.id)) || child.settled.has(String(job.id)) || child.state !== 'waiting') continue;
      if (state !== 'done' && child.onParentFailure === 'cancel') this.finish(child, 'cancelled');
      else if (state === 'done' || child.onParentFailure === 'run') this.settle(child, String(job.id));
    }
  }

  private settle(child: ModelJob, parent: string): void {
    child.settled.add(parent);
    if (child.parents.some((id) => !child.settled.has(id))) return;
    child.cameAt = Math.max(child.dueAt, this.now);
    this.ripen(child);
  }

  /** It leaves its key: whoever waits longest gets the turn it had, or is first now and may find room. */
  private release(job: ModelJob): void {
    job.executor = undefined;
    job.holds = false;
    if (job.key === undefined) return;
    const line = this.in('blocked').filter(({ key }) => key === job.key);
    for (const next of line.sort(byTurn)) {
      this.ripen(next);
      if (next.state === 'blocked') return;
    }
  }
}
