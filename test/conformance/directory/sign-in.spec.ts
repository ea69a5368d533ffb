import { type IdentityApp, startIdentityApp } from '../../support/identity-app.js';
import { domainController, embedded, type RunningDirectory, whyNoDomainController } from './directories.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EDITOR = ['finance.viewer'];

const absent = whyNoDomainController();
process.stdout.write(
  `directory: outcomes are tried on the embedded directory${absent ? ` only; no real domain controller, because ${absent}` : ' and on a real domain controller (Samba)'}\n`,
);

describe('on the embedded directory', () => outcomes(embedded));

if (absent === undefined) describe('on a real domain controller', () => outcomes(domainController));
else describe.skip(`on a real domain controller (not run: ${absent})`, () => outcomes(domainController));

function outcomes(start: () => Promise<RunningDirectory>): void {
  let directory: RunningDirectory;
  let app: IdentityApp;

  beforeAll(async () => {
    directory = await start();
    app = await startIdentityApp(directory.settings);
  }, 420_000);
  afterAll(async () => {
    await app?.close();
    await directory?.stop();
  }, 60_000);
  // Past failures must not throttle the next outcome.
  beforeEach(() => app.clock.letPass(60));

  describe('a person with the right password signs in', () => {
    it.each([
      ['by account', 'alice', 'Passw0rd-alice!', ['finance.viewer', 'platform.admin']],
      ['by account in another case', 'ALICE', 'Passw0rd-alice!', ['finance.viewer', 'platform.admin']],
      ['by principal name', 'bob@jupiter.test', 'Passw0rd-bob!', EDITOR],
      ['by a principal name of another domain', 'carol.clark@jupiter.example', 'Passw0rd-carol!', []],
      ['by DOMAIN\\account', 'JUPITER\\bob', 'Passw0rd-bob!', EDITOR],
      ['by domain\\account in lower case', 'jupiter\\bob', 'Passw0rd-bob!', EDITOR],
      ['with spaces around the name', '  bob ', 'Passw0rd-bob!', EDITOR],
      ['with letters beyond ASCII in name and password', 'zoë.müller@jupiter.test', 'Pässwörd-zoë-1!', ['finance.lead', 'finance.viewer']],
      [
        'with name and password typed decomposed',
        'zoë.müller@jupiter.test'.normalize('NFD'),
        'Pässwörd-zoë-1!'.normalize('NFD'),
        ['finance.lead', 'finance.viewer'],
      ],
      ['with an account beyond ASCII', 'søren', 'Passw0rd-soren!', EDITOR],
      ['with a comma in the distinguished name', 'jdoe', 'Passw0rd-jdoe!', EDITOR],
      ['with parentheses in it', 'smithc', 'Passw0rd-smithc!', EDITOR],
      ['with a backslash in it', 'bslash', 'Passw0rd-bslash!', EDITOR],
      ['with an asterisk in it', 'starman', 'Passw0rd-starman!', EDITOR],
      ['with every sign that has to be escaped', 'weird', 'Passw0rd-weird!', ['finance.lead', 'finance.viewer']],
      ['with an apostrophe', "o'hara", 'Passw0rd-ohara!', EDITOR],
      ['in a circle of groups', 'looper', 'Passw0rd-looper!', ['finance.controller']],
      ['in no group that carries a role', 'tess', 'Passw0rd-tess!', []],
    ])('%s', async (_case, username, password, roles) => {
      const { status, body } = await app.signIn(username, password);
      expect({ status, roles: body['roles'], body }).toMatchObject({ status: 200, roles, body: { demo: false } });
    });
  });

  describe('a person whose account may not sign in is told why', () => {
    it.each([
      ['disabled', 'dora', 'identity.account-disabled', '533'],
      ['password has to be changed', 'mike', 'identity.account-must-change-password', '773'],
      ['password expired', 'eve', 'identity.account-password-expired', '532'],
      ['account expired', 'xavier', 'identity.account-expired', '701'],
      ['outside of the hours', 'hugo', 'identity.account-hours', '530'],
      ['locked', 'larry', 'identity.account-locked', '775'],
    ])('%s', async (_case, account, code, directoryCode) => {
      const { status, body } = await app.signIn(account, `Passw0rd-${account}!`);
      expect({ status, body }).toMatchObject({ status: 401, body: { code, directoryCode } });
    });

    it('only signs in at one workstation', async () => {
      const { status, body } = await app.signIn('wanda', 'Passw0rd-wanda!');
      expect({ status, body }).toMatchObject({ status: 401, body: { code: 'identity.account-workstation', directoryCode: '531' } });
    });
  });

  it('says the same of a wrong password, an unknown name and a disabled account with a wrong password', async () => {
    const answers = [await app.signIn('bob', 'wrong'), await app.signIn('nobody', 'wrong'), await app.signIn('dora', 'wrong')];
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, ...body, requestId: '' }))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'identity.wrong-credentials' } });
  });

  it('tells IT in the audit what it does not tell the person, and never the password', async () => {
    await app.signIn('nobody', 'Secret-of-nobody');
    await app.signIn('carol', 'Secret-of-carol');
    const events = app.storage.read<{ actor: string; after: string }>(
      "SELECT actor, after FROM audit_event WHERE action = 'sign-in.failed' ORDER BY id DESC LIMIT 2",
    );
    expect(events.map(({ actor, after }) => [actor, JSON.parse(after).code])).toEqual([
      ['carol', '52e'],
      ['nobody', '525'],
    ]);
    expect(JSON.stringify(app.storage.read('SELECT * FROM audit_event'))).not.toMatch(/Secret-of|Passw0rd/);
  });

  it('keys a person by objectGUID and keeps what the directory said of them', async () => {
    await app.signIn('zmueller', 'Pässwörd-zoë-1!');
    const [person] = app.storage.read<Record<string, string>>("SELECT * FROM person WHERE account = 'zmueller'");
    expect(person).toMatchObject({ display_name: 'Zoë Müller', mail: 'zmueller@jupiter.example' });
    expect(person?.['object_guid']).toMatch(GUID);
    expect(JSON.parse(person?.['role_groups'] ?? '')).toEqual(['App-Jupiter-Users', 'Team-Zürich (Süd), R&D']);
  });

  it('sends at most 3 of 100 wrong passwords to the directory, however the name is spelt', async () => {
    const spellings = ['tess', 'TESS', 'tess@jupiter.test', 'JUPITER\\tess', ' tess'];
    const at = (count: number) => Promise.all(spellings.slice(0, count).map((name) => app.signIn(name, 'wrong')));
    const codes: unknown[] = [];
    for (let round = 0; round < 20; round++) codes.push(...(await at(5)).map(({ body }) => body['code']));
    expect(codes.filter((code) => code === 'identity.wrong-credentials')).toHaveLength(3);
    expect(codes.filter((code) => code === 'identity.too-many-attempts')).toHaveLength(97);
    app.clock.letPass(31);
    // Five would have locked the account.
    expect(await app.signIn('tess', 'Passw0rd-tess!')).toMatchObject({ status: 200 });
  });

  it('finds a person and their roles for the command line without their password', async () => {
    const { Identity } = await import('#platform/identity');
    const identity = app.nest.get(Identity);
    expect(await identity.viewerFor('smithc')).toMatchObject({ name: 'smithc', roles: EDITOR });
    expect(await identity.viewerFor('nobody')).toBeUndefined();
  });

  it('answers the health check', async () => {
    const { DirectoryHealth } = await import('#platform/identity');
    expect(await app.nest.get(DirectoryHealth).check()).toEqual({ ok: true, detail: 'ldaps' });
  });
}
