import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { JOB_STATES, type JobFilter } from '../contract/job.js';
import { countJobs, listJobs } from './listing.js';

/** Enough that a statement which reads them all is told from one that reads a page, by its plan and not by a clock. */
const JOBS = 3000;
const NAMES = 3;
let folder: string;
let storage: Storage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jupiter-listing-'));
  storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities: [], migrations });
  await migrate(storage);
  await storage.write(async (tx) => {
    await tx.query(
      `INSERT INTO job (name, state, priority, payload, max_attempts, run_at, created_at, key, finished_at)
      WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < ${JOBS})
      SELECT 'name-' || (n % ${NAMES}), n % 9, n % 5 - 2, '{}', 5, 1000 * n, 1000 * n, iif(n % 4 = 0, 'key-' || (n % 8), NULL), iif(n % 9 >= 6, n, NULL) FROM series`,
    );
    await tx.query('INSERT INTO job_count (name, state, jobs) SELECT name, state, count(*) FROM job GROUP BY name, state');
    await tx.query("INSERT INTO job_pause (name) VALUES ('name-1'), ('never seen')");
  });
});

afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true });
});

/** What a reader without any index would answer. */
function expected({ states, name, key, before, limit = 50 }: JobFilter): string[] {
  const rows = storage.read<{ id: number; name: string; state: number; key: string | null }>(
    'SELECT id, name, state, key FROM job ORDER BY id DESC',
  );
  return rows
    .filter(
      (row) => (!states || states.includes(JOB_STATES[row.state]!)) && row.name === (name ?? row.name) && row.key === (key ?? row.key),
    )
    .filter((row) => before === undefined || row.id < Number(before))
    .slice(0, limit)
    .map(({ id }) => String(id));
}

const filters: JobFilter[] = [
  {},
  { limit: 200, before: '1500' },
  ...JOB_STATES.flatMap((state) => [{ states: [state] }, { states: [state], name: 'name-2', before: '2000', limit: 7 }]),
  { states: ['dead', 'cancelled'], limit: 30 },
  { states: ['ready', 'running', 'done'], before: '100' },
  { name: 'name-0' },
  { name: 'nobody' },
  { key: 'key-4' },
  { key: 'key-0', states: ['blocked', 'done'], name: 'name-1', limit: 10 },
  { key: 'no key' },
];

describe('a list of jobs', () => {
  it.each(filters)('gives what fits, newest first: %j', async (filter) => {
    expect((await listJobs(storage, filter)).map(({ id }) => id)).toEqual(expected(filter));
  });

  it('goes on where the last page ended, to the last job', async () => {
    const seen: string[] = [];
    for (let before: string | undefined; ; before = seen.at(-1)) {
      const page = await listJobs(storage, { states: ['ready', 'dead'], before, limit: 100 });
      seen.push(...page.map(({ id }) => id));
      if (page.length < 100) break;
    }
    expect(seen).toEqual(expected({ states: ['ready', 'dead'], limit: JOBS }));
  });

  it.each(filters)('never reads the jobs without an index: %j', async (filter) => {
    const plans: string[] = [];
    const read = storage.read.bind(storage);
    const spy = jest.spyOn(storage, 'read').mockImplementation((sql, parameters = []) => {
      plans.push(...read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters).map(({ detail }) => detail));
      return read(sql, parameters) as never;
    });
    await listJobs(storage, filter);
    spy.mockRestore();
    expect(plans.filter((step) => /^SCAN job$/.test(step))).toEqual([]);
  });
});

describe('the counts', () => {
  it('are those of the counters, with what is paused and since when the first is due', () => {
    const counts = countJobs(storage);
    expect(counts.map(({ name, paused }) => [name, paused])).toEqual([
      ['name-0', false],
      ['name-1', true],
      ['name-2', false],
      ['never seen', true],
    ]);
    const first = storage.one<{ first: number }>("SELECT min(run_at) AS first FROM job WHERE state = 0 AND name = 'name-0'")!.first;
    expect(counts[0]).toMatchObject({ oldestDueAt: new Date(first).toISOString() });
    expect(counts[0]!.states.ready).toBe(storage.read("SELECT 1 FROM job WHERE state = 0 AND name = 'name-0'").length);
    expect(counts.at(-1)!.oldestDueAt).toBeUndefined();
  });
});
