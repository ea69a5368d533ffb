import { Identity } from '#platform/identity';
import { type IdentityApp, startIdentityApp } from '../support/identity-app.js';

const FORGED = `jupiter=${'A'.repeat(43)}`;

describe('signing in', () => {
  let app: IdentityApp;
  beforeAll(async () => {
    app = await startIdentityApp();
  });
  afterAll(() => app.close());
  beforeEach(() => app.clock.letPass(24 * 60));

  const enter = async (account: string) => (await app.signIn(account, 'jupiter-demo')).cookie;
  const deeds = (action: string) =>
    app.storage.read<{ actor: string; after: string; address: string }>('SELECT * FROM audit_event WHERE action = ? ORDER BY id', [action]);

  it('tells the person who they are and what they may open', async () => {
    const { status, body } = await app.signIn('leo', 'jupiter-demo');
    expect(status).toBe(200);
    expect(body).toEqual({
      account: 'leo',
      displayName: 'Leo Lindqvist',
      roles: ['finance.lead', 'finance.viewer'],
      platform: [],
      modules: [{ id: 'finance', title: 'Finance', icon: 'Money', actions: ['view', 'export', 'run'], dashboards: [] }],
      demo: true,
      company: 'Greenfield Landscaping',
      timeZone: 'UTC',
    });
    const cookie = await enter('leo');
    expect((await app.get('/api/me', { cookie })).body).toEqual(body);
  });

  it.each([
    ['emma', ['finance.viewer'], []],
    ['carla', ['finance.controller', 'finance.viewer'], []],
    ['ida', ['platform.admin'], ['platform.audit', 'platform.observe', 'platform.operate', 'platform.people', 'platform.runs']],
  ])('gives %s the roles of their groups', async (account, roles, platform) => {
    expect((await app.signIn(account, 'jupiter-demo')).body).toMatchObject({ roles, platform });
  });

  it('sets a cookie that scripts cannot read, and keeps only its hash', async () => {
    const { headers, cookie } = await app.signIn('emma', 'jupiter-demo');
    expect(headers.get('set-cookie')).toMatch(/^jupiter=[\w-]{43}; Max-Age=36000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect(JSON.stringify(app.storage.read('SELECT * FROM session'))).not.toContain(cookie.split('=')[1]);
  });

  it('begins a new session each time and ends the one before', async () => {
    const first = await enter('emma');
    const { cookie: second } = await app.signIn('emma', 'jupiter-demo', { cookie: first, 'sec-fetch-site': 'same-origin' });
    expect(second).not.toBe(first);
    expect(await app.get('/api/me', { cookie: first })).toMatchObject({ status: 401, body: { code: 'identity.session-unknown' } });
    expect(await app.get('/api/me', { cookie: second })).toMatchObject({ status: 200 });
  });

  it('signs out: the cookie is worth nothing afterwards, and signing out twice is fine', async () => {
    const cookie = await enter('emma');
    const { status, headers } = await app.post('/api/auth/sign-out', { cookie, 'sec-fetch-site': 'same-origin' });
    expect(status).toBe(204);
    expect(headers.get('set-cookie')).toMatch(/^jupiter=; .*Expires=Thu, 01 Jan 1970/);
    expect(await app.get('/api/me', { cookie })).toMatchObject({ status: 401, body: { code: 'identity.session-unknown' } });
    expect(await app.post('/api/auth/sign-out', { cookie, 'x-jupiter': '1' })).toMatchObject({ status: 204 });
    expect(deeds('session.ended').map(({ actor }) => actor)).toEqual(['emma']);
  });

  it.each([
    ['no cookie', '', 'identity.sign-in-needed'],
    ['a forged one', FORGED, 'identity.session-unknown'],
    ['one of another form', "jupiter=' OR 1=1 --", 'identity.session-unknown'],
    ['an empty one', 'jupiter=', 'identity.session-unknown'],
    ['an endless one', `jupiter=${'x'.repeat(8000)}`, 'identity.session-unknown'],
  ])('refuses %s with a code', async (_case, cookie, code) => {
    expect(await app.get('/api/me', { cookie })).toMatchObject({ status: 401, body: { code } });
  });

  it('ends a session that was idle for an hour', async () => {
    const cookie = await enter('emma');
    app.clock.letPass(59);
    expect(await app.get('/api/me', { cookie })).toMatchObject({ status: 200 });
    app.clock.letPass(59);
    expect(await app.get('/api/me', { cookie })).toMatchObject({ status: 200 });
    app.clock.letPass(61);
    expect(await app.get('/api/me', { cookie })).toMatchObject({ status: 401, body: { code: 'identity.session-expired' } });
  });

  it('ends a session after ten hours, however busy it was', async () => {
    const cookie = await enter('emma');
    for (let hour = 0; hour < 19; hour++) {
      app.clock.letPass(31);
      expect(await app.get('/api/me', { cookie })).toMatchObject({ status: 200 });
    }
    app.clock.letPass(31);
    expect(await app.get('/api/me', { cookie })).toMatchObject({ status: 401, body: { code: 'identity.session-expired' } });
  });

  it('removes sessions that are over when the next one begins', async () => {
    await enter('emma');
    app.clock.letPass(61);
    await enter('leo');
    expect(app.storage.read('SELECT p.account FROM session s JOIN person p ON p.object_guid = s.person_guid')).toEqual([
      { account: 'leo' },
    ]);
  });

  it('writes that a session is in use at most once a minute', async () => {
    const cookie = await enter('emma');
    const seen = () => app.storage.one<{ at: string }>('SELECT last_seen_at AS at FROM session')?.at;
    const begun = seen();
    app.clock.letPass(0.9);
    await app.get('/api/me', { cookie });
    expect(seen()).toBe(begun);
    app.clock.letPass(0.2);
    await Promise.all(Array.from({ length: 12 }, () => app.get('/api/me', { cookie })));
    expect(Date.parse(seen() ?? '') - Date.parse(begun ?? '')).toBe(66_000);
  });

  it('records who signed in from where with which roles', async () => {
    await enter('carla');
    const deed = deeds('sign-in.succeeded').at(-1);
    expect(deed).toMatchObject({ actor: 'carla', address: '127.0.0.1', request_id: expect.stringMatching(/^[\w-]{8,}$/) });
    expect(JSON.parse(deed?.after ?? '')).toMatchObject({ roles: ['finance.controller', 'finance.viewer'] });
  });

  it('says when to try again after three wrong passwords, also to the right one, and lets others in', async () => {
    for (let i = 0; i < 3; i++) expect(await app.signIn('emma', 'wrong')).toMatchObject({ status: 401 });
    const refused = await app.signIn('emma', 'jupiter-demo');
    expect(refused).toMatchObject({ status: 429, body: { code: 'identity.too-many-attempts' } });
    expect(refused.headers.get('retry-after')).toBe('1800');
    expect(await app.signIn('leo', 'jupiter-demo')).toMatchObject({ status: 200 });
    app.clock.letPass(30);
    expect(await app.signIn('emma', 'jupiter-demo')).toMatchObject({ status: 200 });
  });

  it('stops a program that guesses names from one address, and keeps one line of it', async () => {
    const before = deeds('sign-in.failed').length;
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => app.signIn(`guess${i}`, 'wrong')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(40);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    expect(deeds('sign-in.failed').length - before).toBe(41);
  });

  it('knows for the command line those who signed in and those who never did', async () => {
    await enter('leo');
    const identity = app.nest.get(Identity);
    expect(await identity.viewerFor('LEO')).toMatchObject({ name: 'leo', roles: ['finance.lead', 'finance.viewer'] });
    expect(await identity.viewerFor('ida')).toMatchObject({ name: 'ida', roles: ['platform.admin'] });
    expect(await identity.viewerFor('svc-jupiter')).toMatchObject({ permissions: [] });
    expect(await identity.viewerFor('*')).toBeUndefined();
  });
});
