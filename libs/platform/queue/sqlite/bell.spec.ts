import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { migrations } from '#migrations';
import { migrate, openStorage } from '#platform/storage';
import { rulesOf } from '../contract/definition.js';
import type { Claim, PreparedJob } from '../contract/engine.js';
import { Bell } from './bell.js';
import { SqliteEngine } from './sqlite-engine.js';
import { SqliteJobStore } from './sqlite-job-store.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jupiter-bell-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the bell', () => {
  it('rings once for all calls of a turn, after it, and never grows', async () => {
    const file = join(folder, 'bell');
    const bell = new Bell(file);
    bell.make();
    bell.ring();
    bell.ring();
    expect(statSync(file).size).toBe(0);
    await turn();
    bell.ring();
    await turn();
    expect(readFileSync(file)).toEqual(Buffer.from([1]));
    bell.close();
  });

  it('that cannot be rung stops nobody', async () => {
    const bell = new Bell(join(folder, 'not there', 'bell'));
    bell.ring();
    await turn();
    bell.close();
  });

  it('wakes an engine whose slow look would come in a minute', async () => {
    const file = join(folder, 'jupiter.sqlite');
    const storage = await openStorage({ file, entities: [], migrations });
    await migrate(storage);
    const bell = new Bell(join(folder, 'bell'));
    const engine = new SqliteEngine({ file, bell: bell.file, safetyLookMs: 60_000 });
    const handed = Promise.withResolvers<readonly Claim[]>();
    const nothing = () => undefined;
    await engine.open([rulesOf({ name: 'work', title: 'Work', payload: undefined as never })], {
      jobs: (_executor, claims) => handed.resolve(claims),
      cancel: nothing,
      stale: nothing,
      refused: nothing,
      quarantine: nothing,
      trouble: nothing,
    });
    engine.join({ id: 'e', lane: 'normal' });
    engine.credit('e', 1);
    await engine.leave('nobody', { kind: 'stopped' }); // the credit is known
    const job: PreparedJob = {
      name: 'work',
      payload: '1',
      version: 1,
      keyConcurrency: 1,
      priority: 0,
      delayMs: 0,
      maxAttempts: 1,
      onParentFailure: 'cancel',
      parents: [],
    };
    const store = new SqliteJobStore(storage, bell);
    const { id } = await storage.write((tx) => store.enqueue(tx, job));
    expect(await handed.promise).toMatchObject([{ id }]);
    await engine.close();
    bell.close();
    await storage.close();
  });
});
