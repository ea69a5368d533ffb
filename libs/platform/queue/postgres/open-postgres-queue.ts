import type { Storage } from '#platform/storage';
import type { Engine, JobStore, QueueClock } from '../contract/engine.js';
import { Connection } from './connection.js';
import { Ledger } from './ledger.js';
import { PostgresEngine } from './postgres-engine.js';
import { PostgresJobStore } from './postgres-job-store.js';
import { integrity, recount } from './soundness.js';

export interface PostgresQueueOptions {
  /** postgres://user:password@host:port/database. One database belongs to one data folder. */
  readonly url: string;
  /** The app's own file, migrated: business rows, the outbox, and what is known of each job. */
  readonly storage: Storage;
  readonly clock?: QueueClock;
}

/** The queue on PostgreSQL. Nothing is connected before it is needed, and what is enqueued meanwhile is kept in the app's own file. */
export interface PostgresQueue {
  readonly store: JobStore;
  /** An engine that was not opened yet, with connections of its own, which its `close` ends. One at a time. */
  engine(): Engine;
  /** The states of all jobs, counted row by row: `name/state` to number. For proofs of the counters. */
  recount(): Promise<Record<string, number>>;
  /** What the two databases say of each other: 'ok', or what does not fit. For proofs, while nothing is under way. */
  integrity(): Promise<string>;
  /** Ends the store's connections; engines are closed by themselves. */
  close(): Promise<void>;
}

const STORE_CONNECTIONS = 4;
const ENGINE_CONNECTIONS = 3;

const SYSTEM_CLOCK: QueueClock = { wall: () => Date.now(), monotonic: () => performance.now() };

/** The two halves of the contract on one PostgreSQL: `store` for every process, `engine()` for the supervisor's. */
export function openPostgresQueue({ url, storage, clock = SYSTEM_CLOCK }: PostgresQueueOptions): PostgresQueue {
  const ledger = new Ledger(storage, clock);
  const connection = new Connection(url, 'jupiter', STORE_CONNECTIONS);
  const store = new PostgresJobStore(connection, ledger, clock);
  return {
    store,
    engine: () => new PostgresEngine(new Connection(url, 'jupiter engine', ENGINE_CONNECTIONS), ledger, clock),
    recount: () => recount(connection),
    integrity: () => integrity(connection, ledger),
    close: () => store.close(),
  };
}
