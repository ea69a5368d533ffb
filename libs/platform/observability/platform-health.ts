import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DirectoryHealth } from '#platform/identity';
import { Queue } from '#platform/queue';
import { Storage } from '#platform/storage';
import { HealthChecks } from './health-checks.js';
import { Metrics } from './metrics.js';

/** The checks and figures of the platform's own parts; upper layers add theirs to `HealthChecks` and `Metrics`. */
@Injectable()
export class PlatformHealth implements OnModuleInit {
  constructor(
    private readonly checks: HealthChecks,
    private readonly metrics: Metrics,
    private readonly storage: Storage,
    private readonly queue: Queue,
    private readonly directory: DirectoryHealth,
  ) {}

  onModuleInit(): void {
    this.checks.add('database', () => ({ ok: this.storage.one('SELECT 1 AS well') !== undefined }));
    this.checks.add('directory', () => this.directory.check());
    this.checks.add('worker', () => this.worker());
    this.metrics.gauge('jupiter_queue_jobs', 'Jobs that wait, run or died.', ['name', 'state'], () => this.jobs());
    this.metrics.gauge('jupiter_queue_oldest_seconds', 'How long the longest waiting job has been due.', ['name'], () => this.waiting());
    this.metrics.gauge('jupiter_workers', 'Workers that live.', [], () => [{ value: this.live() }]);
  }

  private worker() {
    const live = this.live();
    return { ok: live > 0, detail: live > 0 ? `${live} live` : 'no worker lives; runs wait' };
  }

  private live(): number {
    return this.queue.workers().filter((worker) => worker.live).length;
  }

  private jobs() {
    return this.queue
      .depth()
      .flatMap(({ name, ...depth }) =>
        (['pending', 'running', 'dead'] as const).map((state) => ({ labels: { name, state }, value: depth[state] })),
      );
  }

  private waiting() {
    return this.queue.depth().map(({ name, oldestDueAt }) => ({
      labels: { name },
      value: oldestDueAt ? Math.max(0, (Date.now() - Date.parse(oldestDueAt)) / 1000) : 0,
    }));
  }
}
