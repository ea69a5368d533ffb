import type { Claim, PreparedJob } from '../../../../libs/platform/queue/contract/engine.js';
import { type Enqueued, hasEnded, type Lane } from '../../../../libs/platform/queue/contract/job.js';
import { type Bench, effect } from '../bench.js';
import { NAMES, someEnding, someJob } from './chances.js';
import { countedJobs, inOrder, modelledJobs, storedJobs } from './comparison.js';
import { enqueueTogether } from './enqueue-together.js';
import { Model, type ModelJob } from './model.js';
import type { Random } from './random.js';

/** The twentieth restart under a running job buries it. */
const MOST_RESTARTS = 12;

interface Hand {
  readonly lane: Lane;
  credit: number;
}

/** A random life of an engine beside the model of the contract; after every step both have to be in the same state. */
export class History {
  readonly model = new Model();
  readonly told: string[] = [];
  private readonly hands = new Map<string, Hand>();
  private readonly effects: string[] = [];
  private hires = 0;
  private restarts = 0;

  constructor(
    private readonly bench: Bench,
    private readonly random: Random,
  ) {}

  async live(steps: number): Promise<void> {
    await this.open();
    for (let step = 0; step < steps; step++) {
      await this.step();
      await this.bench.settle();
      await this.follow();
      await this.compare();
    }
    expect(this.bench.effects().map(({ value }) => value)).toEqual(this.effects);
    expect(await this.bench.counters()).toEqual(await this.bench.place.recount());
    expect(await this.bench.place.integrity()).toBe('ok');
  }

  private async open(): Promise<void> {
    this.model.now = this.bench.place.clock.wall();
    await this.bench.open(...NAMES);
    for (let hand = 0; hand < 3; hand++) this.hire(hand === 2 ? 'quarantine' : 'normal');
  }

  private hire(lane: Lane): void {
    const id = this.bench.join(`e${this.hires++}`, lane);
    this.hands.set(id, { lane, credit: 0 });
  }

  private async step(): Promise<void> {
    const dice = this.random.next();
    const [, deed] = this.deeds.find(([until]) => dice < until)!;
    await deed.call(this);
  }

  /** How likely each deed is, as a running sum. */
  private readonly deeds: readonly (readonly [number, () => Promise<void>])[] = [
    [0.24, this.add],
    [0.32, this.enqueueInADeed],
    [0.52, this.credit],
    [0.74, this.endSome],
    [0.78, this.endAgain],
    [0.82, this.cancel],
    [0.86, this.replay],
    [0.88, this.pause],
    [0.95, this.passTime],
    [0.985, this.leave],
    [1, this.restart],
  ];

  private tell(what: string, detail: unknown = ''): void {
    this.told.push(`${what} ${JSON.stringify(detail)}`);
  }

  private get recent(): string[] {
    return [...this.model.jobs.keys()].slice(-15);
  }

  private async add(): Promise<void> {
    const jobs = Array.from({ length: this.random.whole(1, 4) }, () => someJob(this.random, this.recent));
    this.answered('add', jobs, await this.bench.place.store.add(jobs));
  }

  private answered(how: string, jobs: readonly PreparedJob[], answers: readonly (Enqueued | Error)[]): void {
    this.tell(
      how,
      jobs.map((job, index) => ({ answer: answers[index], ...job })),
    );
    for (const [index, answer] of answers.entries()) {
      if (answer instanceof Error) throw answer;
      expect(answer).toEqual(this.model.enqueue(jobs[index]!, answer.id));
    }
  }

  private async enqueueInADeed(): Promise<void> {
    const jobs = Array.from({ length: this.random.whole(1, 3) }, () => someJob(this.random, this.recent));
    if (this.random.chance(0.3)) {
      this.tell('undo', jobs);
      await expect(enqueueTogether(this.bench, jobs, 'undone')).rejects.toThrow('undone');
    } else this.answered('deed', jobs, await enqueueTogether(this.bench, jobs));
  }

  private async credit(): Promise<void> {
    const [id, hand] = this.random.pick([...this.hands]);
    const jobs = hand.lane === 'quarantine' ? 1 : this.random.whole(1, 4);
    if (hand.lane === 'quarantine' && (hand.credit > 0 || this.runningOf(id).length > 0)) return;
    this.tell('credit', [id, jobs]);
    hand.credit += jobs;
    this.bench.engine.credit(id, jobs);
  }

  private runningOf(executor: string): ModelJob[] {
    return this.model.in('running').filter((job) => job.executor === executor);
  }

  private async endSome(): Promise<void> {
    const [id] = this.random.pick([...this.hands]);
    const jobs = this.random.some(this.runningOf(id)).slice(0, 3);
    const ends = jobs.map((job) => ({ id: String(job.id), attempt: job.attempt, ending: someEnding(this.random, job) }));
    if (ends.length === 0) return;
    this.tell('end', [id, ends]);
    this.bench.engine.end(id, ends);
    for (const [index, { ending }] of ends.entries()) {
      if (ending.kind === 'done' && ending.effect) this.effects.push(`${ends[index]!.id}/${ends[index]!.attempt}`);
      this.model.end(jobs[index]!, ending);
    }
  }

  /** An end that must change nothing: of a start that is over. */
  private async endAgain(): Promise<void> {
    const over = [...this.model.jobs.values()].filter(({ state, attempt }) => attempt > (state === 'running' ? 1 : 0));
    if (over.length === 0) return;
    const job = this.random.pick(over);
    const attempt = job.state === 'running' ? job.attempt - 1 : job.attempt;
    this.tell('end again', { id: job.id, attempt });
    const [executor] = this.random.pick([...this.hands]);
    this.bench.engine.end(executor, [
      { id: String(job.id), attempt, ending: { kind: 'done', effect: effect(String(job.id), `stale ${this.told.length}`) } },
    ]);
  }

  private async cancel(): Promise<void> {
    if (this.model.jobs.size === 0) return;
    const id = this.random.pick([...this.model.jobs.keys()].slice(-40));
    this.tell('cancel', id);
    expect(await this.bench.cancel(id)).toBe(this.model.cancel(id));
  }

  private async replay(): Promise<void> {
    const ended = [...this.model.jobs.values()].filter(({ state }) => hasEnded(state));
    if (ended.length === 0) return;
    const id = String(this.random.pick(ended).id);
    this.tell('replay', id);
    const expected = this.model.replay(id);
    const answer = await this.bench.replay(id).catch(() => false);
    expect(answer).toBe(expected);
  }

  private async pause(): Promise<void> {
    const { name } = this.random.pick(NAMES);
    const paused = !this.model.paused.has(name);
    this.tell('pause', [name, paused]);
    if (paused) this.model.paused.add(name);
    else this.model.paused.delete(name);
    await this.bench.pause(name, paused);
  }

  private async passTime(): Promise<void> {
    const milliseconds = this.random.whole(1, 1500);
    this.tell('pass', milliseconds);
    this.bench.place.clock.advance(milliseconds);
    this.model.tick(this.bench.place.clock.wall());
  }

  private async leave(): Promise<void> {
    const [id, { lane }] = this.random.pick([...this.hands]);
    const running = this.runningOf(id);
    const started = this.random.some(running);
    const crash = this.random.chance(0.7);
    this.tell('leave', [id, crash ? started.map((job) => job.id) : 'stopped']);
    const ids = started.map((job) => String(job.id));
    await this.bench.leave(id, crash ? { kind: 'crash', started: ids, reason: 'killed' } : { kind: 'stopped' });
    this.hands.delete(id);
    for (const job of running) await this.leftBehind(job, crash && started.includes(job) ? started.length : 0);
    this.hire(lane);
  }

  private async leftBehind(job: ModelJob, suspects: number): Promise<void> {
    if (suspects === 1 && !job.cancelling) {
      const { runAt } = await this.bench.job(String(job.id));
      this.model.end(job, { kind: 'failed', reason: 'killed', afterMs: Math.max(0, Date.parse(runAt) - this.model.now) });
      return;
    }
    if (suspects > 1 && !job.cancelling) job.lane = 'quarantine';
    this.model.putBack(job, job.dueAt);
  }

  private async restart(): Promise<void> {
    if (this.restarts++ >= MOST_RESTARTS) return;
    this.tell('restart');
    await this.bench.close();
    for (const job of this.model.in('running')) this.model.putBack(job, job.dueAt);
    for (const { name } of NAMES) for (const job of this.model.in('parked')) if (job.name === name) this.model.unpark(job);
    this.hands.clear();
    await this.open();
  }

  /** What the engine handed out: of each name the first ones in their order, and no fewer than it might. */
  private async follow(): Promise<void> {
    const given = new Map<string, Claim[]>();
    for (const id of this.hands.keys()) given.set(id, await this.bench.taken(id));
    for (const lane of ['normal', 'quarantine'] as const) this.followLane(lane, given);
  }

  private followLane(lane: Lane, given: ReadonlyMap<string, readonly Claim[]>): void {
    const claimable = this.model.claimable(lane, NAMES);
    const hands = [...this.hands].filter(([, hand]) => hand.lane === lane);
    const claims = hands.flatMap(([id]) => given.get(id) ?? []);
    for (const { name } of NAMES) {
      const started = claims.filter((claim) => claim.name === name);
      const first = (claimable.get(name) ?? []).slice(0, started.length);
      expect({ name, lane, started: inOrder(started) }).toEqual({ name, lane, started: inOrder(first) });
    }
    for (const [id, hand] of hands) for (const claim of given.get(id) ?? []) this.started(id, hand, claim);
    const left = [...this.model.claimable(lane, NAMES).values()].flat();
    const creditLeft = hands.reduce((sum, [, { credit }]) => sum + credit, 0);
    expect({ lane, notStarted: creditLeft > 0 ? left.map(({ id }) => id) : [] }).toEqual({ lane, notStarted: [] });
  }

  private started(executor: string, hand: Hand, claim: Claim): void {
    const job = this.model.job(claim.id);
    this.tell('started', [executor, claim.id]);
    this.model.claim(job, executor);
    expect(claim).toMatchObject({ attempt: job.attempt, failures: job.failures, payload: job.payload });
    expect(--hand.credit).toBeGreaterThanOrEqual(0);
  }

  private async compare(): Promise<void> {
    expect(await storedJobs(this.bench)).toEqual(modelledJobs(this.model));
    expect(await this.bench.counters()).toEqual(countedJobs(this.model));
  }
}
