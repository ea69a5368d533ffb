import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * What the app's own file knows of a job that PostgreSQL keeps: enough to answer an enqueue, a cancel or a replay inside a
 * business transaction, and to fence the end of a start in the transaction of its effect. There is no row with the embedded engine.
 */
@Entity('job_known')
/** At most one unfinished job of a unique key is found by this. */
@Index('job_known_unique', ['uniqueKey'], { where: 'unique_key IS NOT NULL AND stage < 2' })
@Index('job_known_idempotency', ['idempotencyKey'], { unique: true, where: 'idempotency_key IS NOT NULL' })
@Index('job_known_started', ['id'], { where: 'stage = 1' })
export class JobKnownEntity {
  /** The job's id, in PostgreSQL too. */
  @PrimaryGeneratedColumn()
  id: number;

  /** 0: not started, or put back; 1: handed to an executor; 2: ended. */
  @Column('integer')
  stage: number;

  /** The start that was handed out last: the fence. */
  @Column('integer')
  attempt: number;

  /** Counts changes of a job that has not started: a start of an older one is not handed out. */
  @Column('integer')
  revision: number;

  @Column('text', { name: 'unique_key', nullable: true })
  uniqueKey: string | null;

  @Column('text', { name: 'idempotency_key', nullable: true })
  idempotencyKey: string | null;

  /** Somebody asked to cancel it while it runs. */
  @Column('text', { name: 'cancel_reason', nullable: true })
  cancelReason: string | null;
}
