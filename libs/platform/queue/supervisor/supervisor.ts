import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import { newId } from '#core/kernel';
import type { JobRules } from '../contract/definition.js';
import type { Engine, EngineEvents, LeftBehind, WorkerBeat } from '../contract/engine.js';
import type { Household } from './executor-life.js';
import { removeFlights } from './flights.js';
import { type Resolved, resolveOptions, type SupervisorOptions } from './options.js';
import { Orphans } from './orphans.js';
import { OwnSleep } from './own-sleep.js';
import { Seat } from './seat.js';
import { SupervisorLock } from './supervisor-lock.js';

export type { Program, Restart, SupervisorListener, SupervisorOptions } from './options.js';

const LONGEST_TICK_MS = 250;
/** After a kill the system takes a moment. */
const KILLED_WITHIN_MS = 5000;
const STOPS = 'the worker stops';

/**
 * Keeps the executors of one store: starts them, hands them the engine's jobs, and watches the processes. One that crashes, hangs,
 * grows too big or does not stop a job is replaced, and only the job that did it is charged; suspects run alone, in quarantine.
 */
export class Supervisor {
  private readonly id = newId();
  private readonly startedAt = new Date().toISOString();
  private readonly logger = new Logger('Queue');
  private readonly options: Resolved;
  private readonly orphans: Orphans;
  private readonly household: Household;
  private readonly quarantine: Seat;
  private readonly seats: readonly Seat[];
  private readonly timers: NodeJS.Timeout[] = [];
  private lock?: SupervisorLock;
  private starting?: Promise<void>;
  private stopping?: Promise<void>;
  private wake: () => void = () => undefined;

  constructor(
    private readonly engine: Engine,
    private readonly rules: readonly JobRules[],
    options: SupervisorOptions,
  ) {
    this.options = resolveOptions(options);
    this.orphans = new Orphans(this.options.folder);
    const leftBehind = (executorId: string, left: LeftBehind) => this.leftBehind(executorId, left);
    this.household = { engine, rules: new Map(rules.map((rule) => [rule.name, rule])), options: this.options, leftBehind };
    const normal = Array.from({ length: this.options.executors }, (_, at) => this.seat(`${at + 1}`, 'normal'));
    this.quarantine = this.seat('quarantine', 'quarantine');
    this.seats = [...normal, this.quarantine];
  }

  /** Ends what a dead supervisor left behind, opens the engine, and starts the executors. Throws `queue.supervised`, `queue.orphan-lives`. */
  start(): Promise<void> {
    this.starting ??= this.begin();
    return this.starting;
  }

  private async begin(): Promise<void> {
    const { folder } = this.options;
    mkdirSync(folder, { recursive: true });
    this.lock = await SupervisorLock.take(folder);
    try {
      const ended = await this.orphans.end();
      if (ended.length > 0) this.logger.warn({ message: 'executors of a dead worker were ended', pids: ended });
      removeFlights(folder);
      await this.engine.open(this.rules, this.events());
    } catch (error) {
      this.lock.release();
      throw error;
    }
    for (const seat of this.seats) if (seat !== this.quarantine) seat.fill();
    this.watch();
  }

  /**
   * Starts no more jobs, waits `graceMs` for those that run, asks the rest to give up, and kills who does not: their jobs start
   * again with the next worker. Everything told is kept when this resolves.
   */
  stop(graceMs = this.options.graceMs): Promise<void> {
    this.stopping ??= this.drained(graceMs);
    return this.stopping;
  }

  private async drained(graceMs: number): Promise<void> {
    const runs = await this.starting?.then(
      () => true,
      () => false,
    );
    if (!runs) return;
    for (const seat of this.seats) seat.close(STOPS, true);
    if (!(await this.emptyWithin(graceMs))) {
      for (const { life } of this.seats) life?.interrupt();
      if (!(await this.emptyWithin(this.options.interruptMs))) {
        for (const { life } of this.seats) life?.kill({ kind: 'left', why: STOPS });
        await this.emptyWithin(KILLED_WITHIN_MS);
      }
    }
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    try {
      this.engine.beat([]);
      await this.engine.close();
      if (this.seats.every((seat) => seat.empty)) this.orphans.clear();
    } finally {
      this.lock?.release();
    }
  }

  private emptyWithin(milliseconds: number): Promise<boolean> {
    const empty = () => this.seats.every((seat) => seat.empty);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.wake = () => undefined;
        resolve(empty());
      };
      const timer = setTimeout(done, milliseconds);
      this.wake = () => (empty() ? done() : undefined);
      this.wake();
    });
  }

  private events(): EngineEvents {
    const lifeOf = (executorId: string) => this.seats.find(({ life }) => life?.id === executorId)?.life;
    return {
      jobs: (executorId, claims) => lifeOf(executorId)?.hand(claims),
      cancel: (executorId, fences) => lifeOf(executorId)?.cancel(fences),
      stale: (_, fence) => this.logger.warn({ message: 'a job ended after it was taken from its executor', ...fence }),
      refused: (_, fence, reason) => this.logger.warn({ message: 'the rows of an effect were refused', ...fence, reason }),
      quarantine: () => this.openQuarantine(),
      trouble: (reason) =>
        reason === undefined
          ? this.logger.log('the store keeps what it is told again')
          : this.logger.error({ message: 'the store keeps nothing: ends of jobs wait in memory', reason }),
    };
  }

  private leftBehind(executorId: string, left: LeftBehind): void {
    if (left.quarantined.length > 0) this.openQuarantine();
    this.options.listener.left?.(executorId, left);
  }

  private openQuarantine(): void {
    if (!this.stopping) this.quarantine.fill();
  }

  private watch(): void {
    const tickMs = Math.min(LONGEST_TICK_MS, this.options.hangMs / 8);
    const sleep = new OwnSleep(tickMs, performance.now());
    const look = () => {
      const now = performance.now();
      const lostMs = sleep.tick(now);
      for (const { life } of this.seats) lostMs > 0 ? life?.forgive(lostMs) : life?.check(now);
      this.quarantine.closeWhenIdle(now, this.options.idleMs);
    };
    this.timers.push(
      setInterval(look, tickMs),
      setInterval(() => this.tellRows(), this.options.rowsMs),
    );
    this.tellRows();
  }

  private tellRows(): void {
    this.engine.beat([this.row(), ...this.seats.flatMap((seat) => seat.row() ?? [])]);
  }

  private row(): WorkerBeat {
    const { id, startedAt } = this;
    const memoryBytes = process.memoryUsage.rss();
    return { id, role: 'supervisor', pid: process.pid, host: hostname(), startedAt, memoryBytes, running: 0, restarts: 0 };
  }

  private seat(name: string, lane: 'normal' | 'quarantine'): Seat {
    return new Seat(`${this.id}.${name}`, lane, this.household, this.orphans, () => this.changed());
  }

  private changed(): void {
    this.wake();
    if (this.timers.length > 0) this.tellRows();
  }
}
