import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Handler, type JobDefinition, LARGEST_JSON_BYTES } from '../contract/definition.js';
import type { Claim, Ending, StartEnd } from '../contract/engine.js';
import type { Outcome, RunningJob } from '../contract/job.js';
import { Handlers } from '../handlers.js';
import type { Work } from './protocol.js';
import { RunningJobs } from './running-jobs.js';

const claim = (id: string, more: Partial<Claim> = {}): Claim => {
  return { id, name: 'job', payload: '{"n":1}', version: 1, attempt: 1, failures: 0, maxAttempts: 5, ...more };
};
const definition: JobDefinition = {
  name: 'job',
  title: 'Job',
  payload: z.object({ n: z.number() }),
  retry: { firstMs: 100, longestMs: 1000 },
};

describe('An executor', () => {
  let told: Work[];
  let jobs: RunningJobs;

  const open = (run: (job: RunningJob<unknown>) => unknown, more: Partial<JobDefinition> = {}, concurrency = 2, prefetch = 100) => {
    const handlers = new Handlers();
    handlers.add({ job: { ...definition, ...more }, run } as Handler);
    told = [];
    jobs = new RunningJobs(handlers, { concurrency, prefetch }, (work) => void told.push(work));
    jobs.begin();
  };
  const hand = (...claims: Claim[]) => jobs.receive({ kind: 'jobs', jobs: claims.map((each, at) => ({ ticket: at + 1, claim: each })) });
  const ends = (): StartEnd[] => told.flatMap((work) => work.ends);
  const until = async (is: () => boolean) => {
    for (const deadline = performance.now() + 10_000; !is(); await sleep(2))
      if (performance.now() > deadline) throw new Error(`did not come true; told ${JSON.stringify(told)}`);
  };
  const ending = async (more: Partial<Claim> = {}): Promise<Ending> => {
    hand(claim('1', more));
    await until(() => ends().length > 0);
    return ends()[0]!.ending;
  };
  const credit = () => told.reduce((sum, work) => sum + work.credit, 0);

  describe('reads a payload', () => {
    const seen = async (more: Partial<JobDefinition>, given: Partial<Claim>) => {
      let payload: unknown;
      open((job) => {
        payload = job.payload;
        return { kind: 'done' };
      }, more);
      return { ending: await ending(given), payload };
    };

    it('as its definition says', async () => {
      expect(await seen({ payload: z.object({ n: z.number().default(7) }) }, { payload: '{}' })).toMatchObject({ payload: { n: 7 } });
    });

    it('and brings an older one up', async () => {
      const upgrade = (old: unknown, from: number) => ({ n: (old as { count: number }).count + from });
      expect(await seen({ version: 3, upgrade }, { payload: '{"count":5}', version: 2 })).toEqual({
        ending: { kind: 'done' },
        payload: { n: 7 },
      });
    });

    it('and parks a newer one, and a name that it does not know', async () => {
      expect(await seen({}, { version: 2 })).toMatchObject({ ending: { kind: 'parked', reason: expect.stringContaining('version 2') } });
      expect(await seen({}, { name: 'foreign' })).toMatchObject({
        ending: { kind: 'parked', reason: 'Nothing here runs jobs named foreign.' },
      });
    });

    it.each([
      ['does not fit', {}, '{"n":"one"}', /Its payload does not fit: n: /],
      ['does not fit after the upgrade', { version: 2, upgrade: () => ({}) }, '{}', /after it was brought from version 1 to 2: n: /],
      ['breaks its upgrade', { version: 2, upgrade: () => JSON.parse('?') }, '{}', /after it was brought from version 1 to 2: /],
      ['is no JSON', {}, '{', /Its payload does not fit: /],
    ])('and fails for good if it %s', async (_, more, payload, reason) => {
      expect(await seen(more, { payload })).toMatchObject({
        ending: { kind: 'failed', final: true, reason: expect.stringMatching(reason) },
      });
    });
  });

  describe('ends a start', () => {
    it('as its outcome says', async () => {
      const effect = [{ sql: 'insert into t values (?)', parameters: [1, 'x', null] }];
      const outcomes: [Outcome<unknown>, Ending][] = [
        [{ kind: 'done' }, { kind: 'done' }],
        [
          { kind: 'done', result: { a: [1] }, effect },
          { kind: 'done', result: '{"a":[1]}', effect },
        ],
        [
          { kind: 'retry', reason: 'busy', afterMs: 5 },
          { kind: 'failed', reason: 'busy', afterMs: 5 },
        ],
        [
          { kind: 'snooze', afterMs: 5 },
          { kind: 'snoozed', afterMs: 5 },
        ],
        [
          { kind: 'cancel', reason: 'no need' },
          { kind: 'cancelled', reason: 'no need' },
        ],
      ];
      for (const [outcome, expected] of outcomes) {
        open(() => outcome);
        expect(await ending()).toEqual(expected);
      }
    });

    it('as its rules say of the error', async () => {
      const errors = [
        { when: () => JSON.parse('?'), next: 'never' as const }, // a rule that breaks fits nothing
        { when: (error: unknown) => error instanceof RangeError, next: 'never' as const },
        { when: (error: unknown) => error instanceof TypeError, next: { snoozeMs: 70 } },
      ];
      const thrown = async (error: unknown, failures = 0) => {
        open(() => Promise.reject(error), { retry: { firstMs: 100, longestMs: 1000, errors } });
        return ending({ failures });
      };
      expect(await thrown(new RangeError('far'))).toEqual({ kind: 'failed', reason: 'far', afterMs: 0, final: true });
      expect(await thrown(new TypeError('odd'))).toEqual({ kind: 'snoozed', afterMs: 70 });
      const { afterMs } = (await thrown(new Error('again'), 2)) as Extract<Ending, { kind: 'failed' }>;
      expect(afterMs).toBeGreaterThanOrEqual(200);
      expect(afterMs).toBeLessThanOrEqual(600);
      expect(((await thrown(new Error('again'), 900)) as Extract<Ending, { kind: 'failed' }>).afterMs).toBeLessThanOrEqual(1500);
    });

    it.each([
      ['text', 'text'],
      [undefined, 'undefined'],
      [null, 'null'],
      [Object.create(null), 'It threw something that cannot be put into words.'],
      ['', 'It failed without saying why.'],
    ])('that throws no error: %j', async (thrown, reason) => {
      open(() => Promise.reject(thrown));
      expect(await ending()).toMatchObject({ kind: 'failed', reason });
    });

    it.each([
      ['nothing', undefined],
      ['a text', 'done'],
      ['another kind', { kind: 'finished' }],
      ['a wait that is none', { kind: 'snooze', afterMs: Number.NaN }],
      ['a wait into the past', { kind: 'retry', reason: 'x', afterMs: -1 }],
      ['an effect that is none', { kind: 'done', effect: [{ sql: 'x', parameters: [{}] }] }],
    ])('that answers with %s', async (_, outcome) => {
      open(() => outcome);
      expect(await ending()).toMatchObject({
        kind: 'failed',
        reason: expect.stringMatching(/^Its handler answered with something that is no outcome/),
      });
    });

    it.each([
      ['does not fit', { n: 'x' }, /^Its result does not fit: n: /],
      ['is too large', { n: 1, text: 'x'.repeat(LARGEST_JSON_BYTES) }, /^Its result has 1000\d+ bytes; at most 1000000 are kept/],
      ['is no JSON', { n: 1, big: 1n }, /^Its result cannot be written as JSON: /],
    ])('whose result %s', async (_, result, reason) => {
      open(() => ({ kind: 'done', result }), { result: z.looseObject({ n: z.number() }) });
      expect(await ending()).toMatchObject({ kind: 'failed', reason: expect.stringMatching(reason) });
    });

    it('that took too long as a failure with the rules of that error, unless it was done all the same', async () => {
      const heeds = async ({ signal }: RunningJob<unknown>) => ({ kind: 'done', ...(await sleep(5000, {}, { signal })) });
      open(heeds, { timeoutMs: 20 });
      expect(await ending()).toMatchObject({ kind: 'failed', reason: 'The job took longer than 20 ms.' });
      open(() => sleep(60, { kind: 'done' }), { timeoutMs: 20 });
      expect(await ending()).toEqual({ kind: 'done' });
      open(({ signal }) => sleep(30, { kind: 'done' }, { signal }), { timeoutMs: 2 ** 31 }); // more than a timer can wait
      expect(await ending()).toEqual({ kind: 'done' });
    });

    it('that was cancelled or interrupted without a failure', async () => {
      const waits = ({ signal }: RunningJob<unknown>) => sleep(5000, { kind: 'done' }, { signal });
      open(waits);
      hand(claim('1'), claim('2'));
      jobs.receive({ kind: 'cancel', fences: [{ id: '1', attempt: 9 }] });
      jobs.receive({ kind: 'cancel', fences: [{ id: '2', attempt: 1 }] });
      await until(() => ends().length === 1);
      jobs.receive({ kind: 'interrupt' });
      await until(() => ends().length === 2);
      expect(ends()).toMatchObject([
        { id: '2', ending: { kind: 'cancelled' } },
        { id: '1', ending: { kind: 'interrupted' } },
      ]);
    });
  });

  it('tells progress at once, then at most five times a second, and with the end', async () => {
    open(async ({ progress }) => {
      for (let done = 0; done <= 40; done++) {
        progress({ done, total: 40 });
        await sleep(10);
      }
      progress({ done: 41, total: Number.NaN, message: 7 as never });
      return { kind: 'done' };
    });
    await ending();
    const kept = told.flatMap((work) => work.progress);
    expect(kept[0]!.progress).toEqual({ done: 0, total: 40 });
    expect(kept.length).toBeLessThan(7);
    expect(ends()[0]!.progress).toEqual({ done: 41 });
  });

  it('asks for short jobs ahead, so that it never waits, and batches what it tells', async () => {
    open(() => ({ kind: 'done' }), {}, 1, 100);
    await until(() => credit() === 1);
    hand(claim('1'));
    await until(() => credit() > 50);
    told = [];
    hand(...Array.from({ length: 50 }, (_, at) => claim(String(at + 2))));
    await until(() => ends().length === 50);
    expect(told.length).toBeLessThan(5);
  });

  it('tells of ends, and lets the event loop turn, while many short jobs are still waiting', async () => {
    open(() => ({ kind: 'done' }), {}, 1, 1000);
    let turns = 0;
    const count = () => {
      turns++;
      if (ends().length < 1000) setImmediate(count);
    };
    hand(...Array.from({ length: 1000 }, (_, at) => claim(String(at))));
    setImmediate(count);
    await until(() => ends().length === 1000);
    expect(turns).toBeGreaterThan(5);
    expect(told.length).toBeGreaterThan(5);
    expect(ends().every(({ ending: { kind } }) => kind === 'done')).toBe(true);
  });

  it('gives back what waits behind a long job, and asks for no more than it runs', async () => {
    open(({ id }) => (id === 'long' ? sleep(300, { kind: 'done' }) : { kind: 'done' }), {}, 1, 100);
    hand(claim('short'));
    await until(() => credit() > 50);
    hand(claim('long'), claim('a'), claim('b'));
    await until(() => ends().length === 4);
    expect(ends().map(({ id, ending: { kind } }) => `${id} ${kind}`)).toEqual([
      'short done',
      'a interrupted',
      'b interrupted',
      'long done',
    ]);
    const givenBack = told.findIndex((work) => work.ends.some(({ ending }) => ending.kind === 'interrupted'));
    const asked = told.slice(givenBack, -1).reduce((sum, { credit: more }) => sum + more, 0);
    expect(asked).toBe(0); // not for the same jobs again, while the long one still runs
    expect(told.at(-1)!.credit).toBeLessThanOrEqual(1);
  });

  it('takes no more once it drains', async () => {
    open(() => sleep(30, { kind: 'done' }), {}, 1);
    hand(claim('1'), claim('2'));
    jobs.receive({ kind: 'drain' });
    hand(claim('3'));
    await until(() => ends().length === 3);
    expect(ends().map(({ id, ending: { kind } }) => `${id} ${kind}`)).toEqual(['2 interrupted', '3 interrupted', '1 done']);
  });
});
