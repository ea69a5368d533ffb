import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { Storage } from '#platform/storage';
import { Clock } from './clock.js';
import { sessionExpired, sessionUnknown } from './errors.js';
import type { Origin } from './origin.js';
import { Person } from './person.entity.js';
import { Session } from './session.entity.js';

/** A session that is alive, with the person it belongs to. */
export interface LiveSession {
  readonly id: string;
  readonly personGuid: string;
  readonly lastSeenAt: string;
  readonly endsAt: string;
  readonly account: string;
  readonly displayName: string;
  readonly roleGroups: string;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const MINUTE = 60_000;

const FIND = `SELECT s.id AS id, s.person_guid AS "personGuid", s.last_seen_at AS "lastSeenAt", s.ends_at AS "endsAt",
  p.account AS account, p.display_name AS "displayName", p.role_groups AS "roleGroups"
  FROM session s JOIN person p ON p.object_guid = s.person_guid WHERE s.id = ?`;

/** Sessions on the server. The browser holds a random text, the table its hash. */
@Injectable()
export class Sessions {
  /** Sessions whose last-seen is being written, so that twelve tiles at once write it once. */
  private readonly touching = new Set<string>();
  private readonly idleMs: number;
  private readonly absoluteMs: number;

  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) { session }: Pick<Configuration, 'session'>,
  ) {
    this.idleMs = session.idleMinutes * MINUTE;
    this.absoluteMs = session.absoluteHours * 60 * MINUTE;
  }

  /** Begins a session and removes all that are over. Returns the text for the cookie, which is kept nowhere else. */
  async begin(tx: EntityManager, personGuid: string, { address, userAgent }: Origin): Promise<string> {
    await this.prune(tx);
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    const endsAt = new Date(now.getTime() + this.absoluteMs).toISOString();
    const times = { createdAt: now.toISOString(), lastSeenAt: now.toISOString(), endsAt };
    await tx.insert(Session, { id: hashOf(token), personGuid, address, userAgent, ...times });
    return token;
  }

  /** The live session of this cookie. Throws 401 Problems: unknown (forged, signed out) or expired (idle, too old). */
  find(token: string): LiveSession {
    const session = this.lookUp(token);
    if (session === undefined) throw sessionUnknown();
    if (this.isOver(session)) throw sessionExpired();
    return session;
  }

  /** As `find`, but nothing is thrown: for signing out, which works with any cookie. */
  lookUp(token: string | undefined): LiveSession | undefined {
    return token !== undefined && TOKEN.test(token) ? this.storage.one<LiveSession>(FIND, [hashOf(token)]) : undefined;
  }

  async end(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(Session, { id });
  }

  /** Notes that the session is in use; writes at most once a minute. */
  async touch({ id, personGuid, lastSeenAt }: LiveSession): Promise<void> {
    const now = this.clock.now();
    if (now.getTime() - Date.parse(lastSeenAt) < MINUTE || this.touching.has(id)) return;
    this.touching.add(id);
    const seen = { lastSeenAt: now.toISOString() };
    try {
      await this.storage.write(async (tx) => {
        await tx.update(Session, { id }, seen);
        await tx.update(Person, { objectGuid: personGuid }, seen);
      });
    } finally {
      this.touching.delete(id);
    }
  }

  private isOver({ lastSeenAt, endsAt }: LiveSession): boolean {
    const now = this.clock.now().getTime();
    return now >= Date.parse(endsAt) || now - Date.parse(lastSeenAt) >= this.idleMs;
  }

  private async prune(tx: EntityManager): Promise<void> {
    const now = this.clock.now().getTime();
    const limits = { now: new Date(now).toISOString(), idle: new Date(now - this.idleMs).toISOString() };
    await tx.createQueryBuilder().delete().from(Session).where('ends_at < :now OR last_seen_at < :idle', limits).execute();
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
