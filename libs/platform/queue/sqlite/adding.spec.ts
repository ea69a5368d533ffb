import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { addAll } from './adding.js';
import { Statements } from './deed.js';
import { Ledger } from './ledger.js';
import type { WireJob } from './messages.js';

let folder: string;
let storage: Storage;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-adding-'));
  storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities: [], migrations });
  await migrate(storage);
});

afterEach(async () => {
  await storage.close();
  await rm(folder, { recursive: true });
});

const job = (payload: string, more: { delayMs?: number; priority?: number; key?: string } = {}): WireJob => {
  const { delayMs = 0, priority = 0, key } = more;
  const rest = { key, keyConcurrency: 1, parents: [], onParentFailure: 'cancel' } as const;
  return key === undefined ? ['work', payload, 1, priority, delayMs, 5] : ['work', payload, 1, priority, delayMs, 5, rest];
};

/** Adds them in one transaction; a job that needs a look gets the answer 0. */
const add = (jobs: readonly WireJob[]) =>
  storage.writeAtOnce((connection) => {
    const statements = new Statements(connection);
    const ledger = new Ledger(1000);
    const answers = addAll(
      statements,
      ledger,
      jobs,
      (id) => id,
      () => 0,
    );
    statements.perform(ledger.keep());
    return answers;
  });

const payloadOf = (id: number) => storage.one<{ payload: string }>('SELECT payload FROM job WHERE id = ?', [id])?.payload;

describe('adding many jobs', () => {
  it('answers each with the number of its own row, in their order', async () => {
    const payloads = Array.from({ length: 2500 }, (_, at) => JSON.stringify({ at, text: `"é" \u2028 \\u0000 ${at}` }));
    const ids = await add(payloads.map((payload) => job(payload)));
    expect(new Set(ids).size).toBe(2500);
    expect(ids.map(payloadOf)).toEqual(payloads);
  });

  it('takes those that differ, and those that have to be looked up, one by one in between', async () => {
    const alike = Array.from({ length: 5 }, (_, at) => job(`${at}`));
    const jobs = [...alike, job('"later"', { delayMs: 50 }), job('"looked up"', { key: 'k' }), ...alike, job('"first"', { priority: -1 })];
    const ids = await add(jobs);
    expect(ids.map((id) => (id === 0 ? '"looked up"' : payloadOf(id)))).toEqual(jobs.map(([, payload]) => payload));
    const rows = storage.read(
      'SELECT state, priority, run_at, count(*) AS jobs FROM job GROUP BY state, priority, run_at ORDER BY state, priority',
    );
    expect(rows).toEqual([
      { state: 0, priority: -1, run_at: 1000, jobs: 1 },
      { state: 0, priority: 0, run_at: 1000, jobs: 10 },
      { state: 1, priority: 0, run_at: 1050, jobs: 1 },
    ]);
  });

  it('counts what it kept', async () => {
    await add(Array.from({ length: 10 }, () => job('null')));
    await add([job('null'), job('null', { delayMs: 1 })]);
    expect(storage.read('SELECT state, jobs FROM job_count ORDER BY state')).toEqual([
      { state: 0, jobs: 11 },
      { state: 1, jobs: 1 },
    ]);
  });
});
