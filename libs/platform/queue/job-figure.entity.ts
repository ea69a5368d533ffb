import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One sum over the jobs of a name since the store was made: it only grows, also when jobs are pruned. See `figures.ts`. */
@Entity('job_figure', { withoutRowid: true })
export class JobFigureEntity {
  @PrimaryColumn('text')
  name: string;

  /** Such as 'ended done', 'ran sum' (seconds) or 'ran le 0.5'. */
  @PrimaryColumn('text')
  figure: string;

  @Column('real')
  value: number;
}
