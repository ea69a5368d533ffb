import { DirectoryFault } from './directory-fault.js';
import { converse } from './ldap-conversation.js';
import type { DirectoryEndpoint } from './ldap-options.js';

/** Asks a directory who it is, which every one answers to anyone. Throws a DirectoryFault when none does in time. */
export async function askRootDse(endpoint: DirectoryEndpoint, deadlineMs: number): Promise<void> {
  const found = await converse({ ...endpoint, deadlineMs }, ({ search }) =>
    search('', { scope: 'base', filter: '(objectClass=*)', attributes: ['defaultNamingContext'] }),
  );
  if (found.length !== 1) throw new DirectoryFault('refused', 'root-dse', 'the directory does not say who it is', false);
}
