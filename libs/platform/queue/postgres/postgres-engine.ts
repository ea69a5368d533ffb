import { messageOf } from '#core/kernel';
import type { JobRules } from '../contract/definition.js';
import type { Engine, EngineEvents, Executor, Fence, Leaving, LeftBehind, QueueClock, StartEnd, WorkerBeat } from '../contract/engine.js';
import type { Progress } from '../contract/job.js';
import { Books } from './books.js';
import { ClockStep } from './clock-step.js';
import type { Connection } from './connection.js';
import { type Answer, Decisions } from './decisions.js';
import { Desk, type Told, Trouble } from './desk.js';
import type { Ledger } from './ledger.js';
import { declare, parkByRules, rescue } from './opening.js';
import { Passes } from './passes.js';
import { Rhythm } from './rhythm.js';
import { issueTickets, queueOf } from './tickets.js';
import { type Outcome, turnOf } from './turning.js';

const PRUNE_EVERY_MS = 5_000;
const SWEEP_EVERY_MS = 60_000;
const ASK_AGAIN_MS = 1_000;
/** A closing engine tries so long to keep what it was told. */
const CLOSING_MS = 10_000;

/**
 * Hands out the jobs that PostgreSQL keeps. Each turn: what was told is decided in the app's own file; then, in one transaction of
 * PostgreSQL, the outbox is carried over and jobs are fetched; then the file notes who starts what, and only then are they handed out.
 */
export class PostgresEngine implements Engine {
  private desk = new Desk();
  private decisions: Decisions;
  private readonly trouble = new Trouble();
  private readonly passes: Passes;
  private readonly books: Books;
  private rhythm = this.newRhythm();
  private events?: EngineEvents;
  private rules: readonly JobRules[] = [];
  private deaf?: () => Promise<void>;
  private suspects = false;
  private lastId = '0';
  private doubtful = false;
  private readonly asked = new Map<string, number>();
  private readonly step: ClockStep;
  private pruned = 0;
  private swept = 0;

  constructor(
    private readonly connection: Connection,
    private readonly ledger: Ledger,
    private readonly clock: QueueClock,
  ) {
    this.decisions = new Decisions(ledger, this.desk, []);
    this.books = new Books(ledger.storage, clock);
    this.step = new ClockStep(clock);
    this.passes = new Passes(connection, ledger);
  }

  /** It may be opened again after it was closed. */
  async open(rules: readonly JobRules[], events: EngineEvents): Promise<void> {
    this.rules = rules;
    this.desk = new Desk();
    this.decisions = new Decisions(this.ledger, this.desk, rules);
    this.rhythm = this.newRhythm();
    this.connection.reopen();
    try {
      await this.takeOver(rules);
    } catch (error) {
      await this.connection.close(); // who cannot open it has nothing to close
      throw error;
    }
    this.events = events;
    this.rhythm.start();
  }

  private async takeOver(rules: readonly JobRules[]): Promise<void> {
    await this.connection.queues(rules.flatMap(({ name }) => [queueOf(name, 'normal'), queueOf(name, 'quarantine')]));
    await this.passes.run({
      first: (turn) => declare(turn, rules),
      last: async (turn) => {
        await rescue(turn);
        await parkByRules(turn);
        await issueTickets(turn);
        return {};
      },
    });
    await this.ledger.storage.write((tx) => this.ledger.freeAll(tx));
    this.deaf = await this.connection.listen(() => this.look());
  }

  join(executor: Executor): void {
    this.desk.join(executor);
  }

  credit(executorId: string, jobs: number): void {
    this.desk.credit(executorId, jobs);
    this.look();
  }

  end(executor: string, ends: readonly StartEnd[]): void {
    this.desk.told.push(...ends.map((end) => ({ kind: 'end' as const, executor, end })));
    this.look();
  }

  progress(_executor: string, told: readonly (Fence & { readonly progress: Progress })[]): void {
    for (const { id, attempt, progress } of told) this.desk.progress.set(id, { attempt, progress });
    this.look();
  }

  leave(executor: string, why: Leaving): Promise<LeftBehind> {
    this.desk.shut(executor);
    return new Promise((answer) => {
      this.desk.told.push({ kind: 'leave', executor, why, answer });
      this.look();
    });
  }

  beat(workers: readonly WorkerBeat[]): void {
    this.desk.beats = workers;
    this.look();
  }

  look(): void {
    this.rhythm.wake();
  }

  async close(): Promise<void> {
    const end = performance.now() + CLOSING_MS;
    this.desk.shutAll();
    this.desk.beats = [];
    const left = () => this.desk.told.length > 0 || (this.desk.beats !== undefined && !this.trouble.lasts);
    await this.rhythm.stop(() => left() && performance.now() < end);
    await this.books.keep(true);
    await this.deaf?.().catch(() => undefined); // the way to PostgreSQL may be lost, and is left all the same
    await this.connection.close();
  }

  private newRhythm(): Rhythm {
    return new Rhythm(
      () => this.turn(),
      (error) => this.trouble.tell(this.events, error === undefined ? undefined : messageOf(error)),
    );
  }

  private async turn(): Promise<number | undefined> {
    const answers = await this.decide();
    const outcome = await this.pass();
    await this.start(outcome);
    this.unanswered = [];
    for (const answer of answers) answer();
    await this.books.keep();
    await this.sweep();
    return outcome.nextDue === undefined ? undefined : outcome.nextDue - this.clock.wall();
  }

  /** Keeps what was told in the app's file. What fails stays told, in order. */
  private async decide(): Promise<(() => void)[]> {
    const told = this.desk.told.slice();
    if (told.length === 0) return this.unanswered;
    const { answers, verdicts } = await this.decisions.onTold(told);
    for (const [id, verdict] of verdicts) this.books.ended(id, verdict);
    this.desk.told.splice(0, told.length);
    for (const [index, each] of told.entries()) this.announce(each, answers[index]);
    return this.unanswered;
  }

  /** Leavings whose answer waits until PostgreSQL has what follows from them. */
  private unanswered: (() => void)[] = [];

  private announce(told: Told, decided: Answer | undefined): void {
    if (!decided) return;
    if (told.kind === 'leave') {
      this.desk.clear(told.executor);
      if (!('kind' in decided)) this.unanswered.push(() => told.answer(decided));
      return;
    }
    const { id, attempt } = told.end;
    this.desk.release(told.executor, { id, attempt });
    if (!('kind' in decided)) return;
    if (decided.kind === 'stale') this.events?.stale(told.executor, { id, attempt });
    if (decided.kind === 'refused') this.events?.refused(told.executor, { id, attempt }, decided.reason);
  }

  private async pass(): Promise<Outcome> {
    const { desk } = this;
    const [progress, beats, prune] = [new Map(desk.progress), desk.beats, this.clock.monotonic() - this.pruned >= PRUNE_EVERY_MS];
    const clockStep = this.step.take();
    const known = this.doubtful ? desk.known() : undefined;
    this.doubtful = true;
    const outcome = await this.passes.run({
      last: (turn) => turnOf(turn, { takers: desk.takers(), progress, beats, prune, known, clockStep, lastId: this.lastId }),
    });
    this.doubtful = false;
    this.lastId = outcome.lastId;
    for (const [id, told] of progress) if (desk.progress.get(id) === told) desk.progress.delete(id);
    if (desk.beats === beats) desk.beats = undefined;
    if (prune && outcome.forget.length === 0) this.pruned = this.clock.monotonic();
    for (const { executor } of outcome.starts) desk.credit(executor, -1);
    desk.fetched.push(...outcome.starts);
    return outcome;
  }

  /** Notes in the app's file who starts what, and hands it out. */
  private async start(outcome: Outcome): Promise<void> {
    const fetched = this.desk.fetched.slice();
    const go = fetched.length === 0 ? [] : await this.decisions.onFetched(fetched);
    this.desk.fetched.splice(0, fetched.length);
    for (const [index, start] of fetched.entries()) if (!go[index]) this.credit(start.executor, 1);
    const handed = fetched.filter((_, index) => go[index]);
    for (const start of handed) {
      this.desk.hand(start);
      this.books.started(start);
    }
    for (const [executor, starts] of Map.groupBy(handed, (start) => start.executor))
      this.events?.jobs(
        executor,
        starts.map(({ claim }) => claim),
      );
    this.tell(outcome);
  }

  private tell({ cancelling, suspects }: Outcome): void {
    if (suspects && !this.suspects) this.events?.quarantine();
    this.suspects = suspects;
    const now = this.clock.monotonic();
    for (const id of this.asked.keys()) if (!cancelling.some((fence) => fence.id === id)) this.asked.delete(id);
    for (const fence of cancelling) {
      const executor = this.desk.holderOf(fence.id, fence.attempt);
      if (executor === undefined || now - (this.asked.get(fence.id) ?? -Infinity) < ASK_AGAIN_MS) continue;
      this.asked.set(fence.id, now);
      this.events?.cancel(executor, [fence]);
    }
  }

  /** pg-boss's rows of starts that are over; its own loop that would do it stays off. */
  private async sweep(): Promise<void> {
    if (this.clock.monotonic() - this.swept < SWEEP_EVERY_MS) return;
    this.swept = this.clock.monotonic();
    for (const { name } of this.rules)
      for (const lane of ['normal', 'quarantine'] as const) await this.connection.sweep(queueOf(name, lane));
  }
}
