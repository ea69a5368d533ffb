import { createHash } from 'node:crypto';
import { comparable, escapeValue } from './distinguished-name.js';
import type { DirectorySeed, SeedGroup, SeedPerson } from './seed.js';

/** One object of the directory. */
export interface DirectoryEntry {
  readonly dn: string;
  /** Its name in comparable form; the key of the tree. */
  readonly key: string;
  readonly attributes: Record<string, (string | Buffer)[]>;
  /** Set for those who can sign in. */
  readonly person?: SeedPerson;
}

/** People, groups and units of one seed, found by name or by any of the spellings a person may bind with. */
export class DirectoryTree {
  readonly entries = new Map<string, DirectoryEntry>();
  private readonly byLogin = new Map<string, DirectoryEntry>();
  private readonly groups = new Map<string, DirectoryEntry>();
  private readonly root: string;

  constructor(private readonly seed: DirectorySeed) {
    this.root = `OU=Jupiter,${seed.baseDn}`;
    this.addUnits();
    for (const group of seed.groups) this.groups.set(group.name, this.addGroup(group));
    for (const group of seed.groups) this.join(this.groups.get(group.name), group.memberOf);
    for (const person of seed.people) this.join(this.addPerson(person), person.groups);
  }

  /** The person who binds with this distinguished name, principal name, DOMAIN\account or account; in any case. */
  login(name: string): DirectoryEntry | undefined {
    return this.byLogin.get(name.toLowerCase()) ?? this.entries.get(comparable(name));
  }

  /** Whether `target` is reached from the entry along 'member' or 'memberOf'; circles end. */
  reaches(start: DirectoryEntry, along: 'member' | 'memberOf', target: string): boolean {
    const seen = new Set<string>();
    const open = [...(start.attributes[along] ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const key = comparable(String(next));
      if (key === target) return true;
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(...(this.entries.get(key)?.attributes[along] ?? []));
    }
    return false;
  }

  private addUnits(): void {
    this.add(this.root, { objectClass: ['top', 'organizationalUnit'] });
    const units = new Set([...this.seed.people, ...this.seed.groups].map(({ unit }) => unit));
    for (const unit of units) this.add(`OU=${escapeValue(unit)},${this.root}`, { objectClass: ['top', 'organizationalUnit'] });
  }

  private addGroup({ name, unit }: SeedGroup): DirectoryEntry {
    return this.add(this.below(name, unit), { objectClass: ['top', 'group'], cn: [name], sAMAccountName: [name], member: [] });
  }

  private addPerson(person: SeedPerson): DirectoryEntry {
    const { account, name, principal } = person;
    const attributes = {
      objectClass: ['top', 'person', 'organizationalPerson', 'user'],
      objectCategory: ['person'],
      cn: [name],
      sAMAccountName: [account],
      userPrincipalName: [principal],
      displayName: [name],
      givenName: person.givenName ? [person.givenName] : [],
      sn: person.surname ? [person.surname] : [],
      mail: person.state === 'service' ? [] : [`${account}@jupiter.example`],
      userAccountControl: [person.state === 'disabled' ? '514' : '512'],
    };
    const entry = this.add(this.below(name, person.unit), attributes, person);
    const domain = this.seed.baseDn.replace(/DC=/gi, '').replaceAll(',', '.');
    for (const login of [account, principal, `${account}@${domain}`, `${this.seed.netbios}\\${account}`]) {
      this.byLogin.set(login.toLowerCase(), entry);
    }
    return entry;
  }

  private join(member: DirectoryEntry | undefined, groups: readonly string[]): void {
    for (const name of groups) {
      const group = this.groups.get(name);
      if (member === undefined || group === undefined) throw new Error(`the seed names the group '${name}' and does not declare it`);
      group.attributes['member']?.push(member.dn);
      member.attributes['memberOf']?.push(group.dn);
    }
  }

  private below(name: string, unit: string): string {
    return `CN=${escapeValue(name)},OU=${escapeValue(unit)},${this.root}`;
  }

  /** The objectGUID comes from the name, so that a demo person is the same person after a restart. */
  private add(dn: string, attributes: DirectoryEntry['attributes'], person?: SeedPerson): DirectoryEntry {
    const objectGUID = createHash('sha256').update(dn).digest().subarray(0, 16);
    const own = { distinguishedName: [dn], objectGUID: [objectGUID], memberOf: [], ...attributes };
    const entry: DirectoryEntry = { dn, key: comparable(dn), attributes: own, person };
    this.entries.set(entry.key, entry);
    return entry;
  }
}
