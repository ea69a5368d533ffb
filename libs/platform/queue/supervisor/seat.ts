import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import type { WorkerBeat } from '../contract/engine.js';
import type { Lane } from '../contract/job.js';
import { reasonOf } from '../executor/retry-policy.js';
import { ExecutorLife, type Household, type Obituary } from './executor-life.js';
import type { Orphans } from './orphans.js';
import { RestartBackoff } from './restart-backoff.js';

/** A place for one executor that is kept filled: who dies is replaced, at once at first and ever later if that does not help. */
export class Seat {
  life?: ExecutorLife;
  private readonly backoff = new RestartBackoff();
  private readonly logger = new Logger('Queue');
  private readonly startedAt = new Date().toISOString();
  private restarts = 0;
  private reason?: string;
  private last?: Pick<WorkerBeat, 'pid' | 'startedAt'>;
  private refill?: NodeJS.Timeout;
  private backingOffUntil?: string;
  private open = false;
  private closedForGood = false;
  private again = false;

  constructor(
    readonly id: string,
    private readonly lane: Lane,
    private readonly household: Household,
    private readonly orphans: Orphans,
    private readonly changed: (seat: Seat) => void,
  ) {}

  /** Nobody sits here and nobody will. */
  get empty(): boolean {
    return !this.life && !this.open;
  }

  /** Is filled from now on. */
  fill(): void {
    if (this.life && !this.open) this.again = true;
    if (this.open || this.life) return;
    this.open = true;
    this.start();
  }

  /** Is not filled again, unless a suspect comes; `forGood`: whatever comes. Who sits there leaves when its jobs are ended. */
  close(why: string, forGood = false): void {
    this.open = false;
    this.closedForGood ||= forGood;
    this.again = false;
    clearTimeout(this.refill);
    this.backingOffUntil = undefined;
    if (this.life) this.life.drain(why);
    else this.changed(this);
  }

  /** A quarantine executor that has had no suspect for so long leaves. */
  closeWhenIdle(now: number, idleMs: number): void {
    const { life } = this;
    if (this.open && life?.state === 'working' && life.held.size === 0 && now - life.busyAt > idleMs) this.close('no suspect is left');
  }

  /** Its row on the page of workers. */
  row(): WorkerBeat | undefined {
    if (this.empty) return undefined;
    const { id, life, restarts, reason, backingOffUntil } = this;
    return {
      id,
      role: this.lane === 'quarantine' ? 'quarantine' : 'executor',
      host: hostname(),
      pid: 0,
      startedAt: this.startedAt,
      ...this.last,
      memoryBytes: life?.memoryBytes ?? 0,
      running: life?.held.size ?? 0,
      restarts,
      ...(reason !== undefined && { restartReason: reason }),
      ...(backingOffUntil !== undefined && { backingOffUntil }),
    };
  }

  private start(): void {
    this.backingOffUntil = undefined;
    try {
      const life = new ExecutorLife(this.household, this.lane, (obituary) => this.vacated(obituary));
      this.life = life;
      this.last = { pid: life.link.pid, startedAt: life.startedAt };
      if (life.link.pid !== process.pid) this.note(life.link.pid);
    } catch (error) {
      this.vacated({
        why: 'boot',
        reason: `Its process could not be started: ${reasonOf(error)}`,
        livedMs: 0,
        worked: false,
        peaceful: false,
      });
    }
    this.changed(this);
  }

  private vacated(obituary: Obituary): void {
    const { life } = this;
    this.life = undefined;
    if (life) this.forget(life.link.pid);
    if (this.open) this.startAgain(obituary);
    else if (!this.closedForGood && (this.again || life?.cameLate)) this.refillSoon();
    this.changed(this);
  }

  private startAgain({ why, reason, livedMs, worked }: Obituary): void {
    const delayMs = this.backoff.next(livedMs, worked);
    this.restarts++;
    this.reason = reason;
    this.backingOffUntil = new Date(Date.now() + delayMs).toISOString();
    this.refill = setTimeout(() => this.start(), delayMs);
    const { lane, last } = this;
    this.logger.warn({ message: 'an executor is replaced', place: this.id, pid: last?.pid, reason, delayMs });
    this.household.options.listener.restart?.({ place: this.id, lane, pid: last?.pid ?? 0, why, reason, delayMs });
  }

  /** It was asked for again while the one before was leaving. */
  private refillSoon(): void {
    this.again = false;
    this.fill();
  }

  /** A file that cannot be written (disk full) costs only the finding of an orphan that does not leave by itself. */
  private note(pid: number): void {
    this.orphans.add(pid).catch((error: unknown) => this.logger.error(error));
  }

  private forget(pid: number): void {
    try {
      this.orphans.remove(pid);
    } catch (error) {
      this.logger.error(error);
    }
  }
}
