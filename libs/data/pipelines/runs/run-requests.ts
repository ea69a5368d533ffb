import { Injectable } from '@nestjs/common';
import { Audit } from '#platform/audit';
import type { Viewer } from '#platform/identity';
import { currentRequestId } from '#platform/observability';
import { Queue } from '#platform/queue';
import { Registry } from '#platform/registry';
import { Storage } from '#platform/storage';
import { jobOf } from './run-job.js';
import { RunStore } from './run-store.js';

/** Asks for runs. */
@Injectable()
export class RunRequests {
  constructor(
    private readonly storage: Storage,
    private readonly store: RunStore,
    private readonly queue: Queue,
    private readonly audit: Audit,
    private readonly registry: Registry,
  ) {}

  /** Enqueues a run of the module, or answers the one that is waiting or running already. Audited. */
  request(viewer: Viewer, module: string): Promise<{ runId: string; jobId: string }> {
    this.registry.module(module);
    const requestId = currentRequestId();
    return this.storage.write(async (tx) => {
      const { id: jobId, outcome } = await this.queue.enqueue(tx, jobOf(module, viewer.name));
      const isNew = outcome === 'enqueued';
      const runId = await this.store.ensure(tx, { jobId, module, startedBy: isNew ? viewer.name : 'nightly' });
      const after = { module, ...(isNew ? {} : { alreadyUnderWay: true }) };
      await this.audit.record(tx, { actor: viewer.name, action: 'run.requested', object: `run:${runId}`, after, requestId });
      return { runId, jobId };
    });
  }
}
