import type {
  Claim,
  Ending,
  Engine,
  EngineEvents,
  Executor,
  Leaving,
  LeftBehind,
  StartEnd,
  WorkerBeat,
} from '../../../libs/platform/queue/contract/engine.js';

interface Kept {
  claim: Claim;
  state: 'ready' | 'delayed' | 'running' | 'done' | 'cancelled' | 'dead' | 'parked';
  lane: Executor['lane'];
  holder?: string;
  reason?: string;
  result?: string;
  history: string[];
}

/**
 * A fake: the promises of an `Engine` that a supervisor relies on, kept in memory and without limits, keys or time. It stands where
 * a test is about processes and not about what is stored; the conformance suite is for real engines.
 */
export class MemoryEngine implements Engine {
  readonly jobs = new Map<string, Kept>();
  readonly stale: string[] = [];
  rows: readonly WorkerBeat[] = [];
  closed = false;
  private readonly executors = new Map<string, Executor & { credit: number }>();
  private events?: EngineEvents;
  private turn?: NodeJS.Immediate;

  add(name: string, payload: unknown, more: Partial<Claim> = {}): string {
    const id = String(this.jobs.size + 1);
    const claim = { id, name, payload: JSON.stringify(payload), version: 1, attempt: 0, failures: 0, maxAttempts: 3, ...more };
    this.jobs.set(id, { claim, state: 'ready', lane: 'normal', history: [] });
    this.look();
    return id;
  }

  cancel(id: string): void {
    const job = this.job(id);
    if (job.holder) this.events?.cancel(job.holder, [job.claim]);
  }

  job(id: string): Kept {
    const job = this.jobs.get(id);
    if (!job) throw new Error(`no job ${id}`);
    return job;
  }

  async open(_: unknown, events: EngineEvents): Promise<void> {
    this.events = events;
    this.look();
  }

  join(executor: Executor): void {
    this.executors.set(executor.id, { ...executor, credit: 0 });
  }

  credit(executorId: string, jobs: number): void {
    const executor = this.executors.get(executorId);
    if (executor) executor.credit += jobs;
    this.look();
  }

  end(executorId: string, ends: readonly StartEnd[]): void {
    for (const end of ends) {
      const job = this.job(end.id);
      if (job.state === 'running' && job.holder === executorId && job.claim.attempt === end.attempt) this.settle(job, end.ending);
      else this.stale.push(end.id);
    }
    this.look();
  }

  progress(): void {}

  async leave(executorId: string, why: Leaving): Promise<LeftBehind> {
    this.executors.delete(executorId);
    const held = [...this.jobs.values()].filter((job) => job.state === 'running' && job.holder === executorId);
    const started = why.kind === 'crash' ? held.filter(({ claim }) => why.started.includes(claim.id)) : [];
    const charged = started.length === 1 ? started : [];
    const quarantined = started.length > 1 ? started : [];
    for (const job of charged) this.settle(job, { kind: 'failed', reason: why.kind === 'crash' ? why.reason : '', afterMs: 10 });
    for (const job of quarantined) job.lane = 'quarantine';
    if (why.kind === 'killed') this.end(executorId, [why.culprit]);
    for (const job of held) if (job.state === 'running') this.settle(job, { kind: 'interrupted' });
    if (quarantined.length > 0) this.events?.quarantine();
    this.look();
    const ids = (jobs: Kept[]) => jobs.map(({ claim }) => claim.id);
    return { freed: held.length - charged.length, charged: ids(charged), quarantined: ids(quarantined) };
  }

  beat(workers: readonly WorkerBeat[]): void {
    this.rows = workers;
  }

  look(): void {
    this.turn ??= setImmediate(() => {
      this.turn = undefined;
      for (const executor of this.executors.values()) this.hand(executor);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  private hand(executor: Executor & { credit: number }): void {
    const claims: Claim[] = [];
    for (const job of this.jobs.values()) {
      if (executor.credit <= 0) break;
      if (job.state !== 'ready' || job.lane !== executor.lane) continue;
      executor.credit--;
      job.claim = { ...job.claim, attempt: job.claim.attempt + 1 };
      job.holder = executor.id;
      job.state = 'running';
      claims.push(job.claim);
    }
    if (claims.length > 0) this.events?.jobs(executor.id, claims);
  }

  private settle(job: Kept, ending: Ending): void {
    job.history.push(ending.kind);
    job.holder = undefined;
    if ('reason' in ending) job.reason = ending.reason;
    if (ending.kind === 'failed') this.fail(job, ending.afterMs, ending.final);
    else if (ending.kind === 'snoozed') this.later(job, ending.afterMs);
    else if (ending.kind === 'interrupted') job.state = 'ready';
    else job.state = ending.kind;
    if (ending.kind === 'done') job.result = ending.result;
  }

  private fail(job: Kept, afterMs: number, final = false): void {
    job.claim = { ...job.claim, failures: job.claim.failures + 1 };
    if (final || job.claim.failures >= job.claim.maxAttempts) job.state = 'dead';
    else this.later(job, afterMs);
  }

  private later(job: Kept, afterMs: number): void {
    job.state = 'delayed';
    setTimeout(() => {
      job.state = 'ready';
      this.look();
    }, afterMs).unref();
  }
}
