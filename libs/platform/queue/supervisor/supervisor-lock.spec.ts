import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootId, processStartTime } from './process-start-time.js';
import { SupervisorLock } from './supervisor-lock.js';

describe('The lock of a supervisor', () => {
  let folder: string;
  const file = () => join(folder, 'queue.lock');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is held by one, and free after it was given back', async () => {
    const lock = await SupervisorLock.take(folder);
    await expect(SupervisorLock.take(folder)).rejects.toMatchObject({ code: 'queue.supervised', details: { pid: process.pid } });
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    (await SupervisorLock.take(folder)).release();
  });

  it.each([
    ['of another run of the machine', { boot: 'another' }],
    ['of an earlier process of the same id', { startedAt: '1' }],
    ['of a process that is gone', { pid: 2 ** 22 + 1 }],
  ])('is taken over if it is %s', async (_, change) => {
    const holder = { pid: process.pid, startedAt: await processStartTime(process.pid), boot: bootId(), token: 'x', ...change };
    writeFileSync(file(), JSON.stringify(holder));
    const lock = await SupervisorLock.take(folder);
    expect(readFileSync(file(), 'utf8')).toContain(`"pid":${process.pid}`);
    lock.release();
  });

  it.each(['', '{"pid":', 'null', '{"pid":"x"}'])('is taken over if it is cut short: %j', async (text) => {
    writeFileSync(file(), text);
    (await SupervisorLock.take(folder)).release();
  });

  it('goes to one of many that find a dead one', async () => {
    writeFileSync(file(), JSON.stringify({ pid: 2 ** 22 + 1, boot: bootId(), token: 'x' }));
    const takes = await Promise.allSettled(Array.from({ length: 20 }, () => SupervisorLock.take(folder)));
    expect(takes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['queue.lock']);
  });

  it('is not given back by who has lost it', async () => {
    const lock = await SupervisorLock.take(folder);
    writeFileSync(file(), 'of somebody else');
    lock.release();
    expect(readFileSync(file(), 'utf8')).toBe('of somebody else');
  });
});
