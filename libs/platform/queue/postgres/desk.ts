import type { Claim, EngineEvents, Executor, Leaving, LeftBehind, StartEnd, WorkerBeat } from '../contract/engine.js';
import type { Progress } from '../contract/job.js';
import type { Start, Taker } from './claiming.js';

/** What an engine was told and has not decided yet, in order. */
export type Told =
  | { readonly kind: 'end'; readonly executor: string; readonly end: StartEnd }
  | { readonly kind: 'leave'; readonly executor: string; readonly why: Leaving; readonly answer: (left: LeftBehind) => void };

/** What a process of the engine remembers between its turns: who is there, what they hold, what was told. */
export class Desk {
  private readonly credits = new Map<string, Taker>();
  private readonly held = new Map<string, Map<string, Claim>>();
  /** Ends and leavings, until the app's file has them. */
  told: Told[] = [];
  /** Fetched in PostgreSQL, until the app's file has them. */
  fetched: Start[] = [];
  /** The latest of each job, until PostgreSQL has it. */
  readonly progress = new Map<string, { attempt: number; progress: Progress }>();
  beats?: readonly WorkerBeat[];

  join(executor: Executor): void {
    this.credits.set(executor.id, { ...executor, credit: this.credits.get(executor.id)?.credit ?? 0 });
    if (!this.held.has(executor.id)) this.held.set(executor.id, new Map());
  }

  credit(id: string, jobs: number): void {
    const taker = this.credits.get(id);
    if (taker) this.credits.set(id, { ...taker, credit: taker.credit + jobs });
  }

  /** No job is handed to it any more; what it holds stays until its leaving is decided. */
  shut(id: string): void {
    this.credits.delete(id);
  }

  shutAll(): void {
    this.credits.clear();
  }

  /** What it held is nobody's any more. */
  clear(id: string): void {
    if (!this.credits.has(id)) this.held.delete(id);
    else this.held.get(id)?.clear();
  }

  isOpen(id: string): boolean {
    return this.credits.has(id);
  }

  takers(): Taker[] {
    return [...this.credits.values()].filter(({ credit }) => credit > 0);
  }

  heldBy(id: string): ReadonlyMap<string, Claim> {
    return this.held.get(id) ?? new Map();
  }

  hand({ executor, claim }: Start): void {
    this.held.get(executor)?.set(claim.id, claim);
  }

  release(executor: string, { id, attempt }: Pick<Claim, 'id' | 'attempt'>): void {
    const held = this.held.get(executor);
    if (held?.get(id)?.attempt === attempt) held.delete(id);
  }

  /** Who holds a job by this start. */
  holderOf(id: string, attempt: number): string | undefined {
    for (const [executor, held] of this.held) if (held.get(id)?.attempt === attempt) return executor;
    return undefined;
  }

  /** Ids of all starts that this process knows of. */
  known(): string[] {
    return [...[...this.held.values()].flatMap((held) => [...held.keys()]), ...this.fetched.map(({ claim }) => claim.id)];
  }
}

/** Tells a supervisor of trouble once when it begins, and once when it is over. */
export class Trouble {
  private reason?: string;

  get lasts(): boolean {
    return this.reason !== undefined;
  }

  tell(events: Pick<EngineEvents, 'trouble'> | undefined, reason: string | undefined): void {
    if (reason === this.reason) return;
    this.reason = reason;
    events?.trouble(reason);
  }
}
