import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type JobDefinition, rulesOf } from '../../../libs/platform/queue/contract/definition.js';
import type {
  Claim,
  Ending,
  Engine,
  EngineEvents,
  Fence,
  Leaving,
  LeftBehind,
  PreparedJob,
  StoredJob,
} from '../../../libs/platform/queue/contract/engine.js';
import type { Enqueued, JobState, Lane } from '../../../libs/platform/queue/contract/job.js';
import type { Place } from './place.js';

const PATIENCE_MS = 20_000;

/** The rules of a name that a test cares about; the rest has its default. */
export type Wanted = Omit<JobDefinition, 'title' | 'payload'>;

/** A test's hand on an engine: it plays the supervisor, which joins executors, hands out credit and tells how jobs end. */
export class Bench {
  readonly stale: Fence[] = [];
  readonly refused: (Fence & { reason: string })[] = [];
  readonly cancels: Fence[] = [];
  readonly troubles: (string | undefined)[] = [];
  quarantines = 0;
  /** Who was handed what and has not taken it out of here. */
  private readonly handed = new Map<string, Claim[]>();
  private opened?: Engine;
  private settlings = 0;

  constructor(readonly place: Place) {}

  get engine(): Engine {
    if (!this.opened) throw new Error('The bench has no open engine.');
    return this.opened;
  }

  /** Opens an engine that knows these names. */
  async open(...names: (Wanted | string)[]): Promise<void> {
    const engine = this.place.engine();
    await engine.open(
      names.map((name) => rulesOf({ title: '', payload: z.unknown(), ...(typeof name === 'string' ? { name } : name) })),
      this.events(),
    );
    this.opened = engine;
  }

  /** Ends the engine as a supervisor does that leaves its jobs running, like one that was killed; `open` comes next. */
  async close(): Promise<void> {
    this.handed.clear();
    await this.opened?.close();
    this.opened = undefined;
  }

  join(id: string, lane: Lane = 'normal'): string {
    this.engine.join({ id, lane });
    return id;
  }

  async leave(id: string, why: Leaving): Promise<LeftBehind> {
    const left = await this.engine.leave(id, why);
    this.handed.delete(id);
    return left;
  }

  /** Enqueues one job in a transaction of its own. Throws what the store answers. */
  async add(job: Partial<PreparedJob> = {}): Promise<Enqueued> {
    const [answer] = await this.place.store.add([prepared(job)]);
    if (answer instanceof Error || !answer) throw answer ?? new Error('no answer');
    return answer;
  }

  /** Enqueues many, and gives their ids. */
  async addAll(jobs: readonly Partial<PreparedJob>[]): Promise<string[]> {
    return (await this.place.store.add(jobs.map(prepared))).map((answer) => {
      if (answer instanceof Error) throw answer;
      return answer.id;
    });
  }

  /** Everything told so far, and all that follows from it by now, is committed and known. */
  async settle(): Promise<void> {
    for (let round = 0; round < 2; round++) {
      this.engine.look();
      const id = `settling-${this.settlings++}`;
      this.engine.join({ id, lane: 'normal' });
      await this.engine.leave(id, { kind: 'stopped' });
    }
    await new Promise(setImmediate);
  }

  /** Time goes by and its consequences are there. */
  async pass(milliseconds: number): Promise<void> {
    this.place.clock.advance(milliseconds);
    await this.settle();
  }

  /** Waits until so many jobs are handed to an executor, and takes them. */
  async claims(executor: string, number: number): Promise<Claim[]> {
    await this.until(`${number} jobs for ${executor}`, () => (this.handed.get(executor)?.length ?? 0) >= number);
    return (this.handed.get(executor) ?? []).splice(0, number);
  }

  async claim(executor: string): Promise<Claim> {
    return (await this.claims(executor, 1))[0]!;
  }

  /** Takes what has been handed to an executor, after everything has settled. */
  async taken(executor: string): Promise<Claim[]> {
    await this.settle();
    return (this.handed.get(executor) ?? []).splice(0);
  }

  /** Gives credit and waits for as many jobs. */
  async take(executor: string, number = 1): Promise<Claim[]> {
    this.engine.credit(executor, number);
    return this.claims(executor, number);
  }

  async end({ id, attempt }: Fence, ending: Ending = { kind: 'done' }, executor = 'e'): Promise<void> {
    this.engine.end(executor, [{ id, attempt, ending }]);
    await this.settle();
  }

  async job(id: string): Promise<StoredJob> {
    const job = await this.place.store.job(id);
    if (!job) throw new Error(`There is no job ${id}.`);
    return job;
  }

  async states(ids: readonly string[]): Promise<JobState[]> {
    return Promise.all(ids.map(async (id) => (await this.job(id)).state));
  }

  /** The kept counters: `name/state` to number, without zeros. */
  async counters(): Promise<Record<string, number>> {
    const counts = await this.place.store.counts();
    return Object.fromEntries(
      counts
        .flatMap(({ name, states }) => Object.entries(states).map(([state, number]) => [`${name}/${state}`, number] as const))
        .filter(([, number]) => number !== 0),
    );
  }

  cancel(id: string, reason = 'no longer wanted') {
    return this.place.storage.write((tx) => this.place.store.cancel(tx, id, reason));
  }

  replay(id: string, payload?: { json: string; version: number }) {
    return this.place.storage.write((tx) => this.place.store.replay(tx, id, payload));
  }

  pause(name: string, paused: boolean) {
    return this.place.storage.write((tx) => this.place.store.pause(tx, name, paused));
  }

  effects(): { job: number; value: string }[] {
    return this.place.storage.read('SELECT job, value FROM effect ORDER BY rowid');
  }

  /** Waits for a condition, with a deadline. */
  async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (performance.now() > end) throw new Error(`Not within ${PATIENCE_MS / 1000} s: ${what}.`);
      await sleep(3);
    }
  }

  private events(): EngineEvents {
    return {
      jobs: (executor, claims) => void this.handed.set(executor, [...(this.handed.get(executor) ?? []), ...claims]),
      cancel: (_, fences) => void this.cancels.push(...fences),
      stale: (_, fence) => void this.stale.push(fence),
      refused: (_, fence, reason) => void this.refused.push({ ...fence, reason }),
      quarantine: () => void this.quarantines++,
      trouble: (reason) => void this.troubles.push(reason),
    };
  }
}

/** A job with a default for everything: of the name 'work', its payload null. */
export function prepared(job: Partial<PreparedJob>): PreparedJob {
  return {
    name: 'work',
    payload: 'null',
    version: 1,
    keyConcurrency: 1,
    priority: 0,
    delayMs: 0,
    maxAttempts: 5,
    onParentFailure: 'cancel',
    parents: [],
    ...job,
  };
}

/** The effect of a job: one row that is counted afterwards. */
export const effect = (job: string, value = job) => [
  { sql: 'INSERT INTO effect (job, value) VALUES (?, ?)', parameters: [Number(job), value] },
];
