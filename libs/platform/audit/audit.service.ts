import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId, stableJson } from '#core/kernel';

const INSERT = `INSERT INTO audit_event (id, at, actor, action, object, "before", "after", request_id, address)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

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
    const { sql, parameters } = this.statement(deed);
    await tx.query(sql, parameters);
  }

  /** The record of a deed that another process does: part of the effect of a job, written with its end. */
  statement(deed: Deed): { sql: string; parameters: (string | null)[] } {
    const { actor, action, object, before, after, requestId = null, address = null } = deed;
    const json = (value: unknown) => (value === undefined ? null : stableJson(value));
    return {
      sql: INSERT,
      parameters: [newId(), new Date().toISOString(), actor, action, object, json(before), json(after), requestId, address],
    };
  }
}
