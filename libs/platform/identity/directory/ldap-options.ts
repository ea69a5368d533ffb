import ldap from 'ldapjs';
import type { Settle } from './failure-window.js';
import type { GuardOptions } from './guarded-ldapauth.js';

/** A directory that can be asked: addresses in order of preference, the pinned authority, and Jupiter's own account. */
export interface DirectoryEndpoint {
  readonly urls: readonly string[];
  /** PEM; undefined: the authorities this machine trusts. */
  readonly ca?: string;
  readonly bindDn?: string;
  readonly bindPassword?: string;
  readonly userSearchBase: string;
  readonly groupSearchBase: string;
  readonly netbios: string;
  readonly deadlineMs: number;
}

const IN_CHAIN = '1.2.840.113556.1.4.1941';

/** What sign-in reads of a person. Asking for no more keeps a member of hundreds of groups small. */
export const PERSON_ATTRIBUTES = ['dn', 'objectGUID', 'sAMAccountName', 'displayName', 'cn', 'mail'];

const PERSON_FILTER = '(&(objectCategory=person)(objectClass=user)(|(sAMAccountName={{username}})(userPrincipalName={{username}})))';

/** Connection options of one server: verified TLS 1.2 or newer, no reconnecting, nothing waits longer than the deadline. */
export function connectionTo(url: string, endpoint: DirectoryEndpoint) {
  return {
    url,
    timeout: endpoint.deadlineMs,
    connectTimeout: endpoint.deadlineMs,
    reconnect: false,
    tlsOptions: { ca: endpoint.ca === undefined ? undefined : [endpoint.ca], minVersion: 'TLSv1.2' as const, rejectUnauthorized: true },
  };
}

/** Options of passport-ldapauth for one server; made anew for each sign-in, since the library writes into them. */
export function signInOptions(url: string, endpoint: DirectoryEndpoint, groups: readonly string[], admit: (dn: string) => Promise<Settle>) {
  const guard: GuardOptions = { deadlineMs: endpoint.deadlineMs, admit };
  return {
    ...connectionTo(url, endpoint),
    ...guard,
    bindDN: endpoint.bindDn,
    bindCredentials: endpoint.bindPassword,
    searchBase: endpoint.userSearchBase,
    searchFilter: PERSON_FILTER,
    searchAttributes: [...PERSON_ATTRIBUTES],
    includeRaw: true,
    groupSearchBase: endpoint.groupSearchBase,
    // The library's type asks for text; the client below it takes a filter as well, which needs no escaping of names.
    groupSearchFilter: (user: { dn: string }) => groupFilter(user.dn, groups) as unknown as string,
    groupSearchAttributes: ['cn'],
  };
}

/** Those of the named groups that hold the person, directly or through other groups. */
export function groupFilter(dn: string, groups: readonly string[]): ldap.Filter {
  const named = groups.map((value) => new ldap.EqualityFilter({ attribute: 'cn', value }));
  return new ldap.AndFilter({
    filters: [
      new ldap.EqualityFilter({ attribute: 'objectClass', value: 'group' }),
      new ldap.OrFilter({ filters: named }),
      new ldap.ExtensibleFilter({ rule: IN_CHAIN, matchType: 'member', value: dn }),
    ],
  });
}

/** Finds one person by account or principal name, as the sign-in does. */
export function personFilter(name: string): ldap.Filter {
  const equal = (attribute: string, value: string) => new ldap.EqualityFilter({ attribute, value });
  return new ldap.AndFilter({
    filters: [
      equal('objectCategory', 'person'),
      equal('objectClass', 'user'),
      new ldap.OrFilter({ filters: [equal('sAMAccountName', name), equal('userPrincipalName', name)] }),
    ],
  });
}
