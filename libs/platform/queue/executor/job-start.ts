import type { Handler } from '../contract/definition.js';
import type { Claim, Ending } from '../contract/engine.js';
import type { Progress, RunningJob } from '../contract/job.js';
import { jobCancelled, timedOut, workerStops } from '../errors.js';
import { endingOfOutcome } from './outcome.js';
import { payloadOf } from './payload.js';
import { ProgressThrottle } from './progress-throttle.js';
import { endingOfError } from './retry-policy.js';

/** Why a running job is asked to give up; a later one of more weight replaces an earlier. */
const WEIGHT = { 'the process stops': 1, 'it took too long': 2, 'it was cancelled': 3 } as const;
export type GiveUp = keyof typeof WEIGHT;

/** A longer timer of Node's rings at once; beyond these 24 days the supervisor's own limit holds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One start of one job: runs its handler and decides how the start ends. */
export class JobStart {
  private readonly controller = new AbortController();
  private readonly told: ProgressThrottle;
  private givenUp?: GiveUp;

  /** `keep` is called with progress, at most five times a second. */
  constructor(
    readonly claim: Claim,
    private readonly handler: Handler | undefined,
    keep: (progress: Progress) => void,
  ) {
    this.told = new ProgressThrottle(keep);
  }

  get progress(): Progress | undefined {
    return this.told.latest;
  }

  /** Asks the handler to give up, through its signal. */
  abort(why: GiveUp): void {
    if (!this.givenUp || WEIGHT[why] > WEIGHT[this.givenUp]) this.givenUp = why;
    this.controller.abort(this.errorOf(why));
  }

  /** Runs the handler to its end. Never throws. */
  async run(): Promise<Ending> {
    const { handler, claim } = this;
    if (!handler) return { kind: 'parked', reason: `Nothing here runs jobs named ${claim.name}.` };
    const payload = payloadOf(claim, handler.job);
    return 'ending' in payload ? payload.ending : this.handled(handler, payload.value);
  }

  private async handled(handler: Handler, payload: unknown): Promise<Ending> {
    const { timeoutMs, retry } = handler.job;
    const isTimed = timeoutMs !== undefined && timeoutMs <= LONGEST_TIMER_MS;
    const timer = isTimed ? setTimeout(() => this.abort('it took too long'), timeoutMs) : undefined;
    try {
      const outcome = await handler.run(this.job(payload));
      return this.judged(endingOfOutcome(outcome, handler.job, this.claim.failures));
    } catch (error) {
      return this.judged(endingOfError(this.givenUp ? this.errorOf(this.givenUp) : error, this.claim.failures, retry));
    } finally {
      clearTimeout(timer);
      this.told.close();
    }
  }

  /** What was done is done; what was not done because the job was asked to give up ends as it was asked to. */
  private judged(ending: Ending): Ending {
    if (ending.kind === 'done' || ending.kind === 'cancelled') return ending;
    if (this.givenUp === 'it was cancelled') return { kind: 'cancelled', reason: jobCancelled().message };
    if (this.givenUp === 'the process stops' && ending.kind === 'failed') return { kind: 'interrupted' };
    return ending;
  }

  private errorOf(why: GiveUp): Error {
    if (why === 'the process stops') return workerStops();
    return why === 'it was cancelled' ? jobCancelled() : timedOut(this.handler?.job.timeoutMs ?? 0);
  }

  private job(payload: unknown): RunningJob<unknown> {
    const { id, attempt, failures, parents = [] } = this.claim;
    return { id, payload, attempt, failures, parents, signal: this.controller.signal, progress: (progress) => this.told.tell(progress) };
  }
}
