import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A worker that is (or was) running. `beats` grows while it lives; whoever watches it measures with his own clock. */
@Entity('job_worker')
export class JobWorkerEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('integer')
  pid: number;

  @Column('text')
  host: string;

  @Column('text', { name: 'started_at' })
  startedAt: string;

  @Column('text', { name: 'beat_at' })
  beatAt: string;

  @Column('integer')
  beats: number;
}
