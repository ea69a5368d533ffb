import type ldap from 'ldapjs';
import { type DirectoryPerson, personOf } from './directory-person.js';
import { type Conversation, converse } from './ldap-conversation.js';
import { type DirectoryEndpoint, groupFilter, PERSON_ATTRIBUTES, personFilter } from './ldap-options.js';

/** Looks one person up by account or principal name, with Jupiter's own account. Undefined when there is none, or two. */
export function findPerson(name: string, endpoint: DirectoryEndpoint, groups: readonly string[]): Promise<DirectoryPerson | undefined> {
  return converse(endpoint, async (conversation) => {
    if (endpoint.bindDn !== undefined) await conversation.bind(endpoint.bindDn, endpoint.bindPassword ?? '');
    const found = await conversation.search(endpoint.userSearchBase, {
      scope: 'sub',
      filter: personFilter(name),
      attributes: [...PERSON_ATTRIBUTES],
    });
    const [entry] = found;
    if (entry === undefined || found.length > 1) return undefined;
    return personOf({ ...entry.object, _raw: entry.raw, _groups: await groupsOf(entry, conversation, endpoint, groups) });
  });
}

async function groupsOf(entry: ldap.SearchEntry, conversation: Conversation, endpoint: DirectoryEndpoint, groups: readonly string[]) {
  const filter = groupFilter(entry.object.dn, groups);
  const found = await conversation.search(endpoint.groupSearchBase, { scope: 'sub', filter, attributes: ['cn'] });
  return found.map((group) => group.object);
}
