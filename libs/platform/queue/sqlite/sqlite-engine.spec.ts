import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { JobEntity } from '../job.entity.js';
import { JobScheduleEntity } from '../job-schedule.entity.js';
import { JobWorkerEntity } from '../job-worker.entity.js';
import { SqliteEngine } from './sqlite-engine.js';
import { candidate } from './statements.js';

let folder: string;
let storage: Storage;
let engine: SqliteEngine;
const enqueue = (more = {}) => storage.write((tx) => engine.enqueue(tx, { name: 'work', payload: null, ...more }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-engine-'));
  storage = await openStorage({
    file: join(folder, 'jupiter.sqlite'),
    entities: [JobEntity, JobScheduleEntity, JobWorkerEntity],
    migrations,
  });
  await migrate(storage);
  engine = new SqliteEngine(storage);
});

afterEach(async () => {
  await storage.close();
  await rm(folder, { recursive: true });
});

describe('the SQLite engine', () => {
  it('holds a failed job back for as long as it is told', async () => {
    const { id } = await enqueue();
    const claim = await engine.claim('w', [{ name: 'work' }], []);
    if (!claim) throw new Error('nothing was claimed');
    expect(await engine.end(claim, { kind: 'failed', reason: 'boom', afterMs: 60_000 })).toBe(true);
    expect(engine.find(id)).toMatchObject({ state: 'pending', failures: 1, reason: 'boom' });
    expect(engine.hasClaimable([{ name: 'work' }], [])).toBe(false);
  });

  it('writes neither the end nor the effect of a start that is not the job’s any more', async () => {
    const { id } = await enqueue();
    await engine.beat({ id: 'silent', pid: process.pid, host: 'elsewhere', startedAt: '' });
    const stale = await engine.claim('silent', [{ name: 'work' }], []);
    await engine.remove('silent');
    const fresh = await engine.claim('quick', [{ name: 'work' }], []);
    if (!stale || !fresh) throw new Error('nothing was claimed');
    const effect = async () => {
      throw new Error('the effect of a stale start was run');
    };
    expect(await engine.end(stale, { kind: 'done', effect })).toBe(false);
    expect(engine.find(id)).toMatchObject({ state: 'running' });
    expect(await engine.end(fresh, { kind: 'done' })).toBe(true);
  });

  it('buries a job whose workers keep dying while it runs', async () => {
    const { id } = await enqueue({ maxAttempts: 100 });
    for (const workerId of ['w1', 'w2', 'w3']) {
      await engine.claim(workerId, [{ name: 'work' }], []);
      await engine.remove(workerId);
    }
    expect(engine.find(id)).toMatchObject({ state: 'dead', reason: 'Its worker died while it ran.' });
  });
});

describe('claiming', () => {
  it('walks an index in its order and sorts nothing', () => {
    const { sql, parameters } = candidate([{ name: 'work' }, { name: 'report', concurrency: 1 }], ['x'], '2026-01-01');
    const plan = storage.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters).map((step) => step.detail);
    expect(plan[0]).toBe('SCAN j USING INDEX job_pending');
    expect(plan.join()).toContain('job_running_key');
    expect(plan.join()).not.toContain('TEMP B-TREE');
  });
});
