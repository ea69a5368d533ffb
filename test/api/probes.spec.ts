import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { migrations } from '#migrations';
import { AuditEvent, AuditModule } from '#platform/audit';
import { ConfigurationModule, loadConfiguration } from '#platform/configuration';
import { assertEveryRouteDeclares, IdentityModule, Person, Session } from '#platform/identity';
import { HealthChecks, JupiterLogger, ObservabilityModule, RequestLog, requestIds } from '#platform/observability';
import { defineJob, Handlers, JobWorker, Queue, QueueModule, queueEntities } from '#platform/queue';
import { RegistryModule } from '#platform/registry';
import { migrate, openStorage, Storage, StorageModule } from '#platform/storage';

const entities = [AuditEvent, ...queueEntities, Person, Session];

let folder: string;
let app: NestExpressApplication;
let url: string;
const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-probes-'));
  const configuration = loadConfiguration({ JUPITER_DATA: folder, JUPITER_LOG_LEVEL: 'silent' });
  const fresh = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities, migrations });
  await migrate(fresh);
  await fresh.close();
  const testing = await Test.createTestingModule({
    imports: [
      ConfigurationModule.forRoot(configuration),
      StorageModule.forRoot({ entities, migrations }),
      AuditModule,
      RegistryModule.forRoot([]),
      IdentityModule,
      QueueModule,
      ObservabilityModule,
    ],
  }).compile();
  app = testing.createNestApplication<NestExpressApplication>();
  app.useLogger(app.get(JupiterLogger));
  app.use(requestIds(), app.get(RequestLog).handler());
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

/** The answer of the probe, once it is ready: the worker's rows are written while it already works. */
async function readyWithin(milliseconds: number): Promise<Response> {
  const until = performance.now() + milliseconds;
  for (;;) {
    const answer = await get('/health/ready');
    if (answer.ok || performance.now() > until) return answer;
    await sleep(20);
  }
}

describe('the probes', () => {
  it('say live without a look at anything else', async () => {
    const response = await get('/health/live');
    expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
  });

  it('say ready only while the database, the directory and a worker are well', async () => {
    const without = await get('/health/ready');
    expect(without.status).toBe(503);
    expect(await without.json()).toMatchObject({
      ok: false,
      checks: { database: { ok: true }, directory: { ok: true, detail: 'demo' }, worker: { ok: false } },
    });
    await app.get(JobWorker).start();
    const withWorker = await readyWithin(10_000);
    expect([withWorker.status, await withWorker.json()]).toMatchObject([
      200,
      { ok: true, checks: { worker: { ok: true, detail: expect.stringMatching(/^[12] live$/) } } },
    ]);
    await app.get(JobWorker).stop();
  });

  it('include what upper layers add', async () => {
    app.get(HealthChecks).add('warehouse', () => ({ ok: true, detail: 'load 3' }));
    expect(await (await get('/health/ready')).json()).toMatchObject({ checks: { warehouse: { ok: true, detail: 'load 3' } } });
  });
});

describe('the figures', () => {
  it('show the queue', async () => {
    const job = defineJob({ name: 'tidy', title: 'Tidying up', payload: z.null() });
    app.get(Handlers).add({ job, run: async () => ({ kind: 'done' }) });
    await app.get(Storage).write((tx) => app.get(Queue).enqueue(tx, { name: 'tidy', payload: null }));
    const text = await (await get('/metrics')).text();
    expect(text).toContain('jupiter_queue_depth{name="tidy",state="ready"} 1');
    expect(text).toContain('jupiter_queue_oldest_seconds{name="tidy"}');
    expect(text).toContain('jupiter_queue_workers{role="executor"} 0');
    expect(text).toContain('# TYPE jupiter_queue_ran_seconds histogram');
  });

  it('are for this machine, not for what a proxy lets through', async () => {
    const response = await get('/metrics', { 'x-forwarded-for': '203.0.113.7' });
    expect(await response.json()).toMatchObject({ status: 403, code: 'server.metrics-elsewhere' });
  });

  it('are for signed-in people who may observe', async () => {
    expect(await (await get('/api/metrics')).json()).toMatchObject({ status: 401, code: 'identity.sign-in-needed' });
  });
});

describe('the routes', () => {
  it('all say who may call them', () => {
    expect(() => assertEveryRouteDeclares(app)).not.toThrow();
  });
});
