import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { DEFAULT_BACKOFF, DEFAULT_RETENTION, type JobRules } from '../contract/definition.js';
import type { Claim, EngineEvents, PreparedJob } from '../contract/engine.js';
import { SqliteEngine } from './sqlite-engine.js';

const JOBS = 20;
const rules: JobRules = { name: 'work', version: 1, keyConcurrency: 1, keep: DEFAULT_RETENTION, backoff: DEFAULT_BACKOFF };
const prepared: PreparedJob = {
  name: 'work',
  payload: 'null',
  version: 1,
  keyConcurrency: 1,
  priority: 0,
  delayMs: 0,
  maxAttempts: 5,
  onParentFailure: 'cancel',
  parents: [],
};

let folder: string;
let storage: Storage;
let engine: SqliteEngine;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-many-ends-'));
  storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities: [], migrations });
  await migrate(storage);
  engine = new SqliteEngine({ file: storage.file, bell: join(folder, 'queue.bell') });
});

afterEach(async () => {
  await engine.close();
  await storage.close();
  await rm(folder, { recursive: true });
});

describe('many ends told at once', () => {
  it('are kept with their results, and those of a start that is not the job’s any more change nothing', async () => {
    const stale: string[] = [];
    const claims = await new Promise<readonly Claim[]>((handed, fail) => {
      const nothing = () => undefined;
      const events: EngineEvents = {
        jobs: (_, given) => handed(given),
        stale: (_, { id }) => void stale.push(id),
        cancel: nothing,
        refused: nothing,
        quarantine: nothing,
        trouble: nothing,
      };
      engine
        .open([rules], events)
        .then(() => engine.add(Array.from({ length: JOBS }, () => prepared)))
        .then(() => {
          engine.join({ id: 'e', lane: 'normal' });
          engine.credit('e', JOBS);
        })
        .catch(fail);
    });
    expect(claims).toHaveLength(JOBS);
    const result = (at: number) => (at % 2 ? undefined : JSON.stringify({ at, text: 'é "quoted"' }));
    engine.end(
      'e',
      claims.map(({ id, attempt }, at) => ({
        id,
        attempt: at === 7 ? attempt - 1 : attempt,
        ending: { kind: 'done', result: result(at) },
      })),
    );
    await engine.leave('nobody', { kind: 'stopped' });
    const rows = storage.read<{ state: number; result: string | null }>('SELECT state, result FROM job ORDER BY id');
    expect(rows).toEqual(claims.map((_, at) => (at === 7 ? { state: 5, result: null } : { state: 6, result: result(at) ?? null })));
    expect(stale).toEqual([claims[7]!.id]);
    expect(storage.read('SELECT state, jobs FROM job_count WHERE jobs > 0 ORDER BY state')).toEqual([
      { state: 5, jobs: 1 },
      { state: 6, jobs: JOBS - 1 },
    ]);
  });
});
