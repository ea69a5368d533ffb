import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Storage } from '#platform/storage';
import { Clock } from './clock.js';
import { Directory } from './directory/directory.js';
import type { DirectoryPerson } from './directory/directory-person.js';
import { Person } from './person.entity.js';
import { Roles } from './roles.js';
import type { Viewer } from './viewer.js';

/** What is needed of a person's row to tell what they may do. */
export interface KnownPerson {
  readonly personGuid: string;
  readonly account: string;
  readonly displayName: string;
  readonly roleGroups: string;
}

const BY_ACCOUNT = `SELECT object_guid AS "personGuid", account, display_name AS "displayName", role_groups AS "roleGroups"
  FROM person WHERE account = ? ORDER BY signed_in_at DESC`;

/** The people Jupiter knows, and what they may do. */
@Injectable()
export class People {
  constructor(
    private readonly storage: Storage,
    private readonly directory: Directory,
    private readonly roles: Roles,
    private readonly clock: Clock,
  ) {}

  /** Keeps what the directory said at a sign-in; a renamed person keeps their row. */
  async remember(tx: EntityManager, person: DirectoryPerson): Promise<KnownPerson> {
    const now = this.clock.now().toISOString();
    const row = {
      objectGuid: person.objectGuid,
      account: person.account.toLowerCase(),
      displayName: person.displayName,
      mail: person.mail ?? null,
      roleGroups: groupsText(person),
      signedInAt: now,
      lastSeenAt: now,
    };
    await tx.upsert(Person, row, ['objectGuid']);
    return { ...row, personGuid: row.objectGuid };
  }

  viewerOf({ personGuid, account, displayName, roleGroups }: KnownPerson): Viewer {
    return { personId: personGuid, name: account, displayName, ...this.roles.rightsOf(roleGroups) };
  }

  /** The viewer with this account name: as at the last sign-in, else as the directory knows them. For the command line's --as. */
  async viewerFor(name: string): Promise<Viewer | undefined> {
    const known = this.storage.one<KnownPerson>(BY_ACCOUNT, [name.toLowerCase()]);
    if (known !== undefined) return this.viewerOf(known);
    const person = await this.directory.find(name);
    return person && this.viewerOf({ ...person, personGuid: person.objectGuid, roleGroups: groupsText(person) });
  }
}

function groupsText({ groups }: DirectoryPerson): string {
  return JSON.stringify([...groups].sort());
}
