import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * One job, as the SQLite engine keeps it. Moments are milliseconds since 1970, states and lanes the numbers of sqlite/codes.ts.
 * Every index is partial: a job without a key, a unique key or parents pays for ready, running and ended only.
 */
@Entity('job')
/** Claiming reads this in its order and stops at the last one it wants. */
@Index('job_ready', ['name', 'lane', 'priority', 'id'], { where: 'state = 0' })
@Index('job_delayed', ['runAt', 'id'], { where: 'state = 1' })
/** The next of a key. */
@Index('job_blocked', ['key', 'turn', 'id'], { where: 'state = 2' })
/** Delayed, blocked, waiting and parked ones, for lists. */
@Index('job_aside', ['name', 'state', 'id'], { where: 'state > 0 AND state < 5' })
@Index('job_running', ['executor'], { where: 'state = 5' })
@Index('job_cancelling', ['executor'], { where: 'state = 5 AND cancel_asked = 1' })
/** Ended ones, for lists and for pruning. */
@Index('job_ended', ['name', 'state', 'id'], { where: 'state >= 6' })
/** Those that have their key's place. */
@Index('job_holder', ['key'], { where: 'holds = 1' })
@Index('job_key', ['key', 'id'], { where: 'key IS NOT NULL' })
@Index('job_unique_key', ['uniqueKey'], { where: 'unique_key IS NOT NULL AND state < 6' })
@Index('job_idempotency_key', ['idempotencyKey'], { unique: true, where: 'idempotency_key IS NOT NULL' })
export class JobEntity {
  /** Never used again (AUTOINCREMENT), and in the order of commits. */
  @PrimaryGeneratedColumn('increment', { type: 'integer' })
  id: number;

  @Column('text')
  name: string;

  @Column('integer')
  state: number;

  @Column('integer', { default: 0 })
  lane: number;

  @Column('integer', { default: 0 })
  priority: number;

  /** Whether it has its key's place: ready, running, or waiting for its next try. */
  @Column('integer', { default: 0 })
  holds: number;

  @Column('integer', { default: 1, name: 'key_concurrency' })
  keyConcurrency: number;

  /** Where it stands in its key's line: when it came due, but never before those that stand there already. */
  @Column('integer', { nullable: true })
  turn: number | null;

  /** The fence: number of the last start, never lowered. */
  @Column('integer', { default: 0 })
  attempt: number;

  @Column('integer', { default: 0 })
  failures: number;

  /** How often the whole node died while it ran. */
  @Column('integer', { default: 0 })
  rescues: number;

  @Column('integer', { name: 'max_attempts' })
  maxAttempts: number;

  @Column('integer', { name: 'cancel_asked', default: 0 })
  cancelAsked: number;

  /** Parents it still waits for. */
  @Column('integer', { name: 'open_parents', default: 0 })
  openParents: number;

  /** What a failed parent means; null: it has no parents. */
  @Column('integer', { name: 'parent_policy', nullable: true })
  parentPolicy: number | null;

  /** Of the payload's shape. */
  @Column('integer', { default: 1 })
  version: number;

  @Column('integer', { name: 'run_at' })
  runAt: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'started_at', nullable: true })
  startedAt: number | null;

  @Column('integer', { name: 'finished_at', nullable: true })
  finishedAt: number | null;

  @Column('text', { nullable: true })
  executor: string | null;

  @Column('text', { nullable: true })
  key: string | null;

  @Column('text', { name: 'unique_key', nullable: true })
  uniqueKey: string | null;

  @Column('text', { name: 'idempotency_key', nullable: true })
  idempotencyKey: string | null;

  /** JSON, as are progress and result. */
  @Column('text')
  payload: string;

  @Column('text', { nullable: true })
  progress: string | null;

  @Column('text', { nullable: true })
  result: string | null;

  /** Why it failed last, was cancelled, parked or died. */
  @Column('text', { nullable: true })
  reason: string | null;
}
