import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Person } from './person.entity.js';

/** One sign-in that has not ended. Whoever reads this table cannot use it: it holds hashes only. */
@Entity('session')
@Index('session_ends_at', ['endsAt'])
@Index('session_person_guid', ['personGuid'])
export class Session {
  /** sha-256 of the random text in the cookie, in hex. */
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'person_guid' })
  personGuid: string;

  @ManyToOne(() => Person, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'person_guid', foreignKeyConstraintName: 'session_person' })
  person?: Person;

  /** ISO-8601 UTC, as all times here. */
  @Column('text', { name: 'created_at' })
  createdAt: string;

  /** Written at most once a minute. */
  @Column('text', { name: 'last_seen_at' })
  lastSeenAt: string;

  /** The absolute limit. */
  @Column('text', { name: 'ends_at' })
  endsAt: string;

  @Column('text')
  address: string;

  @Column('text', { name: 'user_agent' })
  userAgent: string;
}
