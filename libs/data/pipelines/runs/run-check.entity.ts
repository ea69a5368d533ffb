import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Run } from './run.entity.js';

/** What one check of a run found. */
@Entity('run_check')
export class RunCheck {
  @PrimaryColumn('text', { name: 'run_id' })
  runId: string;

  @PrimaryColumn('integer')
  position: number;

  @ManyToOne(() => Run, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'run_id', foreignKeyConstraintName: 'run_check_run' })
  run?: Run;

  @Column('text')
  model: string;

  @Column('text')
  title: string;

  @Column('text')
  severity: 'block' | 'warn';

  /** 1 when it passed. */
  @Column('integer')
  passed: number;

  @Column('integer')
  faults: number;

  @Column('text', { nullable: true })
  detail: string | null;
}
