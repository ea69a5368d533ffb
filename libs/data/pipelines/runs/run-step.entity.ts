import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { RunStepView } from '#core/contract';
import { Run } from './run.entity.js';

/** One step of a run, in the order of `position`. */
@Entity('run_step')
export class RunStep {
  @PrimaryColumn('text', { name: 'run_id' })
  runId: string;

  @PrimaryColumn('integer')
  position: number;

  @ManyToOne(() => Run, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'run_id', foreignKeyConstraintName: 'run_step_run' })
  run?: Run;

  @Column('text')
  name: string;

  @Column('text')
  title: string;

  @Column('text')
  kind: RunStepView['kind'];

  @Column('text')
  state: RunStepView['state'];

  @Column('text', { name: 'started_at', nullable: true })
  startedAt: string | null;

  @Column('text', { name: 'finished_at', nullable: true })
  finishedAt: string | null;

  @Column('integer', { name: 'rows_read', nullable: true })
  rowsRead: number | null;

  @Column('integer', { name: 'rows_loaded', nullable: true })
  rowsLoaded: number | null;

  @Column('integer', { name: 'rows_rejected', nullable: true })
  rowsRejected: number | null;

  @Column('text', { nullable: true })
  note: string | null;
}
