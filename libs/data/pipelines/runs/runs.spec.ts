import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import type { RunView } from '#core/contract';
import { describe as declared } from '#core/kit';
import { Audit } from '#platform/audit';
import { LOCAL_OPERATOR } from '#platform/identity';
import { openQueue } from '#platform/queue';
import { BY_SHOP, openTill, RECEIPTS, SHOPS, writeSource } from '../../../../test/support/till-runs.js';
import { Rejects } from './rejects.service.js';
import { RunHandler } from './run.handler.js';
import { jobOf } from './run-job.js';
import { RunRequests } from './run-requests.js';
import { RunStore } from './run-store.js';
import { RunViews } from './run-views.js';
import { Runs } from './runs.service.js';
import { Timetable } from './timetable.js';

/** By shop, of the files as they are written before each test. */
const FIGURES = Object.entries({ S1: '8.75', S2: '20.50' });

let folder: string;
let till: Awaited<ReturnType<typeof openRuns>>;

async function openRuns() {
  const world = await openTill(folder);
  const { storage, registry, warehouse, configuration } = world;
  const store = new RunStore(storage, new Audit());
  const handler = new RunHandler(registry, warehouse, store, configuration);
  const { queue, worker } = openQueue(storage, [handler as never], { graceMs: 0 });
  const requests = new RunRequests(storage, store, queue, new Audit(), registry);
  const timetable = new Timetable(registry, { add: () => undefined } as never, configuration);
  const views = new RunViews(storage, queue);
  const runs = new Runs(requests, views, timetable, warehouse);
  const rejects = new Rejects(views, storage, new Audit(), configuration);
  return { ...world, queue, worker, runs, requests, rejects };
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'runs-'));
  till = await openRuns();
  writeSource(folder, 'receipts-1.csv', RECEIPTS);
  writeSource(folder, 'shops.csv', SHOPS);
});
afterEach(async () => {
  await till.worker.stop();
  await till.warehouse.close();
  await till.storage.close();
  rmSync(folder, { recursive: true });
});

/** Asks for a run and waits until its job has ended. */
async function run(): Promise<RunView> {
  const { runId, jobId } = await till.requests.request(LOCAL_OPERATOR, 'till');
  await till.worker.start();
  await till.queue.ended(jobId, 20);
  return till.runs.view('till', runId);
}

async function figures(): Promise<unknown> {
  const snapshot = till.warehouse.snapshot('till');
  if (!snapshot) return undefined;
  return till.warehouse.read(snapshot, `select shop, amount from ${till.warehouse.tableOf(snapshot, declared(BY_SHOP))} order by shop`);
}

describe('a run', () => {
  it('reads, builds in the order of what reads what, checks and publishes', async () => {
    const view = await run();
    expect(view).toMatchObject({ state: 'published', load: 1, startedBy: 'local-operator' });
    expect(view.steps.map(({ name, state, read, loaded, rejected }) => [name, state, read, loaded, rejected])).toEqual([
      ['receipts', 'done', 3, 3, 0],
      ['shops', 'done', 2, 2, 0],
      ['takings', 'done', undefined, 3, undefined],
      ['by_shop', 'done', undefined, 2, undefined],
      ['shop_table', 'done', undefined, 2, undefined],
      ['checks', 'done', undefined, undefined, undefined],
      ['publish', 'done', undefined, undefined, undefined],
    ]);
    expect(view.checks.every((check) => check.passed)).toBe(true);
    expect(view.checks.map((check) => check.title)).toEqual(
      expect.arrayContaining(['One row for each receipt', 'shop exists in shop_table.shop', 'amount adds up to receipts.amount']),
    );
    expect(await figures()).toEqual(FIGURES);
    expect(till.storage.read('SELECT actor, action, object, after FROM audit_event ORDER BY id')).toEqual([
      { actor: 'local-operator', action: 'run.requested', object: `run:${view.id}`, after: '{"module":"till"}' },
      { actor: 'local-operator', action: 'run.published', object: `run:${view.id}`, after: '{"load":1,"module":"till"}' },
    ]);
  });

  it('is still listed when its job, cancelled long ago, is not kept any more', async () => {
    const { runId, jobId } = await till.requests.request(LOCAL_OPERATOR, 'till');
    await till.storage.write((tx) => till.queue.cancel(tx, jobId, 'not now'));
    expect((await till.runs.list('till')).runs).toMatchObject([{ id: runId, state: 'cancelled', reason: 'not now' }]);
    await till.storage.write((tx) => tx.query('DELETE FROM job WHERE id = ?', [jobId]));
    expect((await till.runs.list('till')).runs).toMatchObject([{ id: runId, state: 'failed' }]);
  });

  it('counts and keeps rejected rows, which can be downloaded safely', async () => {
    writeSource(
      folder,
      'receipts-2.csv',
      'receipt,shop,day,amount\nR4,S1,2026-03-02,1.005\n=R5,S1,2026-02-31,1.00\nR6,S1\nR7,S2,2026-03-03,=1+1\n',
    );
    const view = await run();
    expect(view.state).toBe('published');
    expect(view.steps[0]).toMatchObject({ read: 7, loaded: 3, rejected: 4, note: '2 files.' });
    expect(readFileSync(await till.rejects.take(LOCAL_OPERATOR, 'till', view.id, 'receipts'), 'utf8').split('\r\n')).toEqual([
      '\ufefffile,line,column,value,reason',
      'receipts-2.csv,2,amount,1.005,"has 3 decimal places, 2 are kept"',
      'receipts-2.csv,3,day,2026-02-31,is a day that does not exist',
      'receipts-2.csv,4,,"R6,S1","has 2 values, 4 expected"',
      "receipts-2.csv,5,amount,'=1+1,is not a number such as -1234.50",
      '',
    ]);
    expect(till.storage.one("SELECT actor, object, after FROM audit_event WHERE action = 'rejects.exported'")).toEqual({
      actor: 'local-operator',
      object: `run:${view.id}`,
      after: '{"module":"till","source":"receipts"}',
    });
    await expect(till.rejects.take(LOCAL_OPERATOR, 'till', view.id, 'shops')).rejects.toMatchObject({ code: 'pipelines.no-rejects' });
    await expect(till.rejects.take(LOCAL_OPERATOR, 'till', view.id, '../../jupiter')).rejects.toMatchObject({
      code: 'pipelines.no-rejects',
    });
  });

  it('is refused when a check fails: the figures stay, and say since when and why', async () => {
    await run();
    writeSource(folder, 'receipts-1.csv', `${RECEIPTS}R1,S9,2026-03-04,5.00\nR9,S1,2026-02-30,1.00\n`);
    const refused = await run();
    expect(refused).toMatchObject({
      state: 'refused',
      reason: expect.stringMatching(
        /Receipts: One row for each receipt \(1 at fault: receipt R1, rows 2\).* no total counts: Receipts 1\.$/,
      ),
    });
    expect(refused.steps.at(-1)).toMatchObject({ name: 'publish', state: 'skipped' });
    expect(refused.checks.filter((check) => !check.passed).map(({ model, title, faults }) => [model, title, faults])).toEqual([
      ['receipts', 'One row for each receipt', 1],
      ['takings', 'One row for each receipt', 1],
      ['takings', 'shop exists in shop_table.shop', 1],
      ['by_shop', 'shop exists in shop_table.shop', 1],
    ]);
    expect(await figures()).toEqual(FIGURES);
    const { snapshot } = await till.runs.list('till');
    expect(snapshot).toMatchObject({ load: 1, stale: { runId: refused.id, reason: refused.reason } });
    const again = await run();
    expect((await till.runs.list('till')).snapshot?.stale).toMatchObject({ since: snapshot?.stale?.since, runId: again.id });
    writeSource(folder, 'receipts-1.csv', RECEIPTS);
    expect(await run()).toMatchObject({ state: 'published', load: 2 });
    expect((await till.runs.list('till')).snapshot?.stale).toBeUndefined();
  });

  it('publishes in spite of a failed warning, and shows it', async () => {
    writeSource(folder, 'receipts-1.csv', `${RECEIPTS}R4,S1,2026-03-04,0.00\n`);
    const view = await run();
    expect(view.state).toBe('published');
    expect(view.checks.find((check) => !check.passed)).toMatchObject({ severity: 'warn', faults: 1, detail: 'shop S1' });
  });

  const badFiles: [string, string, string][] = [
    [
      'a wrong header',
      'receipt,branch,day,amount\n',
      'lacks the column shop. Expected: receipt, shop, day, amount. Found: receipt, branch, day, amount.',
    ],
    ['an empty file', '', "'receipts-1.csv' is empty."],
    ['a workbook', 'PK\x03\x04', 'is no text file but a workbook'],
  ];
  it.each(badFiles)('fails on %s, says what to do, and leaves the figures alone', async (_, content, reason) => {
    await run();
    writeSource(folder, 'receipts-1.csv', content);
    const failed = await run();
    expect(failed).toMatchObject({ state: 'failed', reason: expect.stringContaining(reason) });
    expect(failed.steps[0]).toMatchObject({ name: 'receipts', state: 'failed', note: expect.stringContaining(reason) });
    expect(failed.steps.slice(1).every((step) => step.state === 'skipped')).toBe(true);
    expect((await till.runs.list('till')).snapshot).toMatchObject({ load: 1, stale: { reason: failed.reason } });
    expect(await figures()).toHaveLength(2);
    expect(readdirSync(join(folder, 'warehouse/till')).filter((name) => name.includes('building'))).toEqual([]);
  });

  it('fails when there is no file, and names what is there', async () => {
    rmSync(join(folder, 'till/receipts-1.csv'));
    expect(await run()).toMatchObject({ state: 'failed', reason: expect.stringContaining("No file 'receipts-*.csv'") });
  });

  it('waits for a file that is still being written, and looks again in a minute', async () => {
    const file = join(folder, 'till/receipts-2.csv');
    writeFileSync(file, RECEIPTS.split('\n')[0] as string);
    const growing = setInterval(() => appendFileSync(file, '\n'), 5);
    const { jobId, runId } = await till.requests.request(LOCAL_OPERATOR, 'till');
    const changed = await till.runs.watch('till', runId);
    await till.worker.start();
    const reason = await new Promise<string>((found) => {
      const listening = changed.subscribe((view) => {
        if (view.state === 'waiting' && view.reason) {
          found(view.reason);
          setImmediate(() => listening.unsubscribe());
        }
      });
    });
    clearInterval(growing);
    expect(reason).toContain("'receipts-2.csv' is still being written");
    await till.worker.stop();
    const job = await till.queue.job(jobId);
    expect(job.state).toBe('delayed');
    expect(Date.parse(job.runAt) - Date.parse(job.createdAt)).toBeGreaterThan(55_000);
  });

  it('answers a second request with the run that is under way', async () => {
    const first = await till.runs.request(LOCAL_OPERATOR, 'till');
    const second = await till.runs.request({ ...LOCAL_OPERATOR, name: 'leo' }, 'till');
    expect([second.id, second.startedBy]).toEqual([first.id, 'local-operator']);
    expect((await till.runs.list('till')).runs).toHaveLength(1);
  });

  it('shows that its job was taken back, though nobody told the run', async () => {
    const { runId, jobId } = await till.requests.request(LOCAL_OPERATOR, 'till');
    await till.storage.write((tx) => till.queue.cancel(tx, jobId, 'taken back'));
    expect(await till.runs.view('till', runId)).toMatchObject({ state: 'cancelled', reason: 'taken back' });
    expect((await lastValueFrom(await till.runs.watch('till', runId))).state).toBe('cancelled');
  });

  it('is told to whoever watches, from waiting to its end', async () => {
    const { id } = await till.runs.request(LOCAL_OPERATOR, 'till');
    const told = lastValueFrom((await till.runs.watch('till', id)).pipe(toArray()));
    await till.worker.start();
    const views = await told;
    expect(views[0]?.state).toBe('waiting');
    expect(views.at(-1)?.state).toBe('published');
    expect((await firstValueFrom(await till.runs.watch('till', id))).state).toBe('published');
    await expect(till.runs.watch('till', 'nope')).rejects.toMatchObject({ code: 'pipelines.unknown-run' });
  });

  it('of the clock gets its row when it starts, and the list says when the next one is', async () => {
    const { id } = await till.storage.write((tx) => till.queue.enqueue(tx, jobOf('till', 'nightly')));
    await till.worker.start();
    await till.queue.ended(id, 20);
    const { runs, nextRunAt } = await till.runs.list('till');
    expect(runs).toMatchObject([{ state: 'published', startedBy: 'nightly', steps: [], checks: [] }]);
    expect(nextRunAt).toMatch(/^\d{4}-\d\d-\d\dT0[67]:00:00\.000Z$/);
  });

  it('that is interrupted by a stopping worker waits, and starts over with the next one', async () => {
    const begin = till.warehouse.begin.bind(till.warehouse);
    const begun = new Promise<void>((isBegun) => {
      till.warehouse.begin = async (module) => {
        const build = await begin(module);
        const discard = build.discard.bind(build);
        let cutOff = (): void => undefined;
        const stage = () =>
          new Promise<never>((_, reject) => {
            cutOff = () => reject(new Error('cut off'));
            isBegun();
          });
        return Object.assign(build, { stage, discard: () => discard().finally(cutOff) });
      };
    });
    const { runId, jobId } = await till.requests.request(LOCAL_OPERATOR, 'till');
    await till.worker.start();
    await begun;
    await till.worker.stop();
    till.warehouse.begin = begin;
    expect((await till.runs.view('till', runId)).state).toBe('waiting');
    await till.worker.start();
    await till.queue.ended(jobId, 20);
    expect(await till.runs.view('till', runId)).toMatchObject({ state: 'published', load: 1 });
  });
});
