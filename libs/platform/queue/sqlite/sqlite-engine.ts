import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Problem } from '#core/kernel';
import type { JobRules } from '../contract/definition.js';
import type { Engine, EngineEvents, Executor, Fence, Leaving, LeftBehind, PreparedJob, StartEnd, WorkerBeat } from '../contract/engine.js';
import type { Enqueued, Progress } from '../contract/job.js';
import { endsNotKept, engineClosed, engineDied } from '../errors.js';
import { Bell } from './bell.js';
import { isPlainDone } from './ending.js';
import { claimOf, type Order, progressText, type Report, type ThreadData, type WireAnswer, type WireDone, wireJob } from './messages.js';
import type { SharedClock } from './shared-clock.js';

export interface SqliteEngineOptions {
  /** The database. */
  readonly file: string;
  /** The file by which other processes wake the engine; made when it is not there. */
  readonly bell: string;
  /** For tests. */
  readonly clock?: SharedClock;
  /** How long a job may wait that was enqueued by somebody whose ring was not heard. Default 500. */
  readonly safetyLookMs?: number;
}

const CLOSE_PATIENCE_MS = 10_000;

interface Waiting<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

/** The supervisor's hold on the engine's thread: passes on what it is told, a message a turn, and calls back what comes of it. */
export class SqliteEngine implements Engine {
  private thread?: Worker;
  private events?: EngineEvents;
  private out: Order[] = [];
  private requests = 0;
  private sending?: NodeJS.Immediate;
  private opening?: Waiting<void>;
  private closing?: Waiting<void>;
  private readonly adding = new Map<number, Waiting<(Enqueued | Error)[]>>();
  private readonly leaving = new Map<number, Waiting<LeftBehind>>();

  constructor(private readonly options: SqliteEngineOptions) {}

  /** Whether `add` may be called. */
  get isOpen(): boolean {
    return this.thread !== undefined && this.opening === undefined && this.closing === undefined;
  }

  async open(rules: readonly JobRules[], events: EngineEvents): Promise<void> {
    const { file, bell, clock, safetyLookMs = clock ? 10 : 500 } = this.options;
    const door = new Bell(bell);
    door.make();
    door.close();
    const workerData: ThreadData = { file, bell, rules, clock: clock?.memory, safetyLookMs };
    this.events = events;
    await new Promise<void>((resolve, reject) => {
      this.opening = { resolve, reject };
      const thread = new Worker(join(__dirname, `engine-thread${extname(__filename)}`), { workerData, ...fromSource() });
      this.thread = thread;
      thread.on('message', (report: Report) => this.hear(report));
      thread.on('error', (error) => this.died(thread, String(error)));
      thread.on('exit', () => this.died(thread, 'it stopped without a word'));
    });
  }

  join(executor: Executor): void {
    this.tell({ to: 'join', executor });
  }

  credit(executorId: string, jobs: number): void {
    this.tell({ to: 'credit', executor: executorId, jobs });
  }

  end(executorId: string, ends: readonly StartEnd[]): void {
    const done: WireDone[] = [];
    const others: StartEnd[] = [];
    for (const end of ends) {
      if (end.ending.kind === 'done' && isPlainDone(end)) done.push([Number(end.id), end.attempt, end.ending.result ?? null]);
      else others.push(end);
    }
    this.tell({ to: 'end', executor: executorId, done, others });
  }

  progress(_executorId: string, told: readonly (Fence & { readonly progress: Progress })[]): void {
    this.tell({ to: 'progress', told: told.map(({ id, attempt, progress }) => [Number(id), attempt, progressText(progress)] as const) });
  }

  leave(executorId: string, why: Leaving): Promise<LeftBehind> {
    return new Promise((resolve, reject) => {
      const request = ++this.requests;
      this.leaving.set(request, { resolve, reject });
      this.tell({ to: 'leave', request, executor: executorId, why });
    });
  }

  beat(workers: readonly WorkerBeat[]): void {
    this.tell({ to: 'beat', workers });
  }

  look(): void {
    this.tell({ to: 'look' });
  }

  /** Keeps jobs in the thread's next commit. */
  add(jobs: readonly PreparedJob[]): Promise<(Enqueued | Error)[]> {
    return new Promise((resolve, reject) => {
      const request = ++this.requests;
      this.adding.set(request, { resolve, reject });
      this.tell({ to: 'add', request, jobs: jobs.map(wireJob) });
    });
  }

  /** Throws `queue.ends-not-kept` when the store refuses to commit for ten seconds. */
  async close(): Promise<void> {
    if (!this.thread) return;
    const patience = setTimeout(() => void this.giveUp(), CLOSE_PATIENCE_MS);
    try {
      await new Promise<void>((resolve, reject) => {
        this.tell({ to: 'close', request: ++this.requests });
        this.closing = { resolve, reject };
      });
    } finally {
      clearTimeout(patience);
    }
  }

  /** A process that is asked to stop on a full disk must stop: what was not kept is recovered as after a crash. */
  private async giveUp(): Promise<void> {
    const { thread, closing } = this;
    this.thread = undefined;
    this.closing = undefined;
    this.refuseAll(engineClosed());
    await thread?.terminate();
    closing?.reject(endsNotKept(CLOSE_PATIENCE_MS));
  }

  private tell(order: Order): void {
    if (!this.thread || this.closing) throw engineClosed();
    this.out.push(order);
    this.sending ??= setImmediate(() => {
      this.sending = undefined;
      this.thread?.postMessage(this.out);
      this.out = [];
    });
  }

  private hear(report: Report): void {
    if (report.opened) {
      this.opening?.resolve();
      this.opening = undefined;
    }
    for (const [request, answers] of report.added) {
      this.adding.get(request)?.resolve(answers.map(answerOf));
      this.adding.delete(request);
    }
    for (const [request, left] of report.left) {
      this.leaving.get(request)?.resolve(left);
      this.leaving.delete(request);
    }
    this.callBack(report);
    if (report.closed !== undefined) this.closed();
  }

  private callBack({ claims, stale, refused, cancel, quarantine, trouble }: Report): void {
    const { events } = this;
    if (!events) return;
    for (const [executor, id, attempt] of stale) events.stale(executor, { id, attempt });
    for (const [executor, id, attempt, reason] of refused) events.refused(executor, { id, attempt }, reason);
    for (const [executor, wires] of claims) events.jobs(executor, wires.map(claimOf));
    const asked = Map.groupBy(cancel, ([executor]) => executor);
    for (const [executor, fences] of asked)
      events.cancel(
        executor,
        fences.map(([, id, attempt]) => ({ id, attempt })),
      );
    if (quarantine) events.quarantine();
    if (trouble !== undefined) events.trouble(trouble ?? undefined);
  }

  private closed(): void {
    const { closing } = this;
    this.thread = undefined;
    this.closing = undefined;
    this.refuseAll(engineClosed());
    closing?.resolve();
  }

  /** A thread that ends by itself is a fault; the process goes with it, so that whoever watches it starts it again. One that was closed may end later. */
  private died(thread: Worker, reason: string): void {
    if (this.thread !== thread) return;
    const error = engineDied(reason);
    const { opening, closing } = this;
    this.thread = undefined;
    this.opening = undefined;
    this.closing = undefined;
    this.refuseAll(error);
    if (opening) {
      opening.reject(error);
      return;
    }
    closing?.reject(error);
    setImmediate(() => {
      throw error;
    });
  }

  private refuseAll(error: Error): void {
    for (const { reject } of [...this.adding.values(), ...this.leaving.values()]) reject(error);
    this.adding.clear();
    this.leaving.clear();
  }
}

function answerOf(answer: WireAnswer): Enqueued | Error {
  if (typeof answer === 'number') return { id: String(answer), outcome: 'enqueued' };
  if (!('error' in answer)) return answer;
  const { code, status, message, remedy, details } = answer.error;
  return Reflect.construct(Problem, [code, status, message, remedy, details]);
}

/** Tests run the sources: the thread then compiles them as the tests do. */
function fromSource(): { execArgv?: string[] } {
  if (extname(__filename) !== '.ts') return {};
  return { execArgv: ['-r', join(__dirname, '../../../../test/support/run-typescript.cjs')] };
}
