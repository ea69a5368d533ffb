import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A process of the queue, as its supervisor last told. Moments are milliseconds since 1970. */
@Entity('job_worker')
export class JobWorkerEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  role: string;

  @Column('integer')
  pid: number;

  @Column('text')
  host: string;

  @Column('text', { name: 'started_at' })
  startedAt: string;

  @Column('integer', { name: 'beat_at' })
  beatAt: number;

  @Column('integer', { name: 'memory_bytes' })
  memoryBytes: number;

  @Column('integer')
  running: number;

  @Column('integer')
  restarts: number;

  @Column('text', { name: 'restart_reason', nullable: true })
  restartReason: string | null;

  @Column('text', { name: 'backing_off_until', nullable: true })
  backingOffUntil: string | null;
}
