import type { Storage } from '#platform/storage';
import type { Engine, JobStore, QueueClock } from '../../../libs/platform/queue/contract/engine.js';

/** Time that a test steps. Both hands move on together; only the wall clock can be put wrong. */
export interface TestClock extends QueueClock {
  /** So many milliseconds go by. */
  advance(milliseconds: number): void;
  /** The wall clock is set forward, or back, while no time goes by. */
  step(milliseconds: number): void;
}

/** A store of jobs in a folder of its own, beside business rows, with whatever engines a test opens on it. */
export interface Place {
  readonly folder: string;
  readonly clock: TestClock;
  /** Business rows: the table `effect (job INTEGER, value TEXT NOT NULL UNIQUE)` is there, empty. */
  readonly storage: Storage;
  readonly store: JobStore;
  /** An engine on this store that was not opened yet. */
  engine(): Engine;
  /** The states of all jobs, counted row by row: `name/state` to number. */
  recount(): Promise<Record<string, number>>;
  /** What the store says of its own soundness: 'ok'. */
  integrity(): Promise<string>;
  /** Closes and removes everything. */
  close(): Promise<void>;
}

/** Makes an empty place. */
export type PlaceMaker = () => Promise<Place>;
