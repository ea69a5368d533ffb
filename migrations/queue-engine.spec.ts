import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { QueueEngine1764000004000 } from './1764000004000-queue-engine.js';

const before = migrations.slice(0, migrations.indexOf(QueueEngine1764000004000));
const LATER = '2999-01-01T00:00:00.250Z';
const EARLIER = '2020-01-01T00:00:00.125Z';

let folder: string;
let storage: Storage;
const open = (known: typeof migrations) => openStorage({ file: join(folder, 'jupiter.sqlite'), entities: [], migrations: known });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jupiter-queue-tables-'));
  storage = await open(before);
  await migrate(storage);
});

afterEach(async () => {
  await storage.close();
  rmSync(folder, { recursive: true });
});

interface OldJob {
  readonly id: string;
  readonly state: string;
  readonly runAt?: string;
  readonly key?: string;
  readonly uniqueKey?: string;
}

const insert = (...jobs: OldJob[]) =>
  storage.write(async (tx) => {
    for (const { id, state, runAt = EARLIER, key = null, uniqueKey = null } of jobs)
      await tx.query(
        `INSERT INTO job (id, name, payload, state, run_at, created_at, priority, attempt, failures, rescues, max_attempts, key, unique_key,
          worker_id, started_at, finished_at, progress, result, reason)
        VALUES (?, 'run', '{"module":"till"}', ?, ?, ?, 3, 2, 1, 1, 5, ?, ?, 'w', ?, ?, '{"done":1}', '"result"', 'why')`,
        [id, state, runAt, EARLIER, key, uniqueKey, EARLIER, /done|dead|cancelled/.test(state) ? EARLIER : null],
      );
  });

async function goOn(): Promise<void> {
  await storage.close();
  storage = await open([...before, QueueEngine1764000004000]);
  await migrate(storage);
}

const states = () => storage.read<{ id: number; state: number; holds: number }>('SELECT id, state, holds FROM job ORDER BY id');

describe('the jobs of before', () => {
  it('are all there, with everything that was known of them', async () => {
    await insert({ id: 'b', state: 'done' }, { id: 'a', state: 'dead' }, { id: 'c', state: 'cancelled' });
    await goOn();
    expect(states().map(({ id, state }) => [id, state])).toEqual([
      [1, 6],
      [2, 8],
      [3, 7],
    ]);
    expect(storage.one('SELECT * FROM job WHERE id = 1')).toMatchObject({
      name: 'run',
      payload: '{"module":"till"}',
      priority: 3,
      attempt: 2,
      failures: 1,
      rescues: 1,
      max_attempts: 5,
      run_at: Date.parse(EARLIER),
      created_at: Date.parse(EARLIER),
      started_at: Date.parse(EARLIER),
      finished_at: Date.parse(EARLIER),
      progress: '{"done":1}',
      result: '"result"',
      reason: 'why',
    });
  });

  it('wait as they did: what ran is ready again, what was to come later comes later', async () => {
    await insert({ id: 'a', state: 'running' }, { id: 'b', state: 'pending' }, { id: 'c', state: 'pending', runAt: LATER, uniqueKey: 'u' });
    await goOn();
    expect(states().map(({ state }) => state)).toEqual([0, 0, 1]);
    expect(storage.one('SELECT run_at, unique_key FROM job WHERE id = 3')).toEqual({ run_at: Date.parse(LATER), unique_key: 'u' });
  });

  it('stand in line for their key, the one that ran first', async () => {
    await insert(
      { id: 'a', state: 'pending', key: 'k' },
      { id: 'b', state: 'running', key: 'k' },
      { id: 'c', state: 'pending', key: 'k' },
      { id: 'd', state: 'pending', key: 'other' },
      { id: 'e', state: 'done', key: 'k' },
    );
    await goOn();
    expect(states().map(({ state, holds }) => [state, holds])).toEqual([
      [2, 0],
      [0, 1],
      [2, 0],
      [0, 1],
      [6, 0],
    ]);
  });

  it('are counted, and no number of theirs is given again', async () => {
    await insert({ id: 'a', state: 'pending' }, { id: 'b', state: 'done' }, { id: 'c', state: 'done' });
    await goOn();
    expect(storage.read('SELECT name, state, jobs FROM job_count ORDER BY state')).toEqual([
      { name: 'run', state: 0, jobs: 1 },
      { name: 'run', state: 6, jobs: 2 },
    ]);
    expect(storage.one("SELECT seq FROM sqlite_sequence WHERE name = 'job'")).toEqual({ seq: 3 });
  });

  it('are still those that runs speak of, there and back', async () => {
    await insert({ id: 'x', state: 'done' }, { id: 'y', state: 'pending', runAt: LATER });
    await storage.write((tx) =>
      tx.query(`INSERT INTO run (id, module, state, started_by, job_id, attempt, requested_at) VALUES
        ('1', 'till', 'done', 'nightly', 'y', 1, '${EARLIER}'), ('2', 'till', 'done', 'nightly', 'long gone', 1, '${EARLIER}')`),
    );
    await goOn();
    expect(storage.read('SELECT id, job_id FROM run ORDER BY id')).toEqual([
      { id: '1', job_id: '2' },
      { id: '2', job_id: 'long gone' },
    ]);
    await storage.alter((dataSource) => dataSource.undoLastMigration());
    expect(storage.read('SELECT id, state, run_at, created_at, reason FROM job ORDER BY id')).toEqual([
      { id: '1', state: 'done', run_at: EARLIER, created_at: EARLIER, reason: 'why' },
      { id: '2', state: 'pending', run_at: LATER, created_at: EARLIER, reason: 'why' },
    ]);
    expect(storage.one('SELECT job_id FROM run')).toEqual({ job_id: '2' });
  });
});
