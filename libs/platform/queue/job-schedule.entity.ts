import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a schedule has come (see schedules/rows.ts). Times are ISO-8601 UTC. */
@Entity('job_schedule')
export class JobScheduleEntity {
  @PrimaryColumn('text')
  name: string;

  /** Nothing up to this moment is enqueued again. */
  @Column('text', { name: 'last_slot' })
  lastSlot: string;

  /** The mark of the rule under which that was so. */
  @Column('text', { nullable: true })
  timing: string | null;

  @Column('text', { name: 'paused_at', nullable: true })
  pausedAt: string | null;

  @Column('text', { name: 'paused_by', nullable: true })
  pausedBy: string | null;

  /** The newest slot that was enqueued. */
  @Column('text', { name: 'last_enqueued_slot', nullable: true })
  lastEnqueuedSlot: string | null;

  /** Of the newest job, by the clock or by hand. */
  @Column('text', { name: 'last_enqueued_at', nullable: true })
  lastEnqueuedAt: string | null;

  @Column('text', { name: 'last_job_id', nullable: true })
  lastJobId: string | null;

  /** The newest slot that was missed and not made up for. */
  @Column('text', { name: 'last_missed_slot', nullable: true })
  lastMissedSlot: string | null;
}
