import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A change of the jobs in PostgreSQL, kept in the transaction that decided it until PostgreSQL has it. The numbers are the order. */
@Entity('job_outbox')
export class JobOutboxEntity {
  @PrimaryGeneratedColumn()
  seq: number;

  /** JSON of an `Operation`. */
  @Column('text')
  operation: string;
}
