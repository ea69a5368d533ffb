import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryHealth } from '#platform/identity';
import { Directory } from '../../../libs/platform/identity/directory/directory.js';
import { DEMO_DIRECTORY, DEMO_SERVICE } from '../../../libs/platform/identity/embedded/demo-company.js';
import { startEmbeddedDirectory } from '../../../libs/platform/identity/embedded/embedded-directory.js';
import { type IdentityApp, startIdentityApp } from '../../support/identity-app.js';
import { type BrokenServer, hangingUp, silent, silentAfterHandshake, talkingNonsense } from './broken-servers.js';
import { embedded, ROLES } from './directories.js';

const DEADLINE = 400;
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** An app whose directory has the settings of a good one but for these. */
async function appWith(change: Record<string, string>): Promise<{ app: IdentityApp }> {
  const good = await embedded();
  cleanups.push(() => good.stop());
  const app = await startIdentityApp({ ...good.settings, JUPITER_DIRECTORY_DEADLINE_MS: String(DEADLINE), ...change });
  cleanups.push(() => app.close());
  return { app };
}

function caFile(pem: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'jupiter-ca-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'ca.pem'), pem);
  return join(folder, 'ca.pem');
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const codesOf = (app: IdentityApp) =>
  app.storage
    .read<{ after: string }>("SELECT after FROM audit_event WHERE action = 'sign-in.failed' ORDER BY id")
    .map(({ after }) => (JSON.parse(after) as { code: string }).code);

describe('a directory that does not do its part', () => {
  it.each<[string, () => Promise<BrokenServer>]>([
    ['says nothing', silent],
    ['says nothing after the handshake', silentAfterHandshake],
    ['hangs up', hangingUp],
    ['talks nonsense', talkingNonsense],
  ])('that %s: 30 people are told in time, and no connection is left', async (_case, start) => {
    const server = await start();
    cleanups.push(() => server.stop());
    const { app } = await appWith({ JUPITER_DIRECTORY_URL: server.url, ...(server.ca ? { JUPITER_DIRECTORY_CA: caFile(server.ca) } : {}) });
    const answers = await Promise.all(Array.from({ length: 30 }, () => app.signIn('bob', 'Passw0rd-bob!')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    await server.allClosed();
    expect(server.connections).toBeGreaterThanOrEqual(30);
  });

  it('that is not there: people are told, and IT finds the reason in the audit', async () => {
    const port = await unusedPort();
    const { app } = await appWith({ JUPITER_DIRECTORY_URL: `ldaps://127.0.0.1:${port}` });
    expect(await app.signIn('bob', 'Passw0rd-bob!')).toMatchObject({ status: 503, body: { code: 'identity.directory-unavailable' } });
    expect(codesOf(app)).toEqual(['ECONNREFUSED']);
  });

  it('with a certificate of another authority: no password is sent', async () => {
    const stranger = await startEmbeddedDirectory(DEMO_DIRECTORY);
    cleanups.push(() => stranger.close());
    const { app } = await appWith({ JUPITER_DIRECTORY_CA: caFile(stranger.ca) });
    expect(await app.signIn('bob', 'Passw0rd-bob!')).toMatchObject({ status: 503, body: { code: 'identity.directory-unavailable' } });
    expect(codesOf(app)[0]).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY|SIGNATURE/);
    expect(await app.nest.get(DirectoryHealth).check()).toMatchObject({ ok: false });
  });

  it('with another name in its certificate: no password is sent', async () => {
    const server = await hangingUp();
    cleanups.push(() => server.stop());
    const url = server.url.replace('127.0.0.1', 'localhost');
    const { app } = await appWith({ JUPITER_DIRECTORY_URL: url, JUPITER_DIRECTORY_CA: caFile(server.ca) });
    expect(await app.signIn('bob', 'Passw0rd-bob!')).toMatchObject({ status: 503 });
    expect(codesOf(app)).toEqual(['ERR_TLS_CERT_ALTNAME_INVALID']);
  });

  it("that refuses Jupiter's own account: nobody is told that their password is wrong", async () => {
    const { app } = await appWith({ JUPITER_DIRECTORY_BIND_PASSWORD: 'wrong' });
    const { status, body } = await app.signIn('bob', 'Passw0rd-bob!');
    expect({ status, body }).toMatchObject({ status: 503, body: { code: 'identity.directory-misconfigured' } });
    expect(codesOf(app)).toEqual(['52e']);
  });

  it('that does not know the base: nobody is told that their password is wrong', async () => {
    const { app } = await appWith({ JUPITER_DIRECTORY_BASE_DN: 'DC=elsewhere,DC=test' });
    expect(await app.signIn('bob', 'Passw0rd-bob!')).toMatchObject({
      status: 503,
      body: { code: 'identity.directory-misconfigured' },
    });
    expect(codesOf(app)).toEqual(['NoSuchObjectError']);
  });
});

describe('several servers of one directory', () => {
  it('are tried in order, and the one that answered is asked first from then on', async () => {
    const live = await startEmbeddedDirectory(DEMO_DIRECTORY);
    cleanups.push(() => live.close());
    const quiet = await silentAfterHandshake();
    cleanups.push(() => quiet.stop());
    const endpoint = {
      urls: [`ldaps://127.0.0.1:${await unusedPort()}`, quiet.url, live.url],
      ca: `${live.ca}\n${quiet.ca}`,
      bindDn: DEMO_SERVICE.principal,
      bindPassword: DEMO_SERVICE.password,
      userSearchBase: DEMO_DIRECTORY.baseDn,
      groupSearchBase: DEMO_DIRECTORY.baseDn,
      netbios: DEMO_DIRECTORY.netbios,
      deadlineMs: DEADLINE,
    };
    const directory = new Directory(endpoint, Object.keys(ROLES));
    const app = await startIdentityApp({}, { directory });
    cleanups.push(() => app.close());
    expect(await app.signIn('leo', 'jupiter-demo')).toMatchObject({ status: 200 });
    const before = quiet.connections;
    expect(await app.signIn('emma', 'jupiter-demo')).toMatchObject({ status: 200 });
    expect(quiet.connections).toBe(before);
  });
});
