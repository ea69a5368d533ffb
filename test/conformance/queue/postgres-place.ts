import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage } from '#platform/storage';
import { openPostgresQueue } from '../../../libs/platform/queue/postgres/index.js';
import type { Postgres } from '../../support/postgres.js';
import type { Place, TestClock } from './place.js';

/** The engine on PostgreSQL, in a database of its own, beside a file of business rows of its own. */
export async function postgresPlace(postgres: Postgres): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'jupiter-queue-'));
  const storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities: [], migrations });
  await migrate(storage);
  await storage.write((tx) => tx.query('CREATE TABLE effect (job INTEGER NOT NULL, value TEXT NOT NULL UNIQUE)'));
  const clock = standingClock();
  const queue = openPostgresQueue({ url: await postgres.database(), storage, clock });
  return {
    folder,
    clock,
    storage,
    store: queue.store,
    engine: () => queue.engine(),
    recount: () => queue.recount(),
    integrity: () => queue.integrity(),
    close: async () => {
      await queue.close();
      await storage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function standingClock(): TestClock {
  const hands = { wall: Date.parse('2026-03-02T08:00:00Z'), monotonic: 1000 };
  return {
    wall: () => hands.wall,
    monotonic: () => hands.monotonic,
    advance: (milliseconds) => {
      hands.wall += milliseconds;
      hands.monotonic += milliseconds;
    },
    step: (milliseconds) => {
      hands.wall += milliseconds;
    },
  };
}
