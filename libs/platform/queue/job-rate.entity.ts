import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The latest starts of a name and key ('' without one) that has a rate: JSON pairs of moment and number, oldest first. */
@Entity('job_rate')
export class JobRateEntity {
  @PrimaryColumn('text')
  name: string;

  @PrimaryColumn('text')
  key: string;

  @Column('text')
  starts: string;
}
