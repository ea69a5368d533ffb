import ldap from 'ldapjs';
import { DirectoryFault, faultOf } from './directory-fault.js';
import { connectionTo, type DirectoryEndpoint } from './ldap-options.js';

/** One connection, used for a few questions and then closed whatever happened. */
export interface Conversation {
  bind(dn: string, password: string): Promise<void>;
  search(base: string, options: ldap.SearchOptions): Promise<ldap.SearchEntry[]>;
}

/**
 * Talks to the first server that answers. Ends within the deadline and leaves no socket, as ldapjs alone does not: it waits for
 * ever for a silent server. Throws a DirectoryFault.
 */
export async function converse<T>(endpoint: DirectoryEndpoint, talk: (conversation: Conversation) => Promise<T>): Promise<T> {
  let last: DirectoryFault | undefined;
  for (const url of endpoint.urls) {
    try {
      return await converseWith(url, endpoint, talk);
    } catch (error) {
      last = faultOf(error, false);
      if (last.kind !== 'unreachable') throw last;
    }
  }
  throw last ?? new DirectoryFault('refused', 'no-server', 'no server is set', false);
}

async function converseWith<T>(url: string, endpoint: DirectoryEndpoint, talk: (conversation: Conversation) => Promise<T>): Promise<T> {
  const client = ldap.createClient(connectionTo(url, endpoint)) as ldap.Client & { _socket: { destroy(): void } | null };
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  client.on('connect', () => over && client._socket?.destroy());
  const failed = new Promise<never>((_, reject) => {
    for (const event of ['error', 'connectRefused', 'connectTimeout']) client.on(event, reject);
    timer = setTimeout(() => reject(new DirectoryFault('unreachable', 'deadline', 'no answer in time', false)), endpoint.deadlineMs);
  });
  try {
    return await Promise.race([talk(conversationOver(client)), failed]);
  } finally {
    over = true;
    clearTimeout(timer);
    client.destroy();
  }
}

function conversationOver(client: ldap.Client): Conversation {
  return {
    bind: (dn, password) =>
      new Promise((resolve, reject) => {
        client.bind(dn, password, (error) => (error ? reject(error) : resolve()));
      }),
    search: (base, options) =>
      new Promise((resolve, reject) => {
        client.search(base, options, (error, response) => {
          if (error) return reject(error);
          const found: ldap.SearchEntry[] = [];
          response.on('searchEntry', (entry) => found.push(entry));
          response.on('error', reject);
          response.on('end', () => resolve(found));
        });
      }),
  };
}
