import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DirectoryHealth } from '#platform/identity';
import { Queue } from '#platform/queue';
import { Storage } from '#platform/storage';
import { HealthChecks } from './health-checks.js';

/** The checks of the platform's own parts; upper layers add theirs to `HealthChecks`. */
@Injectable()
export class PlatformHealth implements OnModuleInit {
  constructor(
    private readonly checks: HealthChecks,
    private readonly storage: Storage,
    private readonly queue: Queue,
    private readonly directory: DirectoryHealth,
  ) {}

  onModuleInit(): void {
    this.checks.add('database', () => ({ ok: this.storage.one('SELECT 1 AS well') !== undefined }));
    this.checks.add('directory', () => this.directory.check());
    this.checks.add('worker', () => this.worker());
  }

  private async worker() {
    const live = (await this.queue.workers()).filter((worker) => worker.live).length;
    return { ok: live > 0, detail: live > 0 ? `${live} live` : 'no worker lives; runs wait' };
  }
}
