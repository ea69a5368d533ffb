import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { openConnection } from '#platform/sqlite';
import { migrate, openStorage } from '#platform/storage';
import { rulesOf } from '../contract/definition.js';
import type { Claim, EngineEvents, PreparedJob } from '../contract/engine.js';
import { SqliteEngine } from './sqlite-engine.js';

const rules = [rulesOf({ name: 'work', title: 'Work', payload: undefined as never })];
const job: PreparedJob = {
  name: 'work',
  payload: '1',
  version: 1,
  keyConcurrency: 1,
  priority: 0,
  delayMs: 0,
  maxAttempts: 3,
  onParentFailure: 'cancel',
  parents: [],
};
let folder: string;
let file: string;
let engine: SqliteEngine;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jupiter-engine-'));
  file = join(folder, 'jupiter.sqlite');
  const storage = await openStorage({ file, entities: [], migrations });
  await migrate(storage);
  await storage.close();
  engine = new SqliteEngine({ file, bell: join(folder, 'bell') });
});

afterEach(() => rmSync(folder, { recursive: true }));

const nothing = () => undefined;
const events = (heard: Partial<EngineEvents> = {}): EngineEvents => ({
  jobs: nothing,
  cancel: nothing,
  stale: nothing,
  refused: nothing,
  quarantine: nothing,
  trouble: nothing,
  ...heard,
});

describe('the SQLite engine', () => {
  it('keeps everything it was told before it closes', async () => {
    const claims = Promise.withResolvers<readonly Claim[]>();
    await engine.open(rules, events({ jobs: (_executor, given) => claims.resolve(given) }));
    engine.join({ id: 'e', lane: 'normal' });
    engine.credit('e', 1);
    await engine.add([job]);
    const [claim] = await claims.promise;
    engine.end('e', [{ id: claim!.id, attempt: claim!.attempt, ending: { kind: 'done', result: '42' } }]);
    await engine.close();
    const connection = openConnection(file);
    expect(connection.prepare('SELECT state, result FROM job').raw().all()).toEqual([[6, '42']]);
    connection.close();
  });

  it('keeps the newest events of a job that snoozes for ever', async () => {
    const rested = Promise.withResolvers<void>();
    const snooze = (claims: readonly Claim[]) => {
      for (const { id, attempt } of claims) engine.end('e', [{ id, attempt, ending: { kind: 'snoozed', afterMs: 0 } }]);
      if (claims[0]?.attempt === 520) rested.resolve();
      else engine.credit('e', 1);
    };
    await engine.open(rules, events({ jobs: (_executor, claims) => snooze(claims) }));
    engine.join({ id: 'e', lane: 'normal' });
    engine.credit('e', 1);
    await engine.add([job]);
    await rested.promise;
    await engine.close();
    const connection = openConnection(file);
    expect(connection.prepare('SELECT count(*), max(attempt) FROM job_event').raw().all()).toEqual([[500, 520]]);
    connection.close();
  });

  it('that is closed refuses what it is told', async () => {
    await engine.open(rules, events());
    await engine.close();
    expect(engine.isOpen).toBe(false);
    expect(() => engine.credit('e', 1)).toThrow(expect.objectContaining({ code: 'queue.engine-closed' }));
    await engine.close();
  });

  it('does not open on a file that is not there', async () => {
    const nowhere = new SqliteEngine({ file: join(folder, 'none.sqlite'), bell: join(folder, 'bell') });
    await expect(nowhere.open(rules, events())).rejects.toMatchObject({ code: 'queue.engine-died' });
  });

  it('stops although the store refuses to keep anything, and says so', async () => {
    const troubles: (string | undefined)[] = [];
    await engine.open(rules, events({ trouble: (reason) => troubles.push(reason) }));
    const other = openConnection(file);
    other.exec('BEGIN IMMEDIATE');
    const added = engine.add([job]);
    await expect(Promise.all([added, engine.close()])).rejects.toMatchObject({ code: 'queue.ends-not-kept' });
    expect(await added).toMatchObject([{ code: 'queue.not-kept' }]);
    expect(troubles[0]).toMatch(/locked/);
    other.close();
  }, 60_000);
});
