import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId, stableJson } from '#core/kernel';
import { AuditEvent } from './audit-event.entity.js';

/** What is recorded. `before` and `after` are any JSON values; they must hold no secret. */
export interface Deed {
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly requestId?: string;
  readonly address?: string;
}

/** The only writer of audit events. */
@Injectable()
export class Audit {
  /** Records the deed in the transaction that does it. */
  async record(tx: EntityManager, deed: Deed): Promise<void> {
    await tx.insert(AuditEvent, {
      id: newId(),
      at: new Date().toISOString(),
      actor: deed.actor,
      action: deed.action,
      object: deed.object,
      before: deed.before === undefined ? null : stableJson(deed.before),
      after: deed.after === undefined ? null : stableJson(deed.after),
      requestId: deed.requestId ?? null,
      address: deed.address ?? null,
    });
  }
}
