import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { openStorage } from '#platform/storage';
import { openPostgresQueue } from '../../../libs/platform/queue/postgres/index.js';
import { type Postgres, postgresPrograms, startPostgres, withoutPostgres } from '../../support/postgres.js';
import { Bench, prepared } from './bench.js';
import { postgresPlace } from './postgres-place.js';

const programs = [resolve(__dirname, '../../support/run-typescript.cjs'), join(__dirname, 'postgres-engine-process.ts')];
const suite = postgresPrograms() ? describe : describe.skip;

suite(`the PostgreSQL engine under faults${postgresPrograms() ? '' : ` (not here: ${withoutPostgres})`}`, () => {
  let postgres: Postgres;
  let url: string;
  let bench: Bench;

  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterAll(() => postgres.stop());

  beforeEach(async () => {
    const database = () => postgres.database().then((made) => (url = made));
    bench = new Bench(await postgresPlace({ ...postgres, database }));
  });

  afterEach(async () => {
    await bench.close();
    await bench.place.close();
  });

  const file = () => join(bench.place.folder, 'jupiter.sqlite');

  it('writes an effect once when its process is killed before PostgreSQL knows of the end', async () => {
    const child = await supervisor();
    const { id } = await bench.add({ maxAttempts: 1 });
    await said(child, `holds ${id} 1`);
    await postgres.crash();
    child.send('end');
    await bench.until('the effect is written', () => bench.effects().length === 1);
    await killed(child);
    await postgres.restart();
    await bench.open('work');
    expect(await bench.job(id)).toMatchObject({ state: 'done', attempt: 1, failures: 0, result: 'by the one that was killed' });
    expect(bench.effects()).toEqual([{ job: Number(id), value: `${id}/1` }]);
    bench.join('f');
    bench.engine.credit('f', 5);
    expect(await bench.taken('f')).toEqual([]);
    expect(await bench.place.integrity()).toBe('ok');
  });

  it('starts a job again, uncharged, whose process was killed before it ended', async () => {
    const child = await supervisor();
    const { id } = await bench.add({ maxAttempts: 1 });
    await said(child, `holds ${id} 1`);
    await killed(child);
    await bench.open('work');
    bench.join('f');
    expect(await bench.take('f')).toMatchObject([{ id, attempt: 2, failures: 0 }]);
    expect(bench.effects()).toEqual([]);
  });

  it('keeps what is enqueued and ended while PostgreSQL is down, tells of it, and goes on by itself', async () => {
    await bench.open('work');
    bench.join('e');
    const first = await bench.add();
    const [claim] = await bench.take('e');
    await postgres.crash();
    bench.engine.end('e', [{ id: first.id, attempt: claim?.attempt ?? 0, ending: { kind: 'done', result: '1' } }]);
    const later = await bench.addAll([{}, {}, {}]);
    expect(await bench.cancel(later[0] ?? '')).toBe('cancelled');
    await expect(bench.job(first.id)).rejects.toMatchObject({ code: 'queue.postgres-unreachable' });
    await bench.until('trouble is told', () => bench.troubles.length > 0);
    bench.engine.credit('e', 5);
    await postgres.restart();
    expect((await bench.claims('e', 2)).map(({ id }) => id)).toEqual(later.slice(1));
    expect(await bench.states([first.id, ...later])).toEqual(['done', 'cancelled', 'running', 'running']);
    await bench.until('the trouble is over', () => bench.troubles.at(-1) === undefined);
    expect(await bench.place.integrity()).toBe('ok');
  });

  it('carries each change over once, when two processes do so at the same time', async () => {
    await bench.open('work');
    const storage = await openStorage({ file: file(), entities: [] });
    const other = openPostgresQueue({ url, storage, clock: bench.place.clock });
    const many = Array.from({ length: 100 }, (_, index) => prepared({ payload: String(index) }));
    const adding = many.flatMap((job) => [bench.place.store.add([job]), other.store.add([job])]);
    const ids = (await Promise.all(adding)).flat().map((answer) => (answer instanceof Error ? answer.message : answer.id));
    expect(await bench.counters()).toEqual({ 'work/ready': 200 });
    bench.join('e');
    const claims = await bench.take('e', 200);
    expect(claims.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    await other.close();
    await storage.close();
    expect(await bench.place.integrity()).toBe('ok');
  });

  it('is refused a database that holds the jobs of another data folder', async () => {
    await bench.add();
    await bench.place.store.counts();
    const stranger = new Bench(await postgresPlace({ ...postgres, database: async () => url }));
    await expect(stranger.open('work')).rejects.toMatchObject({ code: 'queue.postgres-of-another' });
    await stranger.add();
    await expect(stranger.place.store.counts()).rejects.toMatchObject({ code: 'queue.postgres-of-another' });
    await stranger.place.close();
  });

  it('refuses a data folder that was restored from before its jobs', async () => {
    await bench.addAll([{}, {}]);
    await bench.place.store.counts();
    await bench.place.storage.write((tx) => tx.query("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'job_outbox'"));
    await expect(bench.open('work')).rejects.toMatchObject({ code: 'queue.postgres-ahead' });
  });

  it('can be opened again after it was closed', async () => {
    await bench.open('work');
    const { engine } = bench;
    const [events] = [{ jobs: () => undefined, cancel: () => undefined, stale: () => undefined, refused: () => undefined }];
    await engine.close();
    await engine.open([], { ...events, quarantine: () => undefined, trouble: () => undefined });
  });

  function supervisor(): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['-r', ...programs, file(), url], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    return Promise.resolve(child);
  }

  async function said(child: ChildProcess, words: string): Promise<void> {
    for (;;) {
      const [message] = (await once(child, 'message')) as [unknown];
      if (message === words) return;
    }
  }

  async function killed(child: ChildProcess): Promise<void> {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
});
