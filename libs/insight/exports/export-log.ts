import { Injectable } from '@nestjs/common';
import { Audit } from '#platform/audit';
import { currentRequestId } from '#platform/observability';
import { Storage } from '#platform/storage';
import type { Origin } from './provenance.js';

/** Remembers who took which figures out of the house, before the first byte leaves. */
@Injectable()
export class ExportLog {
  constructor(
    private readonly storage: Storage,
    private readonly audit: Audit,
  ) {}

  record(origin: Origin, object: string, format: string): Promise<void> {
    const requestId = currentRequestId();
    const after = { format, title: origin.title, where: origin.where, load: origin.snapshot.load, rows: origin.rows };
    const deed = { actor: origin.viewer.name, action: 'figures.exported', object, after };
    return this.storage.write((tx) => this.audit.record(tx, { ...deed, ...(requestId === undefined ? {} : { requestId }) }));
  }
}
