import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A job waits for another. `open` until the parent ended in a way that lets the child go on. */
@Entity('job_parent')
@Index('job_parent_parent', ['parentId', 'childId'])
export class JobParentEntity {
  @PrimaryColumn('integer', { name: 'child_id' })
  childId: number;

  @PrimaryColumn('integer', { name: 'parent_id' })
  parentId: number;

  @Column('integer')
  open: number;
}
