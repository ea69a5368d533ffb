import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { JobDetail, JobPage, QueueCounts, ScheduleList } from '#core/contract';
import { AuditEvent } from '#platform/audit';
import { defineJob, Handlers, Queue } from '#platform/queue';
import { Storage } from '#platform/storage';
import { commandLine } from './command-line.js';
import { withApp } from './context.js';

/** The commands on a store of their own, while neither web nor worker runs. */
let folder: string;
let job: string;
const before = { ...process.env };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-cli-'));
  Object.assign(process.env, { JUPITER_DATA: folder, JUPITER_LOG_LEVEL: 'silent' });
  const payload = { module: 'finance', startedBy: 'emma' };
  ({ id: job } = await withApp((app) => app.get(Queue).add({ name: 'run', key: 'warehouse:finance', payload, delayMs: 3_600_000 })));
});
afterAll(async () => {
  process.env = before;
  await rm(folder, { recursive: true });
});

/** What a command prints. */
async function run(...words: string[]): Promise<string> {
  const said: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  try {
    await commandLine().parseAsync(['node', 'jupiter', ...words]);
  } finally {
    write.mockRestore();
  }
  return said.join('');
}

const json = async <T>(...words: string[]): Promise<T> => JSON.parse(await run(...words, '--json')) as T;

const deeds = (object: string) =>
  withApp(async (app) => {
    const storage = app.get(Storage);
    const { tableName } = storage.dataSource.getMetadata(AuditEvent);
    return storage.read(`SELECT actor, action FROM ${tableName} WHERE object = ? ORDER BY id`, [object]);
  });

describe('jobs on the command line', () => {
  it('are listed, counted and shown: tables for people, JSON for scripts', async () => {
    expect(await run('jobs', 'list', '--state', 'delayed,ready', '--name', 'run')).toMatch(
      new RegExp(`^id +state +name +key +failures +due +reason\\n[- ]+\\n *${job} +delayed +run +warehouse:finance +0 of 5 `),
    );
    expect((await json<JobPage>('jobs', 'list')).jobs.map(({ id }) => id)).toEqual([job]);
    expect(await run('jobs', 'counts')).toMatch(/^run +0 +1 +0/m);
    expect((await json<QueueCounts>('jobs', 'counts')).totals.delayed).toBe(1);
    expect(await run('jobs', 'show', job)).toMatch(/^Run of a department\nid {10}\d+\nname {8}run\nstate {7}delayed\n/);
    expect((await json<JobDetail>('jobs', 'show', job)).payload).toEqual({ module: 'finance', startedBy: 'emma' });
  });

  it('are cancelled and replayed by the local operator, and the audit says so', async () => {
    expect(await run('jobs', 'cancel', job, '--reason', 'a mistake')).toBe(`Job ${job} is cancelled.\n`);
    await expect(run('jobs', 'cancel', job)).rejects.toMatchObject({ code: 'operations.job-ended' });
    const file = join(folder, 'payload.json');
    await writeFile(file, '{"module": "finance"}');
    await expect(run('jobs', 'replay', job, '--payload', file)).rejects.toMatchObject({ code: 'queue.payload-does-not-fit' });
    await expect(run('jobs', 'replay', job, '--payload', join(folder, 'none'))).rejects.toMatchObject({ code: 'cli.unreadable-payload' });
    await writeFile(file, '{"module": "finance", "startedBy": "leo"}');
    expect((await json<JobDetail>('jobs', 'replay', job, '--payload', file)).payload).toEqual({ module: 'finance', startedBy: 'leo' });
    expect(await deeds(`job:${job}`)).toEqual([
      { actor: 'local-operator', action: 'job.cancelled' },
      { actor: 'local-operator', action: 'job.replayed' },
    ]);
  });

  it('of a name that this version does not know keep their payload to themselves: nobody can say what is secret in it', async () => {
    const job = defineJob({ name: 'gone', title: 'Of another version', payload: z.object({ token: z.string() }), secrets: ['token'] });
    const { id } = await withApp((app) => {
      app.get(Handlers).add({ job, run: async () => ({ kind: 'done' }) });
      return app.get(Queue).add({ name: job.name, payload: { token: 'sesame' } });
    });
    const shown = await json<JobDetail>('jobs', 'show', id);
    expect([shown.known, shown.title, 'payload' in shown]).toEqual([false, 'gone', false]);
    expect(await run('jobs', 'list', '--name', 'gone')).not.toContain('sesame');
    await run('jobs', 'cancel', id);
  });

  it('that failed for good are listed, and replayed all together', async () => {
    expect(await run('jobs', 'dead')).toBe('None.\n');
    expect(await run('jobs', 'dead', '--replay')).toBe('0 replayed, 0 changed meanwhile, 0 left.\n');
  });

  it('of a name stop and go on', async () => {
    expect(await run('jobs', 'pause', 'run')).toBe('run is paused: no job of it is started.\n');
    expect(await run('jobs', 'resume', 'run')).toBe('run is running.\n');
    await expect(run('jobs', 'pause', 'nothing')).rejects.toMatchObject({ code: 'operations.unknown-queue' });
  });

  it('are not found by what is no id, no state and no number', async () => {
    await expect(run('jobs', 'show', 'x')).rejects.toMatchObject({ code: 'operations.no-job-id' });
    await expect(run('jobs', 'show', '999999')).rejects.toMatchObject({ code: 'queue.unknown-job' });
    await expect(run('jobs', 'list', '--state', 'lost')).rejects.toMatchObject({ code: 'cli.unknown-job-state' });
    await expect(run('jobs', 'list', '--limit', '1e9')).rejects.toMatchObject({ code: 'cli.bad-number' });
  });
});

describe('schedules and workers on the command line', () => {
  it('are listed, paused, resumed and run', async () => {
    const { schedules } = await json<ScheduleList>('schedules', 'list');
    const { name = '' } = schedules[0] ?? {};
    expect(schedules[0]?.next).toHaveLength(10);
    expect(await run('schedules', 'pause', name)).toBe(`${name} is paused.\n`);
    expect(await run('schedules', 'list')).toMatch(new RegExp(`^${name} +.* paused`, 'm'));
    expect(await run('schedules', 'resume', name)).toMatch(/ is due next at \d{4}-.*Z\.\n$/);
    expect(await run('schedules', 'run', name)).toMatch(/^Job \d+ is enqueued\.\n$/);
    expect(await deeds(`schedule:${name}`)).toHaveLength(3);
    await expect(run('schedules', 'run', 'none')).rejects.toMatchObject({ code: 'operations.unknown-schedule' });
  });

  it('say when nobody works', async () => {
    expect(await run('workers')).toBe('None.\n');
    expect(await json('workers')).toEqual({ workers: [] });
  });
});
