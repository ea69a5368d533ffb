import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage } from '#platform/storage';
import { JOB_STATES } from '../../../libs/platform/queue/contract/job.js';
import { Bell } from '../../../libs/platform/queue/sqlite/bell.js';
import { SharedClock } from '../../../libs/platform/queue/sqlite/shared-clock.js';
import { SqliteEngine } from '../../../libs/platform/queue/sqlite/sqlite-engine.js';
import { SqliteJobStore } from '../../../libs/platform/queue/sqlite/sqlite-job-store.js';
import type { Place, TestClock } from './place.js';

/** A clock that goes as the real one does, for tests of real processes. */
export const runningClock = (): SharedClock => new SharedClock();

/**
 * The embedded engine on a file of its own. Its store adds by itself, as a process beside the worker does, or through the engine's
 * thread, as the worker does.
 */
export async function sqlitePlace(
  shared: SharedClock = SharedClock.standing(),
  adds: 'by itself' | 'through the engine' = 'by itself',
): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'jupiter-queue-'));
  const file = join(folder, 'jupiter.sqlite');
  const storage = await openStorage({ file, entities: [], migrations });
  await migrate(storage);
  await storage.write((tx) => tx.query('CREATE TABLE effect (job INTEGER NOT NULL, value TEXT NOT NULL UNIQUE)'));
  const bell = new Bell(join(folder, 'queue.bell'));
  let engine: SqliteEngine | undefined;
  return {
    folder,
    clock: testClock(shared),
    storage,
    get store() {
      return new SqliteJobStore(storage, bell, adds === 'by itself' ? undefined : engine, shared);
    },
    engine: () => {
      engine = new SqliteEngine({ file, bell: bell.file, clock: shared });
      return engine;
    },
    recount: async () => {
      const rows = storage.read<{ name: string; state: number; number: number }>(
        'SELECT name, state, count(*) AS number FROM job GROUP BY name, state',
      );
      return Object.fromEntries(rows.map(({ name, state, number }) => [`${name}/${JOB_STATES[state]}`, number]));
    },
    integrity: async () => storage.one<{ integrity_check: string }>('PRAGMA integrity_check')?.integrity_check ?? 'no answer',
    close: async () => {
      bell.close();
      await storage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const testClock = (shared: SharedClock): TestClock => ({
  wall: () => shared.wall(),
  monotonic: () => shared.monotonic(),
  advance: (milliseconds) => shared.pass(milliseconds),
  step: (milliseconds) => shared.stepWall(milliseconds),
});
