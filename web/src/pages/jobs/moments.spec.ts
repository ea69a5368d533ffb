import type { JobDetail } from '#core/contract';
import { happeningsOf } from './moments';

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 12, 0, second)).toISOString();

const job = (rest: Partial<JobDetail>): JobDetail => ({
  id: '7',
  name: 'mail',
  title: 'Mail',
  state: 'ready',
  lane: 'normal',
  priority: 0,
  attempt: 0,
  failures: 0,
  maxAttempts: 5,
  runAt: at(0),
  createdAt: at(0),
  known: true,
  history: [],
  parents: [],
  children: [],
  ...rest,
});

const titles = (rest: Partial<JobDetail>) => happeningsOf(job(rest)).map(({ title }) => title);

describe("a job's timeline", () => {
  it('goes from its creation to its end, with what happened in between, in the order of time', () => {
    const history = [{ at: at(3), kind: 'failed', attempt: 1, detail: 'no answer' }] as const;
    expect(titles({ state: 'done', attempt: 2, startedAt: at(5), finishedAt: at(6), history: [...history] })).toEqual([
      'Created',
      'Start 1 failed',
      'Start 2',
      'Done',
    ]);
  });

  it('ends with what comes next, when a time is set for it', () => {
    const history = [{ at: at(3), kind: 'failed', attempt: 1 }] as const;
    expect(titles({ state: 'delayed', attempt: 1, failures: 1, runAt: at(30), history: [...history] })).toEqual([
      'Created',
      'Start 1 failed',
      'Start 2',
    ]);
  });

  it('says once that it died, whether or not the record does', () => {
    const ended = { state: 'dead', attempt: 1, startedAt: at(1), finishedAt: at(2), reason: 'never again' } as const;
    expect(titles(ended)).toEqual(['Created', 'Start 1', 'Dead after start 1']);
    expect(titles({ ...ended, history: [{ at: at(2), kind: 'died', attempt: 1 }] })).toEqual(['Created', 'Start 1', 'Dead after start 1']);
  });

  it('shows no start of a life before a replay', () => {
    const history = [
      { at: at(2), kind: 'died', attempt: 1 },
      { at: at(9), kind: 'replayed', attempt: 1 },
    ] as const;
    expect(titles({ state: 'ready', attempt: 1, startedAt: at(1), history: [...history] })).toEqual([
      'Created',
      'Dead after start 1',
      'Replayed',
    ]);
  });
});
