import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage } from '#platform/storage';
import type { Engine, WorkerBeat } from '../../../libs/platform/queue/contract/engine.js';
import type { JobState } from '../../../libs/platform/queue/contract/job.js';
import { Bell } from '../../../libs/platform/queue/sqlite/bell.js';
import { SqliteEngine } from '../../../libs/platform/queue/sqlite/sqlite-engine.js';
import { SqliteJobStore } from '../../../libs/platform/queue/sqlite/sqlite-job-store.js';

export interface DrilledJob {
  readonly state: JobState;
  readonly attempt: number;
  readonly failures: number;
  readonly reason?: string;
  readonly result?: unknown;
}

/** Where the jobs of a drill are kept, and what a supervisor's engine made of them. */
export interface DrillStore {
  readonly engine: Engine;
  /** At most 3 failures. */
  add(name: string, payload: unknown): Promise<string>;
  cancel(id: string): Promise<void>;
  job(id: string): Promise<DrilledJob>;
  rows(): Promise<readonly WorkerBeat[]>;
  close(): Promise<void>;
}

/** The embedded engine on a file of its own. */
export async function sqliteStore(): Promise<DrillStore> {
  const folder = mkdtempSync(join(tmpdir(), 'drill-'));
  const file = join(folder, 'jupiter.sqlite');
  const storage = await openStorage({ file, entities: [], migrations });
  await migrate(storage);
  const bell = new Bell(join(folder, 'queue.bell'));
  const store = new SqliteJobStore(storage, bell);
  const kept = { version: 1, keyConcurrency: 1, priority: 0, delayMs: 0, maxAttempts: 3, onParentFailure: 'cancel', parents: [] } as const;
  return {
    engine: new SqliteEngine({ file, bell: bell.file }),
    async add(name, payload) {
      const [answer] = await store.add([{ ...kept, name, payload: JSON.stringify(payload) }]);
      if (!answer || answer instanceof Error) throw answer ?? new Error('no answer');
      return answer.id;
    },
    async cancel(id) {
      await storage.write((tx) => store.cancel(tx, id, 'no longer wanted'));
    },
    async job(id) {
      const job = await store.job(id);
      if (!job) throw new Error(`no job ${id}`);
      return job;
    },
    rows: () => store.workers(),
    async close() {
      bell.close();
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
