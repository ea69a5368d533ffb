import { SnapshotStamp } from './query.dto.js';

/** One step of a run: reading a source, building a model, checking, publishing. */
export class RunStepView {
  name: string;
  title: string;
  kind: 'source' | 'model' | 'checks' | 'publish';
  state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped';
  startedAt?: string;
  finishedAt?: string;
  /** Rows read by a source step: read = loaded + rejected, always. */
  read?: number;
  /** Rows loaded from files, or in the built model. */
  loaded?: number;
  rejected?: number;
  /** What the step wants to say: an unexpected column, an error with its remedy. */
  note?: string;
}

export class RunCheckView {
  model: string;
  title: string;
  severity: 'block' | 'warn';
  passed: boolean;
  /** Rows or groups at fault. */
  faults: number;
  /** What was found, with examples. */
  detail?: string;
}

/** A run of a module: read, build, check, publish. */
export class RunView {
  id: string;
  module: string;
  state: 'waiting' | 'running' | 'published' | 'refused' | 'failed' | 'cancelled';
  /** 'nightly' or the account that asked. */
  startedBy: string;
  requestedAt: string;
  startedAt?: string;
  finishedAt?: string;
  /** The load it published. */
  load?: number;
  /** Why nothing was published, and what to do. */
  reason?: string;
  steps: RunStepView[];
  checks: RunCheckView[];
}

/** Runs of a module, newest first, without steps. */
export class RunList {
  runs: RunView[];
  snapshot: SnapshotStamp | null;
  /** The next nightly run, ISO 8601; absent for modules run by hand. */
  nextRunAt?: string;
}
