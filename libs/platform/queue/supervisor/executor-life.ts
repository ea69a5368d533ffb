import { Logger } from '@nestjs/common';
import { newId } from '#core/kernel';
import type { JobRules } from '../contract/definition.js';
import type { Claim, Engine, Fence, LeftBehind } from '../contract/engine.js';
import type { Lane } from '../contract/job.js';
import type { FromExecutor, Settings, Work } from '../executor/protocol.js';
import type { ExecutorEnd, ExecutorLink, LinkEvents } from './executor-link.js';
import { forkExecutor } from './executor-process.js';
import { faultOf } from './fault.js';
import { flightFile } from './flights.js';
import { HeldJobs } from './held-jobs.js';
import { insideExecutor } from './inside-executor.js';
import type { Resolved, RestartReason } from './options.js';
import { type Cause, leavingOf, megabytes, reasonOf, whyOf } from './verdict.js';

/** What every executor of a supervisor shares. */
export interface Household {
  readonly engine: Engine;
  readonly rules: ReadonlyMap<string, JobRules>;
  readonly options: Resolved;
  /** What became of the jobs of one that is gone. */
  leftBehind(executorId: string, left: LeftBehind): void;
}

/** How a life went, for the place that is empty now. */
export interface Obituary {
  readonly why: RestartReason;
  readonly reason: string;
  readonly livedMs: number;
  /** It brought a job to its end. */
  readonly worked: boolean;
  /** It was asked to leave. */
  readonly peaceful: boolean;
}

/** Who was asked to leave and does not is killed after this. */
const LEAVE_WITHIN_MS = 5000;

/** One executor from its start to its death: hands it jobs, keeps how they end, watches it, and says who is charged when it dies. */
export class ExecutorLife {
  readonly id = newId();
  readonly held: HeldJobs;
  readonly startedAt = new Date().toISOString();
  readonly link: ExecutorLink;
  memoryBytes = 0;
  /** The last moment at which it had a job. */
  busyAt = performance.now();
  /** A job came after it was to take no more. */
  cameLate = false;
  state: 'booting' | 'working' | 'draining' | 'leaving' | 'gone' = 'booting';
  worked = false;
  bornAt = performance.now();
  heardAt = this.bornAt;
  private drainedFor = '';
  private cause?: Cause;
  private dying?: string;
  /** Credit that the engine was given and has not used. */
  private credit = 0;
  private readonly logger = new Logger('Queue');

  /** Throws when no process can be started. */
  constructor(
    private readonly household: Household,
    readonly lane: Lane,
    private readonly gone: (obituary: Obituary) => void,
  ) {
    this.held = new HeldJobs(household.rules, household.options.killAfterMs);
    this.link = startLink(household.options, this.settings(), { message: (message) => this.heard(message), gone: (end) => this.died(end) });
  }

  hand(claims: readonly Claim[]): void {
    this.credit -= claims.length;
    if (this.state === 'working') {
      this.busyAt = performance.now();
      this.link.tell({ kind: 'jobs', jobs: this.held.add(claims) });
    } else this.giveBack(claims);
  }

  cancel(fences: readonly Fence[]): void {
    const by = performance.now() + this.household.options.cancelAfterMs;
    for (const fence of fences) this.held.cancel(fence, by);
    this.link.tell({ kind: 'cancel', fences });
  }

  /** Takes no more jobs; once those it has are ended it leaves. */
  drain(why: string): void {
    if (this.state === 'booting') this.kill({ kind: 'left', why });
    if (this.state !== 'working') return;
    this.state = 'draining';
    this.drainedFor = why;
    this.household.engine.credit(this.id, -this.credit);
    this.credit = 0;
    this.link.tell({ kind: 'drain' });
    this.leaveWhenIdle();
  }

  /** The process stops: what runs has to give up. */
  interrupt(): void {
    this.link.tell({ kind: 'interrupt' });
  }

  kill(cause: Cause): void {
    this.cause ??= cause;
    this.link.kill();
  }

  /** Looks whether it hangs, is too big or has a job that does not stop. */
  check(now: number): void {
    if (this.cause || 'inside' in this.household.options.program) return;
    const fault = faultOf(this, this.household.options, now);
    if (fault) this.kill(fault);
    else this.renewIfBig();
  }

  /** The supervisor itself did not run for so long, and heard nothing. */
  forgive(lostMs: number): void {
    this.bornAt += lostMs;
    this.heardAt += lostMs;
    this.held.forgive(lostMs);
  }

  private renewIfBig(): void {
    const { memoryBytes } = this.household.options;
    if (this.worked && this.memoryBytes > memoryBytes)
      this.drain(`Its process took ${megabytes(this.memoryBytes)} of memory where ${megabytes(memoryBytes)} are allowed and was renewed.`);
  }

  private heard(message: FromExecutor): void {
    if (this.state === 'gone') return; // its jobs are freed already
    this.heardAt = performance.now();
    if (message.kind === 'ready') this.up();
    else if (message.kind === 'work') this.work(message);
    else if (message.kind === 'beat') this.memoryBytes = message.memoryBytes;
    else this.dying = message.reason;
  }

  private up(): void {
    if (this.state !== 'booting') return;
    this.state = 'working';
    this.busyAt = performance.now();
    this.household.engine.join({ id: this.id, lane: this.lane });
  }

  private work({ ends, progress, credit }: Work): void {
    const { engine } = this.household;
    if (progress.length > 0) engine.progress(this.id, progress);
    if (ends.length > 0) engine.end(this.id, ends);
    for (const end of ends) {
      this.held.remove(end);
      this.worked ||= end.ending.kind !== 'interrupted';
    }
    if (ends.length > 0) this.busyAt = this.heardAt;
    if (this.state === 'working' && credit > 0) {
      this.credit += credit;
      engine.credit(this.id, credit);
    }
    this.leaveWhenIdle();
  }

  private giveBack(claims: readonly Claim[]): void {
    this.cameLate = true;
    const ends = claims.map(({ id, attempt }) => ({ id, attempt, ending: { kind: 'interrupted' } as const }));
    this.household.engine.end(this.id, ends);
  }

  private leaveWhenIdle(): void {
    if (this.state !== 'draining' || this.held.size > 0) return;
    this.state = 'leaving';
    this.cause ??= { kind: 'left', why: this.drainedFor };
    this.link.tell({ kind: 'leave' });
    setTimeout(() => {
      if (this.state === 'leaving') this.link.kill();
    }, LEAVE_WITHIN_MS).unref();
  }

  private died(end: ExecutorEnd): void {
    const joined = this.state !== 'booting';
    this.state = 'gone';
    const death = { cause: this.cause, dying: this.dying, end, started: this.held.ofTickets(end.started) };
    const { engine, rules } = this.household;
    if (joined)
      engine.leave(this.id, leavingOf(death, rules)).then(
        (left) => this.household.leftBehind(this.id, left),
        (error: unknown) => this.logger.error(error),
      );
    const livedMs = performance.now() - this.bornAt;
    this.gone({ why: whyOf(this.cause), reason: reasonOf(death), livedMs, worked: this.worked, peaceful: this.cause?.kind === 'left' });
  }

  private settings(): Settings {
    const { concurrency, prefetch, beatMs, folder } = this.household.options;
    const flight = flightFile(folder, this.id);
    return this.lane === 'quarantine' ? { concurrency: 1, prefetch: 0, beatMs, flight } : { concurrency, prefetch, beatMs, flight };
  }
}

function startLink({ program, print }: Resolved, settings: Settings, events: LinkEvents): ExecutorLink {
  return 'inside' in program ? insideExecutor(program.inside, settings, events) : forkExecutor(program, settings, print, events);
}
