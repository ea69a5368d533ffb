import { Injectable } from '@nestjs/common';
import { Audit } from '#platform/audit';
import { Storage } from '#platform/storage';
import type { DirectoryPerson } from './directory/directory-person.js';
import { signInNeeded } from './errors.js';
import type { Origin } from './origin.js';
import { People } from './people.service.js';
import { Sessions } from './sessions.service.js';
import type { Viewer } from './viewer.js';

/** Who is there: begins, resumes and ends sessions. */
@Injectable()
export class Identity {
  constructor(
    private readonly storage: Storage,
    private readonly audit: Audit,
    private readonly people: People,
    private readonly sessions: Sessions,
  ) {}

  /** Begins a session for someone the directory has vouched for; the session of an earlier cookie ends with it. */
  async signIn(person: DirectoryPerson, origin: Origin, earlierToken?: string): Promise<{ token: string; viewer: Viewer }> {
    const earlier = this.sessions.lookUp(earlierToken);
    return this.storage.write(async (tx) => {
      if (earlier) await this.sessions.end(tx, earlier.id);
      const known = await this.people.remember(tx, person);
      const viewer = this.people.viewerOf(known);
      const token = await this.sessions.begin(tx, known.personGuid, origin);
      await this.audit.record(tx, {
        actor: viewer.name,
        action: 'sign-in.succeeded',
        object: `person:${known.personGuid}`,
        after: { roles: viewer.roles, groups: person.groups },
        address: origin.address,
        requestId: origin.requestId,
      });
      return { token, viewer };
    });
  }

  /** The viewer of this cookie. Throws a 401 Problem that says why there is none. */
  async resume(token: string | undefined): Promise<Viewer> {
    if (token === undefined) throw signInNeeded();
    const session = this.sessions.find(token);
    await this.sessions.touch(session);
    return this.people.viewerOf(session);
  }

  /** Ends the session of this cookie, if there is one. */
  async signOut(token: string | undefined, { address, requestId }: Origin): Promise<void> {
    const session = this.sessions.lookUp(token);
    if (session === undefined) return;
    await this.storage.write(async (tx) => {
      await this.sessions.end(tx, session.id);
      const object = `person:${session.personGuid}`;
      await this.audit.record(tx, { actor: session.account, action: 'session.ended', object, address, requestId });
    });
  }

  /** The viewer with this account name, for the command line. Undefined when neither Jupiter nor the directory knows them. */
  viewerFor(name: string): Promise<Viewer | undefined> {
    return this.people.viewerFor(name);
  }
}
