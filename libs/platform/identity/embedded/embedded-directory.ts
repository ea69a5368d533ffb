import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import ldap from 'ldapjs';
import { generate } from 'selfsigned';
import { type DirectoryEntry, DirectoryTree } from './directory-tree.js';
import { comparable, inScope } from './distinguished-name.js';
import { matches, type ParsedFilter } from './filter.js';
import { type Answer, accountAnswers } from './password-check.js';
import type { DirectorySeed } from './seed.js';

/** A directory that answers in this process, on loopback, over LDAPS. */
export interface EmbeddedDirectory {
  readonly url: string;
  /** PEM of the certificate it was given at its start; to be pinned. */
  readonly ca: string;
  close(): Promise<void>;
}

interface BindRequest {
  readonly name: { toString(): string } | string;
  readonly credentials: string;
  readonly connection: object;
}
interface SearchRequest {
  readonly baseObject: { toString(): string } | string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: ParsedFilter;
  readonly attributes: readonly string[];
  readonly connection: object;
}
interface Response {
  readonly messageID: number;
  send(entry: unknown, withoutFiltering?: boolean): void;
  end(): void;
}
type Next = (error?: unknown) => void;
/** What the published types of the server leave out. */
interface LdapServer extends ldap.Server {
  readonly server: import('node:tls').Server;
}

/**
 * Starts a directory that speaks enough of Active Directory for sign-in: the in-chain rule, account states as sub-codes of
 * error 49, lock-out after five wrong passwords, objectGUID. It answers the rootDSE to anyone and searches to nobody unbound.
 */
export async function startEmbeddedDirectory(seed: DirectorySeed): Promise<EmbeddedDirectory> {
  const { cert, private: key } = await certificate();
  const server = ldap.createServer({ certificate: cert, key, strictDN: false } as ldap.ServerOptions) as LdapServer;
  const sockets = new Set<TLSSocket>();
  server.server.on('secureConnection', (socket: TLSSocket) => {
    // An answer is written in several parts; without this each sign-in waits twice for the other side's delayed acknowledgement.
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // ldapjs reports whatever a client sends wrong as an 'error' of the server; without a listener it would end the process.
  server.on('error', () => undefined);
  serve(server, seed);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { url: `ldaps://127.0.0.1:${port}`, ca: cert, close: () => close(server, sockets) };
}

function serve(server: LdapServer, seed: DirectorySeed): void {
  const tree = new DirectoryTree(seed);
  const check = accountAnswers(tree);
  const bound = new WeakSet<object>();
  server.bind('', (request: BindRequest, response: Response, next: Next) => {
    bound.delete(request.connection);
    const answer: Answer = check(String(request.name), request.credentials);
    if (answer.kind === 'refused') return next(new ldap.InvalidCredentialsError(refusal(answer.code)));
    if (answer.kind === 'accepted') bound.add(request.connection);
    response.end();
    next();
  });
  server.search('', (request: SearchRequest, response: Response, next: Next) => {
    const base = comparable(String(request.baseObject));
    if (base === '' && request.scope === 'base') return answerRootDse(seed, response, next);
    if (!bound.has(request.connection)) return next(new ldap.OperationsError('00002020: Operation unavailable without authentication'));
    if (base !== comparable(seed.baseDn) && !tree.entries.has(base)) return next(new ldap.NoSuchObjectError('0000208D: NameErr'));
    for (const entry of tree.entries.values()) {
      if (inScope(entry.key, base, request.scope) && matches(request.filter, entry, tree)) {
        response.send(asSearchEntry(entry.dn, entry.attributes, request.attributes, response.messageID), true);
      }
    }
    response.end();
    next();
  });
  server.unbind((_request: unknown, _response: unknown, next: Next) => next());
}

function answerRootDse(seed: DirectorySeed, response: Response, next: Next): void {
  response.send(asSearchEntry('', { defaultNamingContext: [seed.baseDn], dnsHostName: ['localhost'] }, [], response.messageID), true);
  response.end();
  next();
}

/** ldapjs would rewrite the case of a name given as a DN object; an object that formats itself leaves it as it is. */
function asSearchEntry(dn: string, attributes: DirectoryEntry['attributes'], wanted: readonly string[], messageID: number): unknown {
  const names = wanted.map((name) => name.toLowerCase());
  const all = names.length === 0 || names.includes('*');
  const entry = new (ldap.SearchEntry as unknown as new (options: { messageID: number }) => ldap.SearchEntry)({ messageID });
  Object.assign(entry, { objectName: { format: () => dn, toString: () => dn } });
  entry.attributes = Object.entries(attributes)
    .filter(([name, values]) => values.length > 0 && (all || names.includes(name.toLowerCase())))
    .map(([type, vals]) => new ldap.Attribute({ type, vals }));
  return entry;
}

function refusal(code: string): string {
  return `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${code}, v1db1`;
}

/** An elliptic key: made in a few milliseconds, where an RSA one takes a second. */
function certificate() {
  return generate([{ name: 'commonName', value: 'Jupiter demo directory' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
}

async function close(server: LdapServer, sockets: Set<TLSSocket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.server.close(() => resolve()));
  for (const socket of sockets) socket.destroy();
  await closed;
}
