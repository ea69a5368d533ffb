import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many jobs of a name are in a state: moved in the transaction that moves them, counted anew when the engine opens. */
@Entity('job_count')
export class JobCountEntity {
  @PrimaryColumn('text')
  name: string;

  @PrimaryColumn('integer')
  state: number;

  @Column('integer')
  jobs: number;
}
