import { Controller, Get } from '@nestjs/common';
import { assertEveryRouteDeclares, can, LOCAL_OPERATOR, Public } from '#platform/identity';
import { type IdentityApp, startIdentityApp } from '../support/identity-app.js';

describe('permissions', () => {
  let app: IdentityApp;
  beforeAll(async () => {
    app = await startIdentityApp();
  });
  afterAll(() => app.close());

  it.each([
    ['emma', 200, 403, 403],
    ['leo', 200, 201, 403],
    ['carla', 200, 403, 403],
    ['ida', 403, 403, 200],
  ])('%s: figures %i, a run %i, the engine room %i', async (account, figures, run, engine) => {
    const { cookie } = await app.signIn(account, 'jupiter-demo');
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    expect((await app.get('/api/modules/finance/figures', headers)).status).toBe(figures);
    expect((await app.post('/api/modules/finance/runs', headers)).status).toBe(run);
    expect((await app.get('/api/engine', headers)).status).toBe(engine);
  });

  it('names the right that is missing', async () => {
    const { cookie } = await app.signIn('emma', 'jupiter-demo');
    expect((await app.get('/api/engine', { cookie })).body).toMatchObject({
      code: 'identity.not-permitted',
      permission: 'platform.observe',
    });
    expect((await app.get('/api/modules/payroll/figures', { cookie })).body).toMatchObject({ permission: 'payroll.view' });
  });

  it('lets anyone into what is public, and everyone who is signed in into what asks for no right', async () => {
    expect(await app.get('/api/lobby')).toMatchObject({ status: 200 });
    expect(await app.get('/api/corridor')).toMatchObject({ status: 401, body: { code: 'identity.sign-in-needed' } });
    const { cookie } = await app.signIn('emma', 'jupiter-demo');
    expect(await app.get('/api/corridor', { cookie })).toMatchObject({ status: 200 });
  });

  it('are all held by the local operator, and none by someone without a role', () => {
    expect(can(LOCAL_OPERATOR, 'payroll.manage')).toBe(true);
    expect(can({ ...LOCAL_OPERATOR, permissions: [] }, 'finance.view')).toBe(false);
  });
});

describe('requests of other sites', () => {
  let app: IdentityApp;
  let cookie: string;
  beforeAll(async () => {
    app = await startIdentityApp({ JUPITER_PUBLIC_URL: 'https://jupiter.example' });
    cookie = (await app.signIn('leo', 'jupiter-demo')).cookie;
  });
  afterAll(() => app.close());

  it('are told from our own by a cookie that is partitioned and belongs to this host alone', async () => {
    const { headers } = await app.signIn('leo', 'jupiter-demo');
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-jupiter=[\w-]{43}; Max-Age=36000; Path=\/; Expires=[^;]+; HttpOnly; Secure; Partitioned; SameSite=None$/,
    );
  });

  it.each<[string, number, Record<string, string>]>([
    ['our own page', 201, { 'sec-fetch-site': 'same-origin' }],
    ['a neighbour tab in Teams, whose request carries our cookie', 403, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a sibling host', 403, { 'sec-fetch-site': 'same-site' }],
    ['the address bar', 403, { 'sec-fetch-site': 'none' }],
    ['one that claims our origin across sites', 403, { 'sec-fetch-site': 'cross-site', origin: 'https://jupiter.example' }],
    ['an old browser on our page', 201, { origin: 'https://jupiter.example' }],
    ['an old browser on another page', 403, { origin: 'https://evil.example' }],
    ['an old browser in a sandboxed frame', 403, { origin: 'null' }],
    ['a program with a cookie', 403, {}],
    ['a program with a cookie that says so', 201, { 'x-jupiter': '1' }],
    ['another page that says it is a program', 403, { 'sec-fetch-site': 'cross-site', 'x-jupiter': '1' }],
  ])('%s: %i', async (_case, status, headers) => {
    expect(await app.post('/api/modules/finance/runs', { cookie, ...headers })).toMatchObject({ status });
  });

  it('can neither sign a person in nor out', async () => {
    const headers = { cookie, 'sec-fetch-site': 'cross-site' };
    expect(await app.signIn('emma', 'jupiter-demo', headers)).toMatchObject({ status: 403, body: { code: 'identity.cross-site' } });
    expect(await app.post('/api/auth/sign-out', headers)).toMatchObject({ status: 403 });
    expect(await app.get('/api/me', { cookie })).toMatchObject({ status: 200 });
  });

  it('may link here and may not fetch from here', async () => {
    expect(await app.get('/api/me', { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toMatchObject({
      status: 403,
    });
  });
});

@Controller('api/back-door')
class BackDoor {
  @Get()
  open() {
    return { room: 'back' };
  }

  @Get('sign')
  @Public()
  sign() {
    return {};
  }
}

describe('a route that does not say who may call it', () => {
  let app: IdentityApp;
  beforeAll(async () => {
    app = await startIdentityApp({}, { controllers: [BackDoor] });
  });
  afterAll(() => app.close());

  it('is refused, even to those who are signed in', async () => {
    const { cookie } = await app.signIn('ida', 'jupiter-demo');
    expect(await app.get('/api/back-door', { cookie })).toMatchObject({ status: 500, body: { code: 'identity.undeclared-routes' } });
  });

  it('stops the start, by its name', () => {
    expect(() => assertEveryRouteDeclares(app.nest)).toThrow('BackDoor.open (GET api/back-door)');
  });
});

describe('the start', () => {
  it('passes when every route says who may call it', async () => {
    const app = await startIdentityApp();
    expect(() => assertEveryRouteDeclares(app.nest)).not.toThrow();
    await app.close();
  });
});
