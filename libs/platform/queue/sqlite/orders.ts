import { messageOf, Problem } from '#core/kernel';
import type { JobRules } from '../contract/definition.js';
import type { Executor, Leaving, LeftBehind, StartEnd, WorkerBeat } from '../contract/engine.js';
import { notKept } from '../errors.js';
import type { Figures, StartEndKind } from '../figures.js';
import { addAll } from './adding.js';
import { DONE, RUNNING } from './codes.js';
import type { Statements } from './deed.js';
import { afterDone, END_ALL_DONE, END_DONE, effectOf, endFailed, endStart, PROGRESS, refusal, type Started, started } from './ending.js';
import { enqueue } from './enqueueing.js';
import { giveBack, heldBy } from './leaving.js';
import type { Ledger } from './ledger.js';
import type { Memory } from './memory.js';
import { type Order, preparedJob, type Report, type WireAnswer, type WireDone, type WireError, type WireJob } from './messages.js';
import { isOfTheStore, RolledBack, type Transaction } from './transaction.js';

const HAS_PARENTS = 'SELECT 1 FROM job_parent LIMIT 1';
const FEWEST_ENDS_AT_ONCE = 4;
const BEAT = `INSERT INTO job_worker (id, role, pid, host, started_at, beat_at, memory_bytes, running, restarts, restart_reason, backing_off_until)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Carries out what the supervisor and its callers tell the thread, inside the open transaction. */
export class Orders {
  /** Starts whose effect has rolled back the whole transaction, and how: they are failures when it is begun again. */
  private readonly spoilers = new Map<string, unknown>();

  constructor(
    private readonly statements: Statements,
    private readonly transaction: Transaction,
    private readonly memory: Memory,
    private readonly figures: Figures,
    private readonly rules: ReadonlyMap<string, JobRules>,
  ) {}

  carryOut(order: Order, ledger: Ledger, report: Report): void {
    switch (order.to) {
      case 'add':
        report.added.push([order.request, this.add(ledger, order.jobs)]);
        return;
      case 'join':
        this.memory.join(order.executor);
        return;
      case 'credit':
        this.memory.addCredit(order.executor, order.jobs);
        return;
      case 'end':
        this.end(order.executor, order.done, order.others, ledger, report);
        return;
      case 'progress':
        for (const [id, attempt, progress] of order.told) this.statements.of(PROGRESS).run(progress, id, attempt);
        return;
      case 'leave':
        report.left.push([order.request, this.leave(order.executor, order.why, ledger, report)]);
        return;
      case 'beat':
        this.beat(order.workers, ledger.now);
        return;
      case 'look':
      case 'close':
        return;
    }
  }

  /** One job that is refused does not sink the others of the transaction. */
  private add(ledger: Ledger, jobs: readonly WireJob[]): WireAnswer[] {
    return addAll<WireAnswer>(
      this.statements,
      ledger,
      jobs,
      (id) => id,
      (job) => this.addOther(ledger, job),
    );
  }

  private addOther(ledger: Ledger, job: WireJob): WireAnswer {
    try {
      return this.statements.perform(enqueue(ledger, preparedJob(job)));
    } catch (error) {
      if (isOfTheStore(error)) throw error;
      return { error: wireError(error) };
    }
  }

  private end(executor: string, done: readonly WireDone[], others: readonly StartEnd[], ledger: Ledger, report: Report): void {
    const hasParents = this.statements.of(HAS_PARENTS).get() !== undefined;
    const changed = this.endDone(done, ledger);
    for (const [id, attempt] of done) {
      const held = this.memory.running.get(id);
      if (held?.attempt !== attempt || !changed.delete(id)) {
        report.stale.push([executor, String(id), attempt]);
        continue;
      }
      if (hasParents || held.key !== null) this.statements.perform(afterDone(ledger, { id, name: held.name, key: held.key }));
      else ledger.move(held.name, RUNNING, DONE);
      this.stopped(id, 'done', ledger);
    }
    for (const start of others) this.endOther(executor, start, ledger, report);
  }

  /** Writes the ends of those that still run from that start, and gives their numbers. */
  private endDone(done: readonly WireDone[], ledger: Ledger): Set<number> {
    const running = done.filter(([id, attempt]) => this.memory.running.get(id)?.attempt === attempt);
    if (running.length < FEWEST_ENDS_AT_ONCE) {
      const end = this.statements.of(END_DONE);
      return new Set(running.flatMap(([id, attempt, result]) => (end.run(ledger.now, result, id, attempt).changes === 1 ? [id] : [])));
    }
    const changed = this.statements.of(END_ALL_DONE).all(ledger.now, JSON.stringify(running)) as { id: number }[];
    return new Set(changed.map(({ id }) => id));
  }

  /** An end that is more than its result. Its effect is kept with it or not at all; one that is refused makes it a failure. */
  private endOther(executor: string, start: StartEnd, ledger: Ledger, report: Report): void {
    const { attempt, ending } = start;
    const id = Number(start.id);
    const job = this.statements.perform(started(id, attempt));
    if (!job) {
      report.stale.push([executor, start.id, attempt]);
      return;
    }
    if (start.progress) this.statements.of(PROGRESS).run(JSON.stringify(start.progress), id, attempt);
    const error = this.spoilers.get(spoiler(start)) ?? this.tryEnd(start, job, ledger);
    if (error !== undefined) {
      const failure = refusal(job, error, this.rules.get(job.name)?.backoff);
      report.refused.push([executor, start.id, attempt, failure.reason]);
      this.statements.perform(endFailed(ledger, job, failure));
    }
    this.stopped(id, kindOf(ending.kind, job.failures + 1 >= job.max_attempts), ledger);
  }

  /** Gives the error of an effect that the database refuses. */
  private tryEnd(start: StartEnd, job: Started, ledger: Ledger): unknown {
    const { ending } = start;
    try {
      this.transaction.apart(() => {
        if (ending.kind !== 'done') return this.statements.perform(endStart(ledger, job, ending));
        this.statements.of(END_DONE).run(ledger.now, ending.result ?? null, job.id, job.attempt);
        if (ending.effect) this.statements.perform(effectOf(ending.effect));
        this.statements.perform(afterDone(ledger, job));
      });
      return undefined;
    } catch (error) {
      if (isOfTheStore(error)) throw error;
      if (this.transaction.isOpen) return error;
      this.spoilers.set(spoiler(start), error);
      throw new RolledBack();
    }
  }

  /** What was kept needs no care any more. */
  kept(): void {
    this.spoilers.clear();
  }

  private leave(executor: Executor['id'], why: Leaving, ledger: Ledger, report: Report): LeftBehind {
    this.memory.leave(executor);
    if (why.kind === 'killed') this.end(executor, [], [why.culprit], ledger, report);
    const held = this.statements.perform(heldBy(executor));
    const left = this.statements.perform(giveBack(ledger, held, why.kind === 'killed' ? { kind: 'stopped' } : why));
    for (const { id } of held) this.stopped(id, left.charged.includes(String(id)) ? 'failed' : 'interrupted', ledger);
    return left;
  }

  private beat(workers: readonly WorkerBeat[], now: number): void {
    this.statements.of('DELETE FROM job_worker').run();
    const insert = this.statements.of(BEAT);
    for (const { id, role, pid, host, startedAt, memoryBytes, running, restarts, restartReason, backingOffUntil } of workers)
      insert.run(id, role, pid, host, startedAt, now, memoryBytes, running, restarts, restartReason ?? null, backingOffUntil ?? null);
  }

  private stopped(id: number, kind: StartEndKind, ledger: Ledger): void {
    const held = this.memory.running.get(id);
    if (held) this.figures.ended(held.name, kind, ledger.now - held.startedAt);
    this.memory.stop(id);
  }
}

const spoiler = ({ id, attempt }: StartEnd): string => `${id}/${attempt}`;

const kindOf = (kind: StartEnd['ending']['kind'], isOver: boolean): StartEndKind => (kind === 'failed' && isOver ? 'dead' : kind);

/** An error on its way to another thread. */
export function wireError(error: unknown): WireError {
  const { code, status, message, remedy, details } = error instanceof Problem ? error : notKept(messageOf(error));
  return { code, status, message, remedy, details };
}
