import type { JobDetail } from '#core/contract';
import { type OperationsApp, PARCEL, startOperationsApp } from '../support/operations-app.js';

/** Who may not, and input that nobody should send. */
let app: OperationsApp;
let job: string;

beforeAll(async () => {
  app = await startOperationsApp();
  ({ id: job } = await app.queue.add({ name: PARCEL.name, payload: { to: 'Elm St', token: 'sesame' }, delayMs: 86_400_000 }));
});
afterAll(() => app.close());

const GETS = () => ['jobs', 'jobs/counts', `jobs/${job}`, 'schedules', 'workers'];
const POSTS = () => [
  ...[`jobs/${job}/cancel`, `jobs/${job}/replay`, 'jobs/cancel', 'jobs/replay'],
  ...['queues/parcel/pause', 'queues/parcel/resume', 'schedules/rounds/pause', 'schedules/rounds/resume', 'schedules/rounds/run'],
];

describe('Jobs, schedules and workers', () => {
  it('are neither seen nor steered by those who may not, and nothing of it is done', async () => {
    for (const [as, status] of [
      ['emma', 403],
      ['nobody', 401],
    ] as const) {
      for (const path of GETS()) expect({ path, status: (await app.get(path, as)).status }).toEqual({ path, status });
      for (const path of POSTS()) expect({ path, status: (await app.post(path, {}, as)).status }).toEqual({ path, status });
    }
    expect((await app.get<JobDetail>(`jobs/${job}`)).body.state).toBe('delayed');
    expect([`job:${job}`, 'queue:parcel', 'schedule:rounds'].flatMap((object) => app.deeds(object))).toEqual([]);
  });

  it.each([
    ...['0', '-1', '1.5', '1e9', 'abc', 'NaN', '999999999999999999', '9'.repeat(400), '%00', "1'--", '..%2f..', '1%20OR%201=1', '🦄'],
    'constructor',
  ])('know no job %s', async (id) => {
    for (const answer of [await app.get(`jobs/${id}`), await app.post(`jobs/${id}/cancel`), await app.post(`jobs/${id}/replay`)])
      expect({ id, status: answer.status, remedy: answer.body['remedy'] }).toEqual({ id, status: 404, remedy: expect.any(String) });
  });

  it.each([
    ...['state=lost', 'state=', 'state=ready,lost', 'state[]=ready', 'state=dead&state=x', `state=${'dead,'.repeat(200)}dead`],
    ...['limit=0', 'limit=-5', 'limit=101', 'limit=1e9', 'limit=all', 'limit=2.5', 'limit=', 'limit=1&limit=2'],
    ...['before=abc', 'before=-1', 'before=1.5', `before=${'9'.repeat(60)}`, 'before=', 'before=1&before=2'],
    ...['name=', `name=${'x'.repeat(121)}`, 'name=a&name=b', 'key=', `key=${'x'.repeat(501)}`, 'key=a&key=b', 'unknown=1', '__proto__=1'],
  ])('refuse the question %s', async (query) => {
    const { status, body } = await app.get(`jobs?${query}`);
    expect({ query, status, remedy: body['remedy'] }).toEqual({ query, status: 400, remedy: expect.any(String) });
  });

  it('find nothing by texts that mean no good', async () => {
    for (const text of ["' or 1=1--", '%', '\u0000', '🦄', '\u202e', '../..', '<script>'])
      expect((await app.get(`jobs?name=${encodeURIComponent(text)}&key=${encodeURIComponent(text)}`)).body).toEqual({ jobs: [] });
  });

  it.each<[string, unknown]>([
    ...[[], [1], ['x'], ['-1'], [null], 'x', {}, Array.from({ length: 1001 }, () => '1')].map((ids): [string, unknown] => [
      'jobs/cancel',
      { ids },
    ]),
    ...[null, 1, 'x', [], [[]], { state: [] }, { state: ['lost'] }, { name: 1 }, { key: {} }, { what: 1 }].map(
      (where): [string, unknown] => ['jobs/replay', { where }],
    ),
    ['jobs/replay', { where: { key: 'x' }, preview: 'yes' }],
    ['jobs/cancel', { where: { key: 'x' }, reason: '' }],
    ['jobs/cancel', { where: { key: 'x' }, reason: 'x'.repeat(501) }],
    ['jobs/1/cancel', { reason: 7 }],
    ['jobs/1/cancel', { because: 'x' }],
    ['jobs/1/replay', { payload: { constructor: 1 } }],
    ['jobs/1/replay', '{'],
    ['jobs/1/replay', { payloads: {} }],
  ])('%s refuses %j', async (path, body) => {
    const answer = await app.post(path, body);
    expect({ path, status: answer.status, remedy: answer.body['remedy'] }).toEqual({ path, status: 400, remedy: expect.any(String) });
  });

  it('know no queue and no schedule by texts that mean no good', async () => {
    for (const text of ["' or 1=1--", '%', '\u0000', '🦄', '../..', 'constructor', '__proto__', 'x'.repeat(5000)]) {
      const part = encodeURIComponent(text);
      for (const path of [`queues/${part}/pause`, `queues/${part}/resume`, `schedules/${part}/run`, `schedules/${part}/pause`])
        expect([400, 404]).toContain((await app.post(path)).status);
    }
  });
});
