import type { Executor } from '../contract/engine.js';

/** A job that runs, as the thread remembers it. */
export interface Held {
  readonly name: string;
  readonly key: string | null;
  readonly executor: string;
  readonly attempt: number;
  readonly startedAt: number;
}

interface Seat extends Executor {
  credit: number;
}

/**
 * What the thread knows without asking the database: who wants jobs, and what runs where. Only the thread claims and ends, so it is
 * the truth; a transaction that fails takes its changes back.
 */
export class Memory {
  readonly running = new Map<number, Held>();
  private readonly perName = new Map<string, number>();
  private seats = new Map<string, Seat>();
  private before = this.seats;
  private started: number[] = [];
  private stopped: [number, Held][] = [];

  /** Changes from here on are kept or taken back together. */
  begin(): void {
    this.before = new Map([...this.seats].map(([id, seat]) => [id, { ...seat }]));
    this.started = [];
    this.stopped = [];
  }

  takeBack(): void {
    this.seats = this.before;
    for (const id of this.started) this.remove(id);
    for (const [id, held] of this.stopped) this.insert(id, held);
    this.started = [];
    this.stopped = [];
  }

  seatsOf(lane: Executor['lane']): Seat[] {
    return [...this.seats.values()].filter((seat) => seat.lane === lane && seat.credit > 0);
  }

  hasSeat(lane: Executor['lane']): boolean {
    return [...this.seats.values()].some((seat) => seat.lane === lane);
  }

  get isHungry(): boolean {
    for (const seat of this.seats.values()) if (seat.credit > 0) return true;
    return false;
  }

  join({ id, lane }: Executor): void {
    this.seats.set(id, { id, lane, credit: 0 });
  }

  /** Of an executor that has left it is worth nothing. */
  addCredit(id: string, jobs: number): void {
    const seat = this.seats.get(id);
    if (seat) seat.credit += jobs;
  }

  leave(id: string): void {
    this.seats.delete(id);
  }

  runningOf(name: string): number {
    return this.perName.get(name) ?? 0;
  }

  start(id: number, held: Held): void {
    this.insert(id, held);
    this.started.push(id);
  }

  stop(id: number): void {
    const held = this.running.get(id);
    if (!held) return;
    this.remove(id);
    this.stopped.push([id, held]);
  }

  private insert(id: number, held: Held): void {
    this.running.set(id, held);
    this.perName.set(held.name, this.runningOf(held.name) + 1);
  }

  private remove(id: number): void {
    const held = this.running.get(id);
    if (!held || !this.running.delete(id)) return;
    this.perName.set(held.name, this.runningOf(held.name) - 1);
  }
}
