import { Entity, PrimaryColumn } from 'typeorm';

/** The name of this file towards PostgreSQL, so that the outboxes of two files are never taken for one. */
@Entity('job_origin')
export class JobOriginEntity {
  @PrimaryColumn('text')
  origin: string;
}
