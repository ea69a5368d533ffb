import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { RunView } from '#core/contract';
import { PipelinesModule } from '#data/pipelines';
import { WarehouseModule } from '#data/warehouse';
import { migrations } from '#migrations';
import { AuditModule } from '#platform/audit';
import { ConfigurationModule, loadConfiguration } from '#platform/configuration';
import { IdentityModule } from '#platform/identity';
import { ProblemFilter, requestIds, validation } from '#platform/observability';
import { JobWorker, QueueModule, Schedules } from '#platform/queue';
import { RegistryModule } from '#platform/registry';
import { migrate, openStorage, StorageModule } from '#platform/storage';
import { entities } from '../../api/src/entities.js';
import { RECEIPTS, SHOPS, till, writeSource } from '../support/till-runs.js';

let folder: string;
let nest: NestExpressApplication;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-runs-'));
  const fresh = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities, migrations });
  await migrate(fresh);
  await fresh.close();
  writeSource(folder, 'receipts-1.csv', `${RECEIPTS}R4,S1,2026-02-31,1.00\n`);
  writeSource(folder, 'shops.csv', SHOPS);
  const testing = await Test.createTestingModule({
    imports: [
      ConfigurationModule.forRoot(loadConfiguration({ JUPITER_DATA: folder })),
      StorageModule.forRoot({ entities, migrations }),
      AuditModule,
      RegistryModule.forRoot([till]),
      QueueModule,
      IdentityModule,
      WarehouseModule,
      PipelinesModule,
    ],
  }).compile();
  nest = testing.createNestApplication<NestExpressApplication>({ logger: false });
  nest.useGlobalFilters(new ProblemFilter());
  nest.useGlobalPipes(validation());
  nest.use(requestIds());
  nest.enableShutdownHooks();
  await nest.listen(0, '127.0.0.1');
  url = await nest.getUrl();
  await nest.get(JobWorker).start();
});
afterAll(async () => {
  await nest.close();
  await rm(folder, { recursive: true });
});

async function signIn(username: string): Promise<string> {
  const body = JSON.stringify({ username, password: 'jupiter-demo' });
  const answer = await fetch(`${url}/api/auth/sign-in`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
const get = (path: string, cookie: string) => fetch(`${url}/api/modules/${path}`, { headers: { cookie } });
const post = (path: string, cookie: string) =>
  fetch(`${url}/api/modules/${path}`, { method: 'POST', headers: { cookie, 'sec-fetch-site': 'same-origin' } });

/** The runs told by the stream, to its end. */
async function told(answer: Response): Promise<RunView[]> {
  const text = await answer.text();
  return [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data as string) as RunView);
}

describe('runs over the API', () => {
  it('are asked for by a lead, watched to their end, and listed with what they published', async () => {
    const leo = await signIn('leo');
    const asked = await post('till/runs', leo);
    expect(asked.status).toBe(202);
    const { id, state, startedBy } = (await asked.json()) as RunView;
    expect([state, startedBy]).toEqual(['waiting', 'leo']);

    const stream = await get(`till/runs/${id}/events`, leo);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const views = await told(stream);
    expect(views.at(-1)).toMatchObject({ id, state: 'published', load: 1 });

    const emma = await signIn('emma');
    const list = (await (await get('till/runs', emma)).json()) as Record<string, unknown>;
    expect(list).toMatchObject({ runs: [{ id, state: 'published' }], snapshot: { load: 1 } });
    expect(list['nextRunAt']).toMatch(/T02:00:00.000Z$/);
    expect(await (await get(`till/runs/${id}`, emma)).json()).toEqual(views.at(-1));
  });

  it('give the rejects of a source as a file', async () => {
    const emma = await signIn('emma');
    const { runs } = (await (await get('till/runs', emma)).json()) as { runs: RunView[] };
    const file = await get(`till/runs/${runs[0]?.id}/rejects/receipts`, emma);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="till-receipts-rejects.csv"');
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await file.text()).toContain('receipts-1.csv,5,day,2026-02-31,is a day that does not exist\r\n');
    const none = await get(`till/runs/${runs[0]?.id}/rejects/shops`, emma);
    expect([none.status, await none.json()]).toMatchObject([404, { code: 'pipelines.no-rejects' }]);
  });

  it('are refused to those who may not, and unknown ones are not found', async () => {
    const [emma, ida] = [await signIn('emma'), await signIn('ida')];
    expect((await post('till/runs', emma)).status).toBe(403);
    expect((await get('till/runs', ida)).status).toBe(403);
    expect((await get('till/runs', '')).status).toBe(401);
    for (const path of ['till/runs/nope', 'till/runs/nope/events', 'till/runs/nope/rejects/receipts'])
      expect((await get(path, emma)).status).toBe(404);
  });

  it('are scheduled once for each module that refreshes nightly', async () => {
    const schedules = nest.get(Schedules).list();
    expect(schedules.map(({ name, when }) => [name, when])).toEqual([['nightly:till', 'At 02:00 every day, UTC']]);
  });
});
