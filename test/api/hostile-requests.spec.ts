import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Warehouse } from '#data/warehouse';
import { loadConfiguration } from '#platform/configuration';
import { bringUpToDate } from '../../api/src/commands/context.js';
import { createWeb, type Web } from '../../api/src/http/create-web.js';
import { shop } from '../support/shop-module.js';
import { budgetOfTheShop, linesOfTheShop, publishShop } from '../support/small-company.js';

/** The whole web process, asked by people who mean it no good and by programs that do not know better. */
let folder: string;
let web: Web;
let url: string;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-hostile-'));
  const configuration = loadConfiguration({ JUPITER_DATA: folder, JUPITER_LOG_LEVEL: 'silent' });
  await bringUpToDate(configuration);
  const warehouse = new Warehouse(join(folder, 'warehouse'), { threads: 2, memory: '256MB', keep: 5 });
  await publishShop(warehouse, { lines: linesOfTheShop(), budget: budgetOfTheShop() });
  await warehouse.close();
  web = await createWeb(configuration, [shop]);
  url = `http://127.0.0.1:${await web.listen('127.0.0.1', 0)}`;
  for (const person of ['carla', 'ida']) cookies[person] = await signIn(person);
});
afterAll(async () => {
  await web.stop();
  await rm(folder, { recursive: true });
});

async function signIn(username: string): Promise<string> {
  const answer = await send('POST', '/api/auth/sign-in', { body: { username, password: 'jupiter-demo' } });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

type Sent = { body?: unknown; text?: string; as?: string; headers?: Record<string, string> };

function send(method: string, path: string, { body, text, as, headers = {} }: Sent): Promise<Response> {
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const json: Record<string, string> = sent === undefined ? {} : { 'content-type': 'application/json' };
  const cookie: Record<string, string> = as === undefined ? {} : { cookie: cookies[as] ?? as };
  return fetch(url + path, { method, body: sent ?? null, headers: { 'x-jupiter': '1', ...json, ...cookie, ...headers } });
}

/** What every refusal is: a problem that says what to do, under an id, and nothing of how Jupiter is made. */
async function refusal(method: string, path: string, sent: Sent): Promise<{ status: number; code: string; text: string }> {
  const answer = await send(method, path, sent);
  const text = await answer.text();
  expect({ path, type: answer.headers.get('content-type')?.split(';')[0], sent }).toEqual({ path, type: 'application/problem+json', sent });
  const problem = JSON.parse(text) as Record<string, string>;
  expect(problem).toMatchObject({ remedy: expect.any(String), detail: expect.any(String), requestId: answer.headers.get('x-request-id') });
  expect(text.length).toBeLessThan(2000);
  expect(text).not.toMatch(/\n\s+at |node_modules|Binder|Parser Error|SQLITE|marts-|\.duckdb/);
  return { status: answer.status, code: String(problem['code']), text };
}

const SHOP = '/api/modules/shop';
const TILE = `${SHOP}/dashboards/shop/tiles/kpi-revenue`;
const QUERY = { metrics: ['revenue'] };
const ROUTES: [method: string, path: string, body?: object][] = [
  ['GET', '/api/me'],
  ['GET', '/api/metrics'],
  ['GET', `${SHOP}/dashboards/shop`],
  ['POST', TILE, {}],
  ['POST', `${SHOP}/query`, QUERY],
  ['GET', `${SHOP}/values?dimension=branch`],
  ['POST', `${SHOP}/rows`, { metric: 'revenue' }],
  ['POST', `${SHOP}/export`, { format: 'csv', rows: { metric: 'revenue' } }],
  ['GET', `${SHOP}/runs`],
  ['POST', `${SHOP}/runs`],
  ['GET', `${SHOP}/runs/x`],
  ['GET', `${SHOP}/runs/x/events`],
  ['GET', `${SHOP}/runs/x/rejects/line_rows`],
];

describe.each(ROUTES)('%s %s', (method, path, body) => {
  it('is for those who are signed in here, and not for other sites', async () => {
    for (const as of [undefined, `jupiter=${'A'.repeat(43)}`, 'jupiter=', 'jupiter=%00; __proto__=x'])
      expect(await refusal(method, path, { body, ...(as === undefined ? {} : { as }) })).toMatchObject({ status: 401 });
    const foreign = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
    expect(await refusal(method, path, { body, as: 'carla', headers: foreign })).toMatchObject({ code: 'identity.cross-site' });
  });

  it('tells whoever has no right to it nothing, not even which departments exist', async () => {
    if (!path.startsWith(SHOP)) return;
    const known = await refusal(method, path, { body, as: 'ida' });
    const unknown = await refusal(method, path.replace(SHOP, '/api/modules/gone'), { body, as: 'ida' });
    const same = (text: string) => text.replaceAll(/shop|gone/g, 'X').replace(/"requestId":"\w+"/, '');
    expect([known.status, same(known.text)]).toEqual([403, same(unknown.text)]);
  });
});

/** What a test is called by: the beginning of what it sends. */
const said = (sent: unknown): string => JSON.stringify(sent).slice(0, 60);
const where = (filters: object) => ({ ...QUERY, where: filters });
const JUNK: [path: string, body: unknown][] = [
  ...[null, 1, 'x', [], {}, [[]], [null], [1]].map((metrics): [string, unknown] => [`${SHOP}/query`, { metrics }]),
  ...[null, 1, 'x', [[]], [null], { a: 1 }].map((by): [string, unknown] => [`${SHOP}/query`, { ...QUERY, by }]),
  ...[1, 'x', [], [[]]].map((filters): [string, unknown] => [`${SHOP}/query`, where(filters as object)]),
  ...[1, null, [], [[]], [null], {}, { from: null }, { from: 'a', x: 1 }].map((f): [string, unknown] => [
    `${SHOP}/query`,
    where({ branch: f }),
  ]),
  ...[[[]], [1], [{}], [{ by: [], direction: 'asc' }], 'x'].map((order): [string, unknown] => [`${SHOP}/query`, { ...QUERY, order }]),
  ...[0, -1, 1.5, 1e21, 100_001, '5', [1]].map((limit): [string, unknown] => [`${SHOP}/query`, { ...QUERY, limit }]),
  ...[-1, 1e10, 1e21, 1e300, '5'].map((offset): [string, unknown] => [`${SHOP}/rows`, { metric: 'revenue', offset }]),
  ...[null, 'x', '2026-02-30', '2026-13-01', '-1', '1;drop table', [1], {}].map((asOf): [string, unknown] => [TILE, { asOf }]),
  ...[[], [[]], 1, { metric: [] }, {}].map((rows): [string, unknown] => [`${SHOP}/export`, { format: 'csv', rows }]),
  [`${SHOP}/export`, { format: '../x', dashboard: 'shop', tile: 'kpi-revenue' }],
  [`${SHOP}/export`, { format: 'csv', dashboard: {}, tile: [] }],
  [`${SHOP}/query`, { metrics: ['revenues'] }],
  [`${SHOP}/query`, { ...QUERY, by: ['memo'] }],
  [`${SHOP}/query`, { ...QUERY, asOf: null }],
  [`${SHOP}/query`, where({ branch: Array.from({ length: 1001 }, (_, i) => `v${i}`) })],
  [`${SHOP}/query`, where(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`v${i}`, ['x']])))],
];

describe('a body that nobody should send', () => {
  it.each(JUNK.map(([path, body]): [string, string, unknown] => [path, said(body), body]))(
    '%s %s is refused',
    async (path, _said, body) => {
      const { status } = await refusal('POST', path, { body, as: 'carla' });
      expect([400, 404]).toContain(status);
    },
  );

  it('is refused when it is no JSON, too deep, or too large', async () => {
    for (const text of ['{', 'null', '[]', '"x"', '\u0000', '['.repeat(50_000), `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`])
      expect((await refusal('POST', `${SHOP}/query`, { text, as: 'carla' })).status).toBe(400);
    const large = { metrics: ['x'.repeat(10_000_000)] };
    expect((await refusal('POST', `${SHOP}/query`, { body: large, as: 'carla' })).status).toBe(413);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await refusal('POST', TILE, { text: 'filters=x', as: 'carla', headers: form })).status).toBe(415);
  });

  it.each(['__proto__', 'constructor', 'toString', 'prototype'])('names no %s, and is never answered without its filter', async (name) => {
    const bodies: [string, string][] = [
      [`${SHOP}/query`, `{"metrics":["revenue"],"where":{"${name}":["x"]}}`],
      [`${SHOP}/query`, `{"metrics":["revenue"],"by":["${name}"]}`],
      [`${SHOP}/query`, `{"metrics":["revenue"],"by":["account.${name}"]}`],
      [`${SHOP}/query`, `{"metrics":["${name}"]}`],
      [`${SHOP}/query`, `{"metrics":["revenue"],"where":{"branch":{"from":"A","${name}":"x"}}}`],
      [`${SHOP}/rows`, `{"metric":"revenue","where":{"${name}":["x"]}}`],
      [TILE, `{"filters":{"${name}":["x"]}}`],
      [`${SHOP}/export`, `{"format":"csv","rows":{"metric":"revenue","where":{"${name}":["x"]}}}`],
    ];
    for (const [path, text] of bodies) expect(await refusal('POST', path, { text, as: 'carla' })).toMatchObject({ status: 400 });
    expect(await refusal('GET', `${SHOP}/values?dimension=${name}`, { as: 'carla' })).toMatchObject({ status: 400 });
  });
});

const STRINGS = [
  "' or 1=1--",
  '"; drop table line',
  '$1',
  '%',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '🦄',
  '\u202e',
  '\r\nSet-Cookie: x=1',
  '../..',
  '<script>alert(1)</script>',
  'x'.repeat(50_000),
];

const TEXTS = STRINGS.map((text): [string, string] => [said(text), text]);

describe('a hostile text', () => {
  it.each(TEXTS)('%s is a value that nothing has', async (_said, value) => {
    for (const filter of [[value], { from: value, to: value }]) {
      const answer = await send('POST', `${SHOP}/query`, { body: where({ branch: filter }), as: 'carla' });
      expect([answer.status, ((await answer.json()) as { rows: unknown }).rows]).toEqual([200, [[null]]]);
    }
    const file = await send('POST', `${SHOP}/export`, {
      body: { format: 'csv', rows: { metric: 'revenue', where: { branch: [value] } } },
      as: 'carla',
    });
    expect([file.status, /^attachment; filename="[\w.-]+"$/.test(file.headers.get('content-disposition') ?? '')]).toEqual([200, true]);
    await file.text();
  });

  it.each(TEXTS)('%s is no name of anything', async (_said, name) => {
    const bodies: [string, unknown][] = [
      [`${SHOP}/query`, { metrics: [name] }],
      [`${SHOP}/query`, { ...QUERY, by: [name] }],
      [`${SHOP}/query`, where({ [name]: ['x'] })],
      [`${SHOP}/query`, { ...QUERY, order: [{ by: name, direction: 'asc' }] }],
      [TILE, { filters: { period: [name] } }],
      [`${SHOP}/rows`, { metric: 'revenue', where: { posted: [name] } }],
    ];
    for (const [path, body] of bodies) expect(await refusal('POST', path, { body, as: 'carla' })).toMatchObject({ status: 400 });
    if (!name.isWellFormed() || name.length > 1000) return;
    const part = encodeURIComponent(name);
    for (const path of [
      `/api/modules/${part}/runs`,
      `${SHOP}/dashboards/${part}`,
      `${SHOP}/runs/${part}`,
      `${SHOP}/runs/x/rejects/${part}`,
    ])
      expect([400, 403, 404]).toContain((await refusal('GET', path, { as: 'carla' })).status);
  });

  it('leads to no file by any address', async () => {
    for (const path of [
      '/api/%',
      '/api/%ff',
      '/assets/..%2f..%2fpackage.json',
      '/api/modules/..%2f..%2fx/runs',
      '/api/docs/..%2f..%2fpackage.json',
      '/api//me',
    ])
      expect([400, 403, 404]).toContain((await refusal('GET', path, { as: 'carla' })).status);
  });
});
