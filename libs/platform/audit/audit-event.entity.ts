import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One deed. Written once; no code updates or deletes it. */
@Entity('audit_event')
@Index('audit_event_object', ['object', 'id'])
@Index('audit_event_actor', ['actor', 'id'])
export class AuditEvent {
  @PrimaryColumn('text')
  id: string;

  /** ISO-8601 UTC. */
  @Column({ type: 'text', update: false })
  at: string;

  /** Who: the account name, `local-operator` (the command line) or `nightly` (the schedule). */
  @Column({ type: 'text', update: false })
  actor: string;

  /** What: a verb in the past with its area, such as `run.published`. */
  @Column({ type: 'text', update: false })
  action: string;

  /** To what: kind and id, such as `run:01J…`. */
  @Column({ type: 'text', update: false })
  object: string;

  /** JSON. */
  @Column({ type: 'text', update: false, nullable: true })
  before: string | null;

  /** JSON. */
  @Column({ type: 'text', update: false, nullable: true })
  after: string | null;

  @Column({ type: 'text', name: 'request_id', update: false, nullable: true })
  requestId: string | null;

  @Column({ type: 'text', update: false, nullable: true })
  address: string | null;
}
