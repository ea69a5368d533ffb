import { hostname } from 'node:os';
import type { WorkerRow } from './contract/engine.js';

/** A worker that is silent for this long is taken for dead. */
export const LEASE_MS = 15_000;

/** Whether no process has this id on this machine. */
export function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Tells which workers are dead: those whose process is gone, and those whose beats have not grown for a lease on the
 * watcher's own monotonic clock. So neither a step of the wall clock nor another machine's clock kills a healthy one.
 */
export class Liveness {
  private readonly seen = new Map<string, { beats: number; at: number }>();

  constructor(
    private readonly leaseMs: number,
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {}

  dead(workers: readonly WorkerRow[]): WorkerRow[] {
    this.look(workers);
    return workers.filter((worker) => (worker.host === hostname() && isGone(worker.pid)) || this.silentMs(worker) > this.leaseMs);
  }

  private look(workers: readonly WorkerRow[]): void {
    const known = new Set(workers.map((worker) => worker.id));
    for (const id of this.seen.keys()) if (!known.has(id)) this.seen.delete(id);
    for (const { id, beats } of workers) if (this.seen.get(id)?.beats !== beats) this.seen.set(id, { beats, at: this.monotonicMs() });
  }

  private silentMs(worker: WorkerRow): number {
    return this.monotonicMs() - (this.seen.get(worker.id)?.at ?? 0);
  }
}
