import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunView } from '#core/contract';
import { RunHandler, RunRequests, RunStore, RunViews } from '#data/pipelines';
import { Audit } from '#platform/audit';
import { LOCAL_OPERATOR } from '#platform/identity';
import { openQueue } from '#platform/queue';
import { openTill, RECEIPTS, SHOPS, writeSource } from '../../support/till-runs.js';

const project = resolve(__dirname, '../../..');
const program = [join(project, 'test/support/run-typescript.cjs'), join(__dirname, 'working-process.ts')];

let folder: string;
let till: Awaited<ReturnType<typeof openTill>>;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jupiter-killed-'));
  till = await openTill(folder);
  writeSource(folder, 'receipts-1.csv', RECEIPTS);
  writeSource(folder, 'shops.csv', SHOPS);
});
afterEach(async () => {
  await kill();
  await till.warehouse.close();
  await till.storage.close();
  rmSync(folder, { recursive: true });
});

async function kill(): Promise<void> {
  if (!child || child.signalCode !== null || child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function until(look: () => Promise<RunView>, isSo: (view: RunView) => boolean): Promise<RunView> {
  for (;;) {
    const view = await look();
    if (isSo(view)) return view;
    if (view.finishedAt) throw new Error(`The run ended: ${view.state} ${view.reason}`);
    await sleep(20);
  }
}

describe('a run whose worker is killed', () => {
  it('starts over in another worker and publishes what a run without the accident would', async () => {
    const { storage, registry, warehouse, configuration } = till;
    const store = new RunStore(storage, new Audit());
    const { queue, worker } = openQueue(storage, [new RunHandler(registry, warehouse, store, configuration) as never]);
    const views = new RunViews(storage, queue);
    const { runId, jobId } = await new RunRequests(storage, store, queue, new Audit(), registry).request(LOCAL_OPERATOR, 'till');

    child = spawn(process.execPath, ['-r', ...program, folder], { stdio: 'inherit' });
    const cutOff = await until(
      () => views.view('till', runId),
      (view) => view.steps.at(-1)?.state === 'running',
    );
    await kill();
    expect([cutOff.state, warehouse.snapshot('till')]).toEqual(['running', undefined]);
    expect(readdirSync(join(folder, 'warehouse/till')).some((name) => name.includes('building'))).toBe(true);

    await worker.start();
    await queue.ended(jobId, 20);
    await worker.stop();
    const view = await views.view('till', runId);
    expect(view).toMatchObject({ state: 'published', load: 1 });
    expect(view.steps).toHaveLength(7);
    expect(view.steps.every((step) => step.state === 'done')).toBe(true);
    expect(view.steps[0]).toMatchObject({ read: 3, loaded: 3, rejected: 0 });
    expect(view.checks.length).toBe(cutOff.checks.length);
    expect(readdirSync(join(folder, 'warehouse/till')).some((name) => name.includes('building'))).toBe(false);
  }, 60_000);
});
