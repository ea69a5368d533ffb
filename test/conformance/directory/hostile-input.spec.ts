import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Credentials } from '../../../libs/platform/identity/directory/credentials.js';
import { Directory } from '../../../libs/platform/identity/directory/directory.js';
import { DirectoryStrategy, prepareTry } from '../../../libs/platform/identity/directory/directory.strategy.js';
import { signInOptions } from '../../../libs/platform/identity/directory/ldap-options.js';
import { type IdentityApp, startIdentityApp } from '../../support/identity-app.js';
import { embedded, type RunningDirectory } from './directories.js';

/** Each of these once ended the process, signed somebody in, or searched for more than one person. The process has to survive. */
describe('hostile input to sign-in', () => {
  let directory: RunningDirectory;
  let app: IdentityApp;

  beforeAll(async () => {
    directory = await embedded();
    app = await startIdentityApp(directory.settings);
  });
  afterAll(async () => {
    await app.close();
    await directory.stop();
  });
  beforeEach(() => app.clock.letPass(60));
  afterEach(async () => {
    expect(await app.signIn('bob', 'Passw0rd-bob!')).toMatchObject({ status: 200 });
  });

  it.each([
    'x$`',
    "x$'",
    'x$&',
    '*',
    'ali*',
    '*)(uid=*))(|(uid=*',
    '*)(uid=*',
    '(',
    '\\',
    'OTHER\\bob',
    'JUPITER\\',
    'JUPITER\\JUPITER\\bob',
    'bob\0',
    'bob\0x',
    'bob\nx',
    'bob\u202e',
    'CN=Bob Brown,OU=People,OU=Jupiter,DC=jupiter,DC=test',
    '{{username}}',
    '{{dn}}',
  ])('refuses the name %j like any wrong one', async (username) => {
    const { status, body } = await app.signIn(username, 'Passw0rd-bob!');
    expect({ status, body }).toMatchObject({ status: 401, body: { code: 'identity.wrong-credentials' } });
  });

  it.each([257, 90_000])('refuses a name of %i letters', async (length) => {
    expect(await app.signIn('b'.repeat(length), 'x')).toMatchObject({ status: 401, body: { code: 'identity.wrong-credentials' } });
  });

  it('refuses a password of 257 letters', async () => {
    expect(await app.signIn('bob', 'p'.repeat(257))).toMatchObject({ status: 401 });
  });

  it.each(['Passw0rd-bob!\0', '\0', 'x$`', ' Passw0rd-bob!'])('refuses the password %j', async (password) => {
    expect(await app.signIn('bob', password)).toMatchObject({ status: 401, body: { code: 'identity.wrong-credentials' } });
  });

  it.each([
    ['a number as password', { username: 'bob', password: 12345 }],
    ['true as password', { username: 'bob', password: true }],
    ['an object as password', { username: 'bob', password: { $ne: '' } }],
    ['a list as password', { username: 'bob', password: ['Passw0rd-bob!'] }],
    ['a number as name', { username: 123, password: 'Passw0rd-bob!' }],
    ['a list as name', { username: ['bob'], password: 'Passw0rd-bob!' }],
    ['an empty password, which a directory takes for an anonymous sign-in', { username: 'bob', password: '' }],
    ['an empty name', { username: ' ', password: 'Passw0rd-bob!' }],
    ['nothing', {}],
    ['null', { username: null, password: null }],
    ['a list as body', [{ username: 'bob', password: 'Passw0rd-bob!' }]],
  ])('asks for name and password when given %s', async (_case, body) => {
    expect(await app.post('/api/auth/sign-in', {}, body)).toMatchObject({ status: 400, body: { code: 'identity.credentials-needed' } });
  });

  it('ignores credentials in the address, where access logs would keep them', async () => {
    const answer = await app.post('/api/auth/sign-in?username=bob&password=Passw0rd-bob!');
    expect(answer).toMatchObject({ status: 400, body: { code: 'identity.credentials-needed' } });
  });

  it('survives bodies that are no JSON', async () => {
    for (const body of ['{', 'null', '"bob"', '12']) {
      const response = await fetch(`${app.url}/api/auth/sign-in`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      expect(response.status).toBe(400);
    }
  });

  it.each([
    ['x$`', 'Passw0rd-bob!'],
    ['bob)(', 'Passw0rd-bob!'],
    ['bob', 12345],
    ['bob', true],
    ['bob', {}],
  ])('ends in an answer even when the rules had let %j and %j through', async (username, password) => {
    const outcome = await throughStrategy(app, { username, password: password as string });
    expect(outcome).toMatch(/^(fail|error)$/);
  });

  it('keeps control characters of a typed name out of the audit', async () => {
    await app.signIn('bob\r\nforged: line\u0000', 'x');
    const [event] = app.storage.read<{ actor: string }>("SELECT actor FROM audit_event WHERE actor LIKE 'bob%' ORDER BY id DESC LIMIT 1");
    expect(event?.actor).toBe('bob??forged: line?');
  });
});

/** Past the guard that refuses such names and passwords: straight into the strategy. */
async function throughStrategy(app: IdentityApp, credentials: Credentials): Promise<string> {
  const directory = app.nest.get(Directory);
  const endpoint = await directory.endpoint();
  const request = new IncomingMessage(new Socket());
  const server = signInOptions(endpoint.urls[0] ?? '', endpoint, directory.groups, async () => () => undefined);
  prepareTry(request, { credentials, server });
  return new Promise((resolve) => {
    const verdicts = Object.fromEntries(['success', 'fail', 'error'].map((name) => [name, () => resolve(name)]));
    const strategy = Object.assign(Object.create(new DirectoryStrategy()) as DirectoryStrategy, verdicts);
    strategy.authenticate(request, {});
  });
}
