import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RunView } from '#core/contract';

/** One run of a module: asked for, executed, and how it ended. Times are ISO-8601 UTC. */
@Entity('run')
@Index('run_module', ['module', 'id'])
@Index('run_job', ['jobId'])
export class Run {
  /** Sorts by the time it was asked for. */
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  module: string;

  @Column('text')
  state: RunView['state'];

  /** 'nightly' or an account name. */
  @Column('text', { name: 'started_by' })
  startedBy: string;

  @Column('text', { name: 'job_id' })
  jobId: string;

  /** The start of the job that executes it; only that one may write. */
  @Column('integer')
  attempt: number;

  @Column('text', { name: 'requested_at' })
  requestedAt: string;

  @Column('text', { name: 'started_at', nullable: true })
  startedAt: string | null;

  @Column('text', { name: 'finished_at', nullable: true })
  finishedAt: string | null;

  /** The load it published. */
  @Column('integer', { nullable: true })
  load: number | null;

  @Column('text', { nullable: true })
  reason: string | null;
}
