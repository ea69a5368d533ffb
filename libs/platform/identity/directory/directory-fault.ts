/** The directory, not the person, is the reason that a sign-in failed. */
export class DirectoryFault extends Error {
  override readonly name = 'DirectoryFault';

  constructor(
    /** 'unreachable': another server may do better. 'refused': Jupiter's own account, base or search is wrong. */
    readonly kind: 'unreachable' | 'refused',
    /** For IT: an errno, a TLS code, an LDAP sub-code. */
    readonly code: string,
    message: string,
    /** Whether the person's password was already sent: then it is not sent to another server as well. */
    readonly passwordSent: boolean,
  ) {
    super(message);
  }
}

interface LdapLikeError {
  readonly name?: string;
  readonly code?: unknown;
  readonly message?: string;
}

/** Turns whatever the LDAP library reports (an Error, an LDAP result, a text) into a fault. */
export function faultOf(error: unknown, passwordSent: boolean): DirectoryFault {
  if (error instanceof DirectoryFault) return error;
  if (typeof error !== 'object' || error === null) return new DirectoryFault('refused', 'search', String(error), passwordSent);
  const { name = 'Error', code, message = '' } = error as LdapLikeError;
  const text = `${name}: ${message}`;
  if (typeof code === 'string') return new DirectoryFault('unreachable', code, text, passwordSent);
  if (name === 'ConnectionError' || name === 'TimeoutError' || name === 'BusyError' || name === 'UnavailableError') {
    return new DirectoryFault('unreachable', name, text, passwordSent);
  }
  return new DirectoryFault('refused', /\bdata ([0-9a-f]+)\b/i.exec(message)?.[1] ?? name, text, passwordSent);
}
