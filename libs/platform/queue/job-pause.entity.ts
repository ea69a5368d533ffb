import { Entity, PrimaryColumn } from 'typeorm';

/** A name that starts no jobs for now. */
@Entity('job_pause')
export class JobPauseEntity {
  @PrimaryColumn('text')
  name: string;
}
