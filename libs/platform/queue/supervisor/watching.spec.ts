import { PassThrough } from 'node:stream';
import type { JobRules } from '../contract/definition.js';
import type { Claim } from '../contract/engine.js';
import { faultOf } from './fault.js';
import { HeldJobs } from './held-jobs.js';
import { resolveOptions } from './options.js';
import { eachLine, LastLines } from './output-lines.js';
import { OwnSleep } from './own-sleep.js';
import { RestartBackoff } from './restart-backoff.js';
import { leavingOf } from './verdict.js';

const rules = new Map([['limited', { name: 'limited', timeoutMs: 1000, backoff: { firstMs: 100, longestMs: 200 } } as JobRules]]);
const options = resolveOptions({ folder: '.', program: { file: 'x' }, hangMs: 10_000, memoryBytes: 100 });
const claim = (id: string, name = 'limited'): Claim => ({ id, name, payload: '1', version: 1, attempt: 1, failures: 0, maxAttempts: 5 });

/** An executor that was handed jobs 1 and 2, was seen to run them at 0, and was last heard at `heardAt`. */
function executor(
  more: { heardAt?: number; memoryBytes?: number; worked?: boolean; flying?: number[]; state?: 'booting' | 'working' } = {},
) {
  const held = new HeldJobs(rules, options.killAfterMs);
  held.add([claim('1'), claim('2', 'free')]);
  const { flying = [1, 2], ...facts } = more;
  held.seen(flying, 0);
  const link = { pid: 1, tell: () => undefined, kill: () => undefined, flight: () => flying };
  return { state: 'working' as const, bornAt: 0, heardAt: 0, memoryBytes: 0, worked: false, held, link, ...facts };
}

describe('Watching an executor', () => {
  const at = (now: number, more: Parameters<typeof executor>[0] = {}) => faultOf(executor({ heardAt: now, ...more }), options, now);

  it('takes silence for a hang, and a long start for a failed one', () => {
    expect(at(10_000, { heardAt: 0 })).toMatchObject({ kind: 'hang' }); // its job is overdue, and it does not answer
    expect(faultOf({ ...executor(), held: new HeldJobs(rules, 0) }, options, 10_000)).toBeUndefined();
    expect(faultOf({ ...executor(), held: new HeldJobs(rules, 0) }, options, 10_001)).toEqual({ kind: 'hang', silentMs: 10_001 });
    expect(at(50_000, { state: 'booting', heardAt: 0 })).toBeUndefined();
    expect(at(60_001, { state: 'booting', heardAt: 0 })).toEqual({ kind: 'boot', afterMs: 60_000 });
  });

  it('blames the job that is overdue if its process answers', () => {
    expect(at(2999)).toBeUndefined();
    expect(at(3000)).toMatchObject({ kind: 'overdue', job: { claim: { id: '1' } }, timeoutMs: 1000 });
  });

  it('blames nobody alone if the process is blocked and several run', () => {
    expect(at(4000, { heardAt: 500 })).toMatchObject({ kind: 'hang' });
    expect(at(4000, { heardAt: 500, flying: [1] })).toMatchObject({ kind: 'overdue' });
  });

  it('gives a job its time from when it runs, however long it waited inside', () => {
    const life = executor({ flying: [2] });
    const look = (now: number) => faultOf({ ...life, heardAt: now }, options, now);
    expect(look(3000)).toBeUndefined();
    life.link.flight = () => [1, 2];
    expect(look(20_000)).toBeUndefined();
    expect(look(22_999)).toBeUndefined();
    expect(look(23_000)).toMatchObject({ kind: 'overdue', job: { claim: { id: '1' } } });
  });

  it('kills who is far too big, unless no job has had its chance', () => {
    expect(at(0, { memoryBytes: 150 })).toBeUndefined();
    expect(at(0, { memoryBytes: 151 })).toEqual({ kind: 'memory', bytes: 151, mostBytes: 100 });
    expect(faultOf({ ...executor({ memoryBytes: 151 }), held: new HeldJobs(rules, 0) }, options, 0)).toBeUndefined();
  });

  it('charges the culprit if it was killed for it, unless it ended in the last moment', () => {
    const { held } = executor();
    const [job] = held.ofTickets([1]);
    const end = { how: 'killed by SIGKILL', lastWords: '', started: [] };
    const cause = { kind: 'overdue', job: job!, timeoutMs: 1000 } as const;
    const killed = leavingOf({ cause, end, started: [job!] }, rules);
    expect(killed).toMatchObject({
      kind: 'killed',
      culprit: { id: '1', attempt: 1, ending: { kind: 'failed', reason: 'The job took longer than 1000 ms.' } },
    });
    expect(leavingOf({ cause, end, started: [] }, rules)).toEqual({ kind: 'stopped' });
    expect(leavingOf({ end, started: held.ofTickets([1, 2]) }, rules)).toEqual({
      kind: 'crash',
      started: ['1', '2'],
      reason: 'Its process ended: killed by SIGKILL.',
    });
  });

  it('forgives the time that it slept itself', () => {
    const sleep = new OwnSleep(100, 0);
    expect([100, 250, 5250, 5350].map((now) => sleep.tick(now))).toEqual([0, 0, 4900, 0]);
    const { held } = executor();
    held.forgive(4900);
    expect(held.overdue(7899)).toEqual([]);
    expect(held.overdue(7900)).toHaveLength(1);
  });

  it('waits ever longer for who dies young and idle, up to half a minute', () => {
    const backoff = new RestartBackoff();
    const next = (livedMs: number, worked = false) => backoff.next(livedMs, worked);
    expect([next(5), next(5), next(9999), next(5)]).toEqual([20, 40, 80, 160]);
    expect([next(10_000), next(5), next(5, true), next(5)]).toEqual([20, 40, 20, 40]);
    for (let i = 0; i < 2000; i++) next(5);
    expect(next(5)).toBe(30_000);
  });

  it('cuts lines that are too long and keeps the last words without their stack', async () => {
    const stream = new PassThrough();
    const lines: string[] = [];
    eachLine(stream, (line) => lines.push(line));
    stream.write(Buffer.from('gr\xc3', 'latin1'));
    stream.write(Buffer.from('\xbcn\n\n', 'latin1'));
    for (let i = 0; i < 20; i++) stream.write('x'.repeat(1000));
    stream.end('\nlast');
    await new Promise((resolve) => stream.once('close', resolve));
    expect(lines).toEqual(['grün', '', `${'x'.repeat(8192)}… (11808 more characters)`, 'last']);

    const words = new LastLines();
    for (const line of ['throw new Error()', '   ^', '', 'Error: bad', '    at file.js:1', 'Node.js v24.1.0']) words.add(line);
    expect(words.text()).toBe('throw new Error()\nError: bad');
  });
});
