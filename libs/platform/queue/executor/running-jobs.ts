import type { Claim, Fence, StartEnd } from '../contract/engine.js';
import type { Handlers } from '../handlers.js';
import type { FlightRecorder } from './flight-recorder.js';
import { type GiveUp, JobStart } from './job-start.js';
import { Pace } from './pace.js';
import type { HandedJob, Settings, ToExecutor, Work } from './protocol.js';

/** Jobs that waited this long, while none started, are given back: another executor may be idle. */
const LONGEST_WAIT_MS = 50;
const MOST_STARTS_IN_TURN = 64;

/** The jobs inside one executor: takes what it is handed, runs so many at once, and tells in batches how they end. */
export class RunningJobs {
  private readonly running = new Map<string, JobStart>();
  private readonly pace = new Pace();
  private waiting: HandedJob[] = [];
  private ends: StartEnd[] = [];
  private progress = new Map<string, Work['progress'][number]>();
  /** Asked for and not yet handed. */
  private outstanding = 0;
  private draining = false;
  private telling?: NodeJS.Immediate;
  private starts = 0;
  private startsInTurn = 0;
  private turn?: NodeJS.Immediate;
  private watching?: NodeJS.Timeout;

  /** `flight` may be left out where this process's death is nobody's to judge. */
  constructor(
    private readonly handlers: Handlers,
    private readonly settings: Pick<Settings, 'concurrency' | 'prefetch'>,
    private readonly send: (work: Work) => void,
    private readonly flight?: Pick<FlightRecorder, 'started' | 'ended'>,
  ) {}

  /** Asks for its first jobs. */
  begin(): void {
    this.tellSoon();
  }

  receive(message: ToExecutor): void {
    if (message.kind === 'jobs') this.take(message.jobs);
    else if (message.kind === 'cancel') for (const fence of message.fences) this.cancel(fence);
    else if (message.kind === 'drain') this.drain();
    else if (message.kind === 'interrupt') for (const start of this.running.values()) start.abort('the process stops');
  }

  private take(jobs: readonly HandedJob[]): void {
    this.outstanding -= jobs.length;
    this.waiting.push(...jobs);
    if (this.draining) this.giveBack();
    else this.startNext();
  }

  private cancel({ id, attempt }: Fence): void {
    const why: GiveUp = 'it was cancelled';
    const start = this.running.get(id);
    if (start?.claim.attempt === attempt) start.abort(why);
    const at = this.waiting.findIndex(({ claim }) => claim.id === id && claim.attempt === attempt);
    if (at < 0) return;
    this.waiting.splice(at, 1);
    this.ended({ id, attempt, ending: { kind: 'cancelled', reason: 'Cancelled before it started.' } });
  }

  private drain(): void {
    this.draining = true;
    this.giveBack();
  }

  private giveBack(): void {
    for (const { claim } of this.waiting) this.ended({ id: claim.id, attempt: claim.attempt, ending: { kind: 'interrupted' } });
    this.waiting = [];
  }

  /**
   * Short jobs end before the event loop turns: without a limit all that wait would run before a word of it gets out, and the engine
   * would idle meanwhile.
   */
  private startNext(): void {
    while (this.running.size < this.settings.concurrency && this.startsInTurn < MOST_STARTS_IN_TURN) {
      const job = this.waiting.shift();
      if (!job) break;
      this.starts++;
      this.startsInTurn++;
      this.turn ??= setImmediate(() => this.nextTurn());
      void this.run(job);
    }
    this.watchWaiting();
  }

  private nextTurn(): void {
    this.turn = undefined;
    this.startsInTurn = 0;
    this.tell();
    this.startNext();
  }

  /** Whoever is still waiting in a while, with nothing started in between, is given back. */
  private watchWaiting(): void {
    if (this.waiting.length === 0) return;
    const before = this.starts;
    this.watching ??= setTimeout(() => {
      this.watching = undefined;
      if (this.starts !== before || this.turn) return this.watchWaiting();
      this.pace.ended(LONGEST_WAIT_MS); // or the same jobs would be asked for again at once
      this.giveBack();
    }, LONGEST_WAIT_MS);
  }

  private async run({ ticket, claim }: HandedJob): Promise<void> {
    const start = new JobStart(claim, this.handlers.find(claim.name), (progress) => {
      this.progress.set(claim.id, { ...fenceOf(claim), progress });
      this.tellSoon();
    });
    const begun = performance.now();
    this.running.set(claim.id, start);
    this.flight?.started(ticket);
    const ending = await start.run();
    this.flight?.ended(ticket);
    this.running.delete(claim.id);
    this.progress.delete(claim.id);
    this.pace.ended(performance.now() - begun);
    this.ended({ ...fenceOf(claim), ending, ...(start.progress && { progress: start.progress }) });
    if (!this.draining) this.startNext();
  }

  private ended(end: StartEnd): void {
    this.ends.push(end);
    this.tellSoon();
  }

  /** Everything of one turn of the event loop goes out together. */
  private tellSoon(): void {
    this.telling ??= setImmediate(() => this.tell());
  }

  private tell(): void {
    clearImmediate(this.telling);
    this.telling = undefined;
    const { ends, progress } = this;
    const credit = this.draining ? 0 : this.room();
    if (ends.length + progress.size + credit === 0) return;
    this.ends = [];
    this.progress = new Map();
    this.outstanding += credit;
    this.send({ ends, progress: [...progress.values()], credit });
  }

  private room(): number {
    const { concurrency, prefetch } = this.settings;
    const inside = this.running.size + this.waiting.length + this.outstanding;
    return Math.max(0, concurrency + this.pace.ahead(concurrency, prefetch) - inside);
  }
}

const fenceOf = ({ id, attempt }: Claim): Fence => ({ id, attempt });
