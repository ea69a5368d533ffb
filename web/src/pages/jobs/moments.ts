import type { JobDetail, JobEventView } from '#core/contract';
import { hasEnded } from '../../api/jobs';
import { messages } from './messages';

/** What is shown at a point of a job's timeline. */
export interface Happening {
  readonly id: string;
  readonly kind: JobEventView['kind'] | 'created' | 'started' | 'running' | 'done' | 'next';
  readonly at: string;
  readonly title: string;
  readonly detail?: string | undefined;
}

const { events } = messages;

/** A job's life, oldest first: what its record tells, framed by its beginning, its last start, and its end or what comes next. */
export function happeningsOf(job: JobDetail): Happening[] {
  const told = job.history.map(
    (event, index): Happening => ({
      id: `event ${index}`,
      kind: event.kind,
      at: event.at,
      title: events[event.kind](event.attempt),
      detail: event.detail,
    }),
  );
  const all: Happening[] = [
    { id: 'created', kind: 'created', at: job.createdAt, title: events.created },
    ...lastStart(job),
    ...told,
    ...ending(job, told),
  ];
  return [...all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)), ...next(job)];
}

function lastStart({ startedAt, state, attempt }: JobDetail): Happening[] {
  if (!startedAt || !(state === 'running' || hasEnded(state))) return [];
  return [{ id: 'started', kind: state === 'running' ? 'running' : 'started', at: startedAt, title: events.started(attempt) }];
}

/** How it ended, where the record does not already say so. */
function ending({ state, finishedAt, reason, attempt }: JobDetail, told: readonly Happening[]): Happening[] {
  if (!finishedAt || !hasEnded(state)) return [];
  if (state === 'done') return [{ id: 'ended', kind: 'done', at: finishedAt, title: events.done }];
  const kind = state === 'dead' ? 'died' : 'cancelled';
  if (told.some((one) => one.kind === kind && one.at >= finishedAt)) return [];
  return [{ id: 'ended', kind, at: finishedAt, title: events[kind](attempt), detail: reason }];
}

function next({ state, runAt, attempt }: JobDetail): Happening[] {
  return state === 'delayed' ? [{ id: 'next', kind: 'next', at: runAt, title: events.next(attempt + 1) }] : [];
}
