import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from '#platform/configuration';
import { declaredRoutes } from '#platform/identity';
import { bringUpToDate } from '../../api/src/commands/context.js';
import { createWeb, type Web } from '../../api/src/http/create-web.js';

/** The whole surface of the web process. A new route stands here too: who may call it is decided on purpose. */
const ROUTES: Record<string, string> = {
  'GET api/auth/options': 'public',
  'GET api/me': 'signed-in',
  'GET api/metrics': 'platform.observe',
  'GET api/modules/:module/dashboards/:dashboard': 'view',
  'GET api/modules/:module/runs': 'view',
  'GET api/modules/:module/runs/:run': 'view',
  'GET api/modules/:module/runs/:run/events': 'view',
  'GET api/modules/:module/runs/:run/rejects/:source': 'view',
  'GET api/modules/:module/values': 'view',
  'GET api/platform/jobs': 'platform.observe',
  'GET api/platform/jobs/:id': 'platform.observe',
  'GET api/platform/jobs/counts': 'platform.observe',
  'GET api/platform/schedules': 'platform.observe',
  'GET api/platform/workers': 'platform.observe',
  'GET health/live': 'public',
  'GET health/ready': 'public',
  'GET metrics': 'public',
  'POST api/auth/sign-in': 'public',
  'POST api/auth/sign-out': 'public',
  'POST api/modules/:module/dashboards/:dashboard/tiles/:tile': 'view',
  'POST api/modules/:module/export': 'export',
  'POST api/modules/:module/query': 'view',
  'POST api/modules/:module/rows': 'view',
  'POST api/modules/:module/runs': 'run',
  'POST api/platform/jobs/:id/cancel': 'platform.operate',
  'POST api/platform/jobs/:id/replay': 'platform.operate',
  'POST api/platform/jobs/cancel': 'platform.operate',
  'POST api/platform/jobs/replay': 'platform.operate',
  'POST api/platform/queues/:name/pause': 'platform.operate',
  'POST api/platform/queues/:name/resume': 'platform.operate',
  'POST api/platform/schedules/:name/pause': 'platform.operate',
  'POST api/platform/schedules/:name/resume': 'platform.operate',
  'POST api/platform/schedules/:name/run': 'platform.operate',
};

/** Routes that no controller declares: the API's document, and the web app for whatever is left. */
const BESIDE = /^\/api\/(docs|openapi)/;

interface Layer {
  readonly route?: { readonly path: string | RegExp; readonly methods: Readonly<Record<string, boolean>> };
}

describe('The routes of the web process', () => {
  let folder: string;
  let web: Web;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jupiter-routes-'));
    const configuration = loadConfiguration({ JUPITER_DATA: folder, JUPITER_LOG_LEVEL: 'silent' });
    await bringUpToDate(configuration);
    web = await createWeb(configuration, []);
  }, 60_000);

  afterAll(async () => {
    await web.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are these, each with the right that it asks for', () => {
    const found = declaredRoutes(web.app).map(({ address, access }) => [address, rightOf(access)]);
    expect(Object.fromEntries(found)).toEqual(ROUTES);
  });

  it('are all of controllers: nothing answers past the guards but the document of the API and the web app', () => {
    const { router } = web.app.getHttpAdapter().getInstance() as { router: { stack: Layer[] } };
    const known = new Set(Object.keys(ROUTES).map((address) => `/${address.split(' ')[1]}`));
    const paths = new Set(router.stack.flatMap(({ route }) => (route ? [String(route.path)] : [])));
    expect(paths.size).toBeGreaterThan(known.size);
    expect([...paths].filter((path) => !known.has(path) && !BESIDE.test(path))).toEqual([]);
  });
});

type Access = ReturnType<typeof declaredRoutes>[number]['access'];

function rightOf(access: Access): string | undefined {
  if (access?.kind === 'permission') return access.permission;
  return access?.kind === 'module' ? access.action : access?.kind;
}
