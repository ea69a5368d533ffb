import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Something that happened to a job off the common way. It goes with its job. */
@Entity('job_event')
@Index('job_event_job', ['jobId', 'id'])
export class JobEventEntity {
  @PrimaryGeneratedColumn('increment', { type: 'integer' })
  id: number;

  @Column('integer', { name: 'job_id' })
  jobId: number;

  /** Milliseconds since 1970. */
  @Column('integer')
  at: number;

  @Column('text')
  kind: string;

  @Column('integer')
  attempt: number;

  @Column('text', { nullable: true })
  detail: string | null;
}
