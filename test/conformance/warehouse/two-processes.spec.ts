import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Warehouse } from '#data/warehouse';
import { publish, sale, TemporaryFolder, tickets, totals } from '../../support/ticket-shop.js';

const project = resolve(__dirname, '../../..');
const program = [join(project, 'test/support/run-typescript.cjs'), join(__dirname, 'working-process.ts')];

let folder: TemporaryFolder;
let reader: Warehouse;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = new TemporaryFolder();
  reader = folder.open();
});
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
  await folder.remove();
});

/** Starts the publisher; each load that it has published is told once. */
function startPublisher(loads: number, onLoad: (load: number) => void): Promise<unknown> {
  child = spawn(process.execPath, ['-r', ...program, folder.path, String(loads)], { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => onLoad(Number(line)));
  return once(child, 'exit');
}

async function readOnce(): Promise<number | undefined> {
  const snapshot = reader.snapshot('shop');
  if (!snapshot) return undefined;
  const [sums, rows] = await Promise.all([totals(reader, snapshot), tickets(reader, snapshot)]);
  expect(sums[0]).toEqual(['S1', `${snapshot.load}.00`]);
  expect(rows[0]?.slice(0, 2)).toEqual(['T1', `${snapshot.load}.00`]);
  return snapshot.load;
}

describe('a reader in one process and a writer in another', () => {
  it('never meet: every answer is of one whole load, and the newest is seen', async () => {
    let published = 0;
    let running = true;
    const exit = startPublisher(8, (load) => {
      published = load;
    }).then(() => {
      running = false;
    });
    const seen = new Set<number>();
    while (running) {
      const load = await readOnce();
      if (load !== undefined) seen.add(load);
      await new Promise((done) => setImmediate(done));
    }
    await exit;
    expect(published).toBe(8);
    expect(await readOnce()).toBe(8);
    expect(seen.size).toBeGreaterThan(1);
  }, 60_000);

  it('are not disturbed by a writer that is killed: the last load stays, and the next writer goes on from it', async () => {
    const exit = startPublisher(1000, (load) => {
      if (load >= 2) child?.kill('SIGKILL');
    });
    await exit;
    const left = await readOnce();
    expect(left).toBeGreaterThanOrEqual(2);
    const next = await publish(folder.open(), [sale('T1', 'S1', `${Number(left) + 1}.00`)]);
    expect(next.load).toBe(Number(left) + 1);
    expect(await readOnce()).toBe(next.load);
    expect(readdirSync(join(folder.path, 'shop')).filter((name) => name.includes('building'))).toEqual([]);
  }, 60_000);
});
