import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Someone who signed in at least once, as the directory knew them then. */
@Entity('person')
@Index('person_account', ['account'])
export class Person {
  /** objectGUID of the directory: a renamed person stays the same person. */
  @PrimaryColumn('text', { name: 'object_guid' })
  objectGuid: string;

  /** In lower case. Not unique: a directory may give the name of one who left to a newcomer. */
  @Column('text')
  account: string;

  @Column('text', { name: 'display_name' })
  displayName: string;

  @Column('text', { nullable: true })
  mail: string | null;

  /** JSON list: the groups that carried a role at the last sign-in. */
  @Column('text', { name: 'role_groups' })
  roleGroups: string;

  /** ISO-8601 UTC, of the last sign-in. */
  @Column('text', { name: 'signed_in_at' })
  signedInAt: string;

  /** ISO-8601 UTC, to the minute. */
  @Column('text', { name: 'last_seen_at' })
  lastSeenAt: string;
}
