import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { JobState } from './contract/job.js';

/** One job, as the SQLite engine keeps it. The partial indexes are the promises: see each. */
@Entity('job')
/** Claiming walks this in its order and stops at the first that may run. */
@Index('job_pending', ['priority', 'id'], { where: "state = 'pending'" })
@Index('job_running', ['name', 'workerId'], { where: "state = 'running'" })
@Index('job_dead', ['name'], { where: "state = 'dead'" })
/** Never two running jobs of one key, whatever the code does. */
@Index('job_running_key', ['key'], { unique: true, where: "state = 'running' AND key IS NOT NULL" })
/** Never two unfinished jobs of one unique key. */
@Index('job_unique_key', ['uniqueKey'], { unique: true, where: "unique_key IS NOT NULL AND state IN ('pending', 'running')" })
export class JobEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  /** JSON, as are progress and result. */
  @Column('text')
  payload: string;

  @Column('text')
  state: JobState;

  /** Not before this moment. */
  @Column('text', { name: 'run_at' })
  runAt: string;

  @Column('text', { name: 'created_at' })
  createdAt: string;

  @Column('integer')
  priority: number;

  /** How often it was started; also the fence: only the start that carries this number may end it. */
  @Column('integer')
  attempt: number;

  /** How often it failed. A snooze or an interrupted start is no failure. */
  @Column('integer')
  failures: number;

  /** How often its worker died while it ran. */
  @Column('integer')
  rescues: number;

  @Column('integer', { name: 'max_attempts' })
  maxAttempts: number;

  @Column('text', { nullable: true })
  key: string | null;

  @Column('text', { name: 'unique_key', nullable: true })
  uniqueKey: string | null;

  @Column('text', { name: 'worker_id', nullable: true })
  workerId: string | null;

  @Column('text', { name: 'started_at', nullable: true })
  startedAt: string | null;

  @Column('text', { name: 'finished_at', nullable: true })
  finishedAt: string | null;

  @Column('text', { nullable: true })
  progress: string | null;

  @Column('text', { nullable: true })
  result: string | null;

  /** Why it failed last, was cancelled or died. */
  @Column('text', { nullable: true })
  reason: string | null;
}
