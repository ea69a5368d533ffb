import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a schedule has come: no slot up to `lastSlot` is enqueued again. */
@Entity('job_schedule')
export class JobScheduleEntity {
  @PrimaryColumn('text')
  name: string;

  @Column('text', { name: 'last_slot' })
  lastSlot: string;
}
