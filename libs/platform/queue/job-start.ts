import { messageOf } from '#core/kernel';
import type { Claim, Ending } from './contract/engine.js';
import type { Handler, Outcome, Progress } from './contract/job.js';
import { timedOut } from './errors.js';

const PROGRESS_EVERY_MS = 200;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 600_000;
/** A reason is kept with its job, and may be a whole statement. */
const LONGEST_REASON = 2000;

/** One start of one job: runs the handler and decides how the start ends. */
export class JobStart {
  /** The last progress told, whether kept already or not. */
  latest?: Progress;
  private readonly controller = new AbortController();
  private interrupted = false;
  private keeping?: NodeJS.Timeout;

  /** `keep` stores progress; it is called at most five times a second and must not throw. */
  constructor(
    readonly claim: Claim,
    private readonly handler: Handler<unknown>,
    private readonly keep: (progress: Progress) => void,
  ) {}

  /** Asks the handler to give up. `interrupted`: not its fault, so the start does not count. */
  abort(reason: Error, interrupted = false): void {
    this.interrupted ||= interrupted;
    this.controller.abort(reason);
  }

  /** Runs the handler to its end; never throws. */
  async run(): Promise<Ending> {
    const { timeoutMs } = this.handler;
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => this.abort(timedOut(timeoutMs)), timeoutMs);
    try {
      return this.ending(await this.handler.run(this.job()));
    } catch (error) {
      return this.failed(reasonOf(error));
    } finally {
      clearTimeout(timer);
      clearTimeout(this.keeping);
    }
  }

  private job() {
    const { id, payload, attempt } = this.claim;
    return { id, payload, attempt, signal: this.controller.signal, progress: (progress: Progress) => this.tell(progress) };
  }

  private tell(progress: Progress): void {
    this.latest = progress;
    this.keeping ??= setTimeout(() => {
      this.keeping = undefined;
      if (this.latest) this.keep(this.latest);
    }, PROGRESS_EVERY_MS);
  }

  private ending(outcome: Outcome<unknown>): Ending {
    switch (outcome.kind) {
      case 'done':
        return outcome;
      case 'retry':
        return this.failed(outcome.reason, outcome.afterMs);
      case 'snooze':
        return { kind: 'snoozed', afterMs: outcome.afterMs };
      case 'cancel':
        return { kind: 'cancelled', reason: outcome.reason };
    }
  }

  /** The way a job that threw or gave up ends. */
  failed(reason: string, afterMs = backoff(this.claim.failures)): Ending {
    if (this.interrupted) return { kind: 'interrupted' };
    const { signal } = this.controller;
    return { kind: 'failed', reason: signal.aborted ? reasonOf(signal.reason) : reason, afterMs };
  }
}

/** Doubles with each failure and is spread by half, so that jobs that failed together do not come back together. */
function backoff(failures: number): number {
  return Math.round(Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures) * (0.5 + Math.random()));
}

const reasonOf = (error: unknown): string => messageOf(error).slice(0, LONGEST_REASON);
