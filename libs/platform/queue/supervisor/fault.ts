import type { ExecutorLife } from './executor-life.js';
import type { Held } from './held-jobs.js';
import type { Resolved } from './options.js';
import type { Cause } from './verdict.js';

/** Above so many times of what it may take, an executor is not waited for. */
const TOO_BIG = 1.5;
/** An executor that was heard within so many beats, or so many milliseconds, answers. */
const BEATS = 3;
const ANSWERS_MS = 1000;

type Watched = Pick<ExecutorLife, 'state' | 'bornAt' | 'heardAt' | 'memoryBytes' | 'worked' | 'held' | 'link'>;

/** Why an executor has to be killed now, if it has to. */
export function faultOf(life: Watched, options: Resolved, now: number): Cause | undefined {
  if (life.state === 'booting') return now - life.bornAt > options.bootMs ? { kind: 'boot', afterMs: options.bootMs } : undefined;
  const silentMs = now - life.heardAt;
  if (silentMs > options.hangMs) return { kind: 'hang', silentMs };
  const { memoryBytes: bytes } = life;
  if ((life.worked || life.held.size > 0) && bytes > options.memoryBytes * TOO_BIG)
    return { kind: 'memory', bytes, mostBytes: options.memoryBytes };
  return overdue(life, silentMs, silentMs < Math.max(BEATS * options.beatMs, ANSWERS_MS), now);
}

/**
 * A job that did not give up. If the process answers, or nothing else runs there, it is that job's doing; if several run and it
 * does not answer, any of them may block it, and the job is only the first whose time is up.
 */
function overdue({ held, link }: Watched, silentMs: number, answers: boolean, now: number): Cause | undefined {
  if (!held.isTimed) return undefined;
  const flying = link.flight();
  held.seen(flying, now);
  const late = held.overdue(now);
  const job = late.find(({ ticket }) => flying.includes(ticket));
  if (!job) return rearm(late, now);
  if (job.cancelBy <= now) return { kind: 'cancelled', job };
  return answers || flying.length === 1 ? { kind: 'overdue', job, timeoutMs: held.timeoutOf(job) } : { kind: 'hang', silentMs };
}

/** A job that has not started, or has just ended, is nobody's fault. */
function rearm(late: readonly Held[], now: number): undefined {
  for (const job of late) if (job.cancelBy <= now) job.cancelBy = now + ANSWERS_MS;
}
