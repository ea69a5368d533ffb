import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Audit, type Deed } from '#platform/audit';
import type { Viewer } from '#platform/identity';
import { currentRequestId } from '#platform/observability';
import { Storage } from '#platform/storage';

/** Keeps an audit event in the transaction under way. */
export type Record = (deed: Pick<Deed, 'action' | 'object' | 'before' | 'after'>) => Promise<void>;

/** Writes that a person (or the local operator) answers for. */
@Injectable()
export class Deeds {
  constructor(
    private readonly storage: Storage,
    private readonly audit: Audit,
  ) {}

  /** One transaction: what `work` changes and the events that it records are kept together or not at all. */
  write<T>(viewer: Viewer, work: (tx: EntityManager, record: Record) => Promise<T>): Promise<T> {
    const requestId = currentRequestId();
    return this.storage.write((tx) => work(tx, (deed) => this.audit.record(tx, { actor: viewer.name, requestId, ...deed })));
  }
}
