import { setTimeout as sleep } from 'node:timers/promises';
import type { BulkAnswer, JobDetail, JobPage, QueueCounts, QueueRow, ScheduleList, ScheduleRun, WorkerList } from '#core/contract';
import { NOWHERE, type OperationsApp, PARCEL, startOperationsApp, WATCH } from '../support/operations-app.js';

const LATER = 86_400_000;
const MASK = '••••••';

/** The queue as it is seen and steered over HTTP, with a worker that runs its jobs. */
let app: OperationsApp;

beforeAll(async () => {
  app = await startOperationsApp();
});
afterAll(() => app.close());

const send = async (to: string, more: { key?: string; delayMs?: number } = {}): Promise<string> =>
  (await app.queue.add({ name: PARCEL.name, payload: { to, token: 'sesame' }, ...more })).id;

const sendMany = async (to: string, count: number, more: { key?: string; delayMs?: number } = {}): Promise<string[]> => {
  const jobs = Array.from({ length: count }, () => ({ name: PARCEL.name, payload: { to, token: 'sesame' }, ...more }));
  return (await app.queue.addMany(jobs)).map((answer) => {
    if (answer instanceof Error) throw answer;
    return answer.id;
  });
};

async function dead(key?: string): Promise<string> {
  const id = await send(NOWHERE, key === undefined ? {} : { key });
  expect((await app.queue.ended(id)).state).toBe('dead');
  return id;
}

describe('Jobs', () => {
  it('are listed newest first, a page at a time, by state, name and key', async () => {
    const ids = await sendMany('Elm St', 5, { key: 'elm', delayMs: LATER });
    const first = await app.get<JobPage>('jobs?state=delayed&name=parcel&key=elm&limit=2');
    expect(first.body.jobs.map(({ id, title, state }) => [id, title, state])).toEqual(
      [ids[4], ids[3]].map((id) => [id, 'Delivery of a parcel', 'delayed']),
    );
    const second = await app.get<JobPage>(`jobs?key=elm&limit=3&before=${first.body.next}`);
    expect([second.body.jobs.map(({ id }) => id), second.body.next]).toEqual([[ids[2], ids[1], ids[0]], undefined]);
    expect((await app.get<JobPage>('jobs?state=done,dead&key=elm')).body.jobs).toEqual([]);
    expect((await app.get<JobPage>('jobs?state=done&state=delayed&key=elm')).body.jobs).toHaveLength(5);
    expect(JSON.stringify(first.body)).not.toContain('sesame');
  });

  it('are shown with payload, result and what happened, but never with their secrets', async () => {
    const id = await send('Oak St');
    await app.queue.ended(id);
    const { body } = await app.get<JobDetail>(`jobs/${id}`);
    expect(body).toMatchObject({ state: 'done', known: true, payload: { to: 'Oak St', token: MASK }, result: { label: 'to Oak St' } });
    const failed = await app.get<JobDetail>(`jobs/${await dead()}`);
    expect(failed.body).toMatchObject({
      state: 'dead',
      failures: 1,
      reason: 'There is no such street.',
      history: [
        { kind: 'failed', attempt: 1 },
        { kind: 'died', attempt: 1 },
      ],
    });
  });

  it('show the jobs beside them', async () => {
    const parent = await send('Ash St', { delayMs: LATER });
    const child = (await app.queue.add({ name: PARCEL.name, payload: { to: 'Fir St', token: 'x' }, parents: [parent] })).id;
    const title = PARCEL.title;
    expect((await app.get<JobDetail>(`jobs/${child}`)).body.parents).toEqual([{ id: parent, name: 'parcel', title, state: 'delayed' }]);
    expect((await app.get<JobDetail>(`jobs/${parent}`)).body.children).toEqual([{ id: child, name: 'parcel', title, state: 'waiting' }]);
  });

  it('are cancelled once, for a reason that they carry, under the name of who did it', async () => {
    const id = await send('Elm St', { delayMs: LATER });
    const first = await app.post<JobDetail>(`jobs/${id}/cancel`, { reason: 'sent twice' });
    expect([first.status, first.body.state, first.body.reason]).toEqual([200, 'cancelled', 'Cancelled by ida: sent twice']);
    expect((await app.post(`jobs/${id}/cancel`)).body).toMatchObject({ status: 409, code: 'operations.job-ended' });
    expect(app.deeds(`job:${id}`)).toEqual([
      {
        ...{ actor: 'ida', action: 'job.cancelled', requestId: expect.any(String) },
        ...{ before: { name: 'parcel', state: 'delayed' }, after: { state: 'cancelled', reason: 'Cancelled by ida: sent twice' } },
      },
    ]);
  });

  it('are cancelled within five seconds while they run', async () => {
    const { id } = await app.queue.add({ name: WATCH.name, payload: null });
    await until(async () => (await app.queue.job(id)).state === 'running');
    const asked = performance.now();
    expect((await app.post<JobDetail>(`jobs/${id}/cancel`, {})).status).toBe(200);
    expect((await app.queue.ended(id)).state).toBe('cancelled');
    expect(performance.now() - asked).toBeLessThan(5000);
    expect(app.deeds(`job:${id}`)).toMatchObject([{ action: 'job.cancel-asked' }]);
  });

  it('run again from the start when they are replayed, and only when they have ended', async () => {
    const id = await dead();
    expect((await app.post<JobDetail>(`jobs/${id}/replay`)).status).toBe(200);
    await until(async () => (await app.queue.history(id)).filter(({ kind }) => kind === 'died').length === 2);
    expect(app.deeds(`job:${id}`)).toMatchObject([
      { actor: 'ida', action: 'job.replayed', before: { state: 'dead', failures: 1 }, after: null },
    ]);
    const waiting = await send('Elm St', { delayMs: LATER });
    expect((await app.post(`jobs/${waiting}/replay`)).body).toMatchObject({ status: 409, code: 'queue.not-ended' });
    expect(app.deeds(`job:${waiting}`)).toEqual([]);
  });

  it('take an edited payload that fits; a mask in it keeps the secret, and the audit holds names of fields only', async () => {
    const id = await dead();
    const refused = await app.post(`jobs/${id}/replay`, { payload: { to: '', token: MASK, extra: 1 } });
    expect(refused.body).toMatchObject({ status: 400, code: 'queue.payload-does-not-fit', faults: expect.any(Array) });
    expect([(await app.queue.job(id)).state, app.deeds(`job:${id}`)]).toEqual(['dead', []]);
    expect((await app.post(`jobs/${id}/replay`, { payload: { to: 'Main St', token: MASK } })).status).toBe(200);
    expect(await app.queue.ended(id)).toMatchObject({ state: 'done', payload: { to: 'Main St', token: MASK } });
    expect(app.tokens.at(-1)).toBe('sesame');
    expect(app.deeds(`job:${id}`)).toMatchObject([{ action: 'job.replayed', after: { edited: ['to'] } }]);
    expect(JSON.stringify(app.deeds(`job:${id}`))).not.toContain('sesame');
  });
});

describe('Many jobs', () => {
  it('are replayed by conditions, after a preview that changes nothing, each with an audit event of its own', async () => {
    const ids = [await dead('north'), await dead('north'), await dead('south')];
    const where = { state: ['dead'], key: 'north' };
    expect((await app.post('jobs/replay', { where, preview: true })).body).toEqual({ done: 2, skipped: 0, left: 0, preview: true });
    expect(ids.flatMap((id) => app.deeds(`job:${id}`))).toEqual([]);
    expect((await app.post('jobs/replay', { where })).body).toEqual({ done: 2, skipped: 0, left: 0, preview: false });
    expect(ids.map((id) => app.deeds(`job:${id}`).map(({ action }) => action))).toEqual([['job.replayed'], ['job.replayed'], []]);
  });

  it('are cancelled a thousand at a time, and it is said how many are left', async () => {
    await sendMany('Elm St', 1_100, { key: 'flood', delayMs: LATER });
    const first = await app.post<BulkAnswer>('jobs/cancel', { where: { key: 'flood' }, reason: 'flood' });
    expect(first.body).toEqual({ done: 1000, skipped: 0, left: 100, preview: false });
    expect((await app.post<BulkAnswer>('jobs/cancel', { where: { key: 'flood' } })).body).toMatchObject({ done: 100, left: 0 });
  });

  it('named by ids are taken where they can be; what is gone or in the wrong state is skipped', async () => {
    const [one, other] = [await dead(), await send('Elm St', { delayMs: LATER })];
    const { body } = await app.post<BulkAnswer>('jobs/replay', { ids: [one, one, other, '999999999999'] });
    expect(body).toEqual({ done: 1, skipped: 2, left: 0, preview: false });
  });

  it('are never all jobs by oversight', async () => {
    for (const selection of [{}, { where: {} }, { ids: ['1'], where: { key: 'x' } }, { preview: true }])
      expect((await app.post('jobs/cancel', selection)).body).toMatchObject({ status: 400, code: 'operations.nothing-selected' });
    const wrong = await app.post('jobs/replay', { where: { state: ['running'] } });
    expect(wrong.body).toMatchObject({ status: 400, code: 'operations.wrong-states' });
  });
});

describe('Queues, schedules and workers', () => {
  it('count the jobs of every name that is declared, and stop and go on', async () => {
    const paused = await app.post<QueueRow>(`queues/${WATCH.name}/pause`);
    expect(paused).toMatchObject({ status: 200, body: { name: 'watch', title: 'Night watch', paused: true } });
    const { id } = await app.queue.add({ name: WATCH.name, payload: null });
    const { body } = await app.get<QueueCounts>('jobs/counts');
    const watch = body.queues.find(({ name }) => name === 'watch');
    expect(watch).toMatchObject({ paused: true, states: { ready: 1, running: 0 }, oldestSeconds: expect.any(Number) });
    expect(body.queues.map(({ name }) => name)).toEqual(expect.arrayContaining(['parcel', 'run', 'watch']));
    expect(body.totals.ready).toBeGreaterThanOrEqual(1);
    await app.post(`jobs/${id}/cancel`);
    expect((await app.post<QueueRow>(`queues/${WATCH.name}/resume`)).body.paused).toBe(false);
    expect(app.deeds('queue:watch')).toMatchObject([
      { actor: 'ida', action: 'queue.paused', before: { paused: false }, after: { paused: true } },
      { actor: 'ida', action: 'queue.resumed', before: { paused: true }, after: { paused: false } },
    ]);
    expect((await app.post('queues/nothing/pause')).body).toMatchObject({ status: 404, code: 'operations.unknown-queue' });
  });

  it('show the next ten times of a schedule, which is paused, resumed and run by hand', async () => {
    const { body } = await app.get<ScheduleList>('schedules');
    expect(body.schedules).toMatchObject([{ name: 'rounds', title: 'Rounds of the house', job: 'parcel', active: true, paused: false }]);
    expect(body.schedules[0]?.next).toHaveLength(10);
    expect((await app.post('schedules/rounds/pause')).body).toMatchObject({ paused: true, pausedBy: 'ida' });
    const run = await app.post<ScheduleRun>('schedules/rounds/run');
    expect([run.status, (await app.queue.ended(run.body.jobId)).state]).toEqual([202, 'done']);
    expect((await app.post('schedules/rounds/resume')).body).toMatchObject({ paused: false, lastJob: run.body.jobId });
    expect((await app.post('schedules/rounds/resume')).status).toBe(200);
    expect(app.deeds('schedule:rounds').map(({ action }) => action)).toEqual(['schedule.paused', 'schedule.run', 'schedule.resumed']);
    for (const deed of ['pause', 'resume', 'run'])
      expect((await app.post(`schedules/none/${deed}`)).body).toMatchObject({ status: 404, code: 'operations.unknown-schedule' });
  });

  it('show the processes that live', async () => {
    await until(async () => (await app.get<WorkerList>('workers')).body.workers.some(({ live }) => live));
    const [worker] = (await app.get<WorkerList>('workers')).body.workers;
    expect(worker).toMatchObject({ pid: process.pid, restarts: 0, running: expect.any(Number), memoryBytes: expect.any(Number) });
  });

  it('have their figures for Prometheus', async () => {
    await app.queue.ended(await send('Oak St'));
    await until(async () => /jupiter_queue_ended_total\{name="parcel",outcome="done"\} [1-9]/.test(await app.text('/api/metrics')));
    const text = await app.text('/api/metrics');
    for (const line of [
      /^jupiter_queue_depth\{name="parcel",state="delayed"\} \d+$/m,
      /^jupiter_queue_oldest_seconds\{name="watch"\} 0$/m,
      /^jupiter_queue_ran_seconds_bucket\{name="parcel",le="\+Inf"\} [1-9]\d*$/m,
      /^jupiter_queue_waited_seconds_count\{name="parcel"\} [1-9]\d*$/m,
      /^# TYPE jupiter_queue_restarts_total counter$/m,
      /^jupiter_queue_workers\{role="supervisor"\} \d+$/m,
    ])
      expect(text).toMatch(line);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not happen within 20 seconds.');
    await sleep(50);
  }
}
