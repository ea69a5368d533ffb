import type { Progress } from '../contract/job.js';

const EVERY_MS = 200;
const LONGEST_MESSAGE = 500;

/** Lets the first word of a job through at once and then at most five a second, always the latest. */
export class ProgressThrottle {
  /** The last one told, kept already or not. */
  latest?: Progress;
  private timer?: NodeJS.Timeout;
  private untold = false;

  constructor(private readonly keep: (progress: Progress) => void) {}

  tell(progress: Progress): void {
    this.latest = sane(progress);
    this.untold = true;
    if (!this.timer) this.pass();
  }

  /** Nothing is told after this. */
  close(): void {
    clearTimeout(this.timer);
  }

  private pass(): void {
    this.timer = undefined;
    if (!this.untold || !this.latest) return;
    this.untold = false;
    this.keep(this.latest);
    this.timer = setTimeout(() => this.pass(), EVERY_MS);
  }
}

/** Only what can be kept and shown: a handler may tell anything. */
function sane(told: Progress | undefined): Progress {
  const number = (value: unknown) => (Number.isFinite(value) ? (value as number) : undefined);
  const done = number(told?.done);
  const total = number(told?.total);
  const message = typeof told?.message === 'string' ? told.message.slice(0, LONGEST_MESSAGE) : undefined;
  return { ...(done !== undefined && { done }), ...(total !== undefined && { total }), ...(message !== undefined && { message }) };
}
