import { credentialsNeeded, wrongCredentials } from '../errors.js';

/** A name and password that are fit to be sent to a directory. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Letters of any script, digits and a few signs; no control characters, no '$' and no LDAP syntax.
 * The LDAP library puts names into patterns and filters: "x$`" once ended the process, so what is not listed never reaches it.
 */
const NAME = /^[\p{L}\p{M}\p{N}._'@-]{1,256}$/u;
const LONGEST_PASSWORD = 256;

/**
 * Reads the credentials from a request's body (never the query string, which ends up in access logs). Names are trimmed and
 * composed (NFC); `DOMAIN\` is compared with the domain and cut. Throws the 400 or the 401 a person may see.
 */
export function readCredentials(body: unknown, netbios: string): Credentials {
  const { username, password } = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  if (typeof username !== 'string' || typeof password !== 'string') throw credentialsNeeded();
  if (username.trim() === '' || password === '') throw credentialsNeeded();
  const name = withoutDomain(username.normalize('NFC').trim(), netbios);
  const secret = password.normalize('NFC');
  if (name === undefined || !NAME.test(name) || secret.length > LONGEST_PASSWORD || secret.includes('\0')) throw wrongCredentials();
  return { username: name, password: secret };
}

/** The account without its domain; undefined when the domain is another one. */
function withoutDomain(name: string, netbios: string): string | undefined {
  const cut = name.indexOf('\\');
  if (cut < 0) return name;
  return name.slice(0, cut).toLowerCase() === netbios.toLowerCase() ? name.slice(cut + 1) : undefined;
}

/** What was typed as a name, made safe to be kept in the audit: no control characters, no endless text. */
export function typedName(body: unknown): string {
  const username = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)['username'] : undefined;
  return typeof username === 'string' ? username.replace(/\p{C}/gu, '?').slice(0, 100) : '';
}
