import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { migrations } from '#migrations';
import { openStorage } from '#platform/storage';
import { prepared } from '../../../conformance/queue/bench.js';
import { type Fault, fault, inWorld, must, proven, type Size, Unable } from '../fault.js';
import { acknowledgedIn, Producer } from '../producer.js';
import { databaseOf } from '../programs/opened.js';
import type { World } from '../world.js';

/** The library that keeps a shadow of what was synced, compiled on the spot. */
function shadowLibrary(folder: string): string {
  const library = join(folder, 'shadow.so');
  try {
    execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, join(__dirname, '../programs/shadow.c'), '-ldl'], { stdio: 'pipe' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Unable('there is no C compiler (gcc)');
    throw error;
  }
  return library;
}

async function powerCut(world: World): Promise<string> {
  if (process.platform !== 'linux') throw new Unable('only Linux lets a library watch what is synced');
  const shadow = join(world.notes, 'shadow');
  mkdirSync(shadow);
  const file = join(world.notes, 'acknowledged');
  await world.storage.alter((dataSource) => dataSource.query('PRAGMA wal_checkpoint(TRUNCATE)'));
  // Copied by another process: opening and closing the file here would drop the locks that SQLite holds on it.
  execFileSync(
    'cp',
    readdirSync(world.folder)
      .filter((name) => /sqlite(-wal)?$/.test(name))
      .map((name) => join(world.folder, name))
      .concat(shadow),
  );
  const env = { LD_PRELOAD: shadowLibrary(world.notes), SHADOW_FROM: world.folder, SHADOW_TO: shadow };
  const node = await world.node({ produce: file, env });
  const producer = new Producer({ folder: world.folder, file, env });
  try {
    await producer.up();
    await sleep(world.random.whole(100, 700));
  } finally {
    await Promise.all([node.gone(), producer.killed()]);
  }
  const acknowledged = acknowledgedIn(file).map(({ id }) => Number(id));
  const storage = await openStorage({ file: databaseOf(shadow), entities: [], migrations });
  const kept = new Set(storage.read<{ id: number }>('SELECT id FROM job').map(({ id }) => id));
  const check = storage.one<{ integrity_check: string }>('PRAGMA integrity_check')?.integrity_check;
  await storage.close();
  must(check === 'ok', `integrity_check of the shadow: ${check}`);
  const lost = acknowledged.filter((id) => !kept.has(id));
  must(acknowledged.length > 0, 'nothing was acknowledged');
  must(
    lost.length === 0,
    `${lost.length} of ${acknowledged.length} acknowledged jobs are not in what was synced: ${lost.slice(0, 5).join()}`,
  );
  world.acknowledged.push(...acknowledged.map(String));
  await world.node();
  await world.allEnded();
  return `${acknowledged.length} of ${acknowledged.length} acknowledged are in the shadow`;
}

const DISK_MB = 24;
const LEFT_KB = 700;

/** A small file system of its own, or `Unable`. */
function smallDisk(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jupiter-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    rmSync(folder, { recursive: true });
    throw new Unable('a small file system can be mounted by root on Linux only');
  }
  return folder;
}

/** Adds until the disk is full, and a little more. Gives how often it was refused, and the refusal. */
async function addUntilRefused(world: World): Promise<{ refused: number; why: Set<string> }> {
  const why = new Set<string>();
  let refused = 0;
  for (let round = 0; refused < 15 && round < 2000; round++) {
    const payload = JSON.stringify({ deed: 'plain', ms: 1, ballast: 'x'.repeat(world.random.whole(500, 8000)) });
    try {
      const [answer] = await world.store.add([prepared({ payload })]);
      if (answer instanceof Error || !answer) throw answer ?? new Error('no answer');
      world.acknowledged.push(answer.id);
    } catch (error) {
      why.add(String(error));
      refused++;
      await sleep(5);
    }
  }
  return { refused, why };
}

async function diskFull(world: World): Promise<string> {
  const ballast = join(world.folder, 'ballast');
  await world.node();
  await world.add(50);
  const { bavail, bsize } = statfsSync(world.folder);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - LEFT_KB * 1024)));
  const { refused, why } = await addUntilRefused(world);
  must(refused > 0, 'the disk was never full');
  for (const reason of why) must(/full|space/i.test(reason), `an unclear refusal: ${reason}`);
  await sleep(world.random.whole(0, 500));
  const before = world.unfinished();
  rmSync(ballast);
  const freed = performance.now();
  await world.allEnded();
  const tookMs = performance.now() - freed;
  await world.add(20);
  await world.allEnded();
  return `${refused} refused ("${[...why][0]}"), ${before} open then, done ${(tookMs / 1000).toFixed(1)} s after there was space`;
}

const diskFault: Fault = {
  number: 10,
  title: 'disk full, then freed',
  prove: async (seed, size) => {
    const disk = smallDisk();
    try {
      return await inWorld(seed, (world) => proven(world, diskFull, size), disk);
    } finally {
      execFileSync('umount', ['-l', disk], { stdio: 'pipe' });
      rmSync(disk, { recursive: true, force: true });
    }
  },
};

async function badRows(world: World): Promise<string> {
  await world.node();
  let [good, bad] = [0, 0];
  const requests = Array.from({ length: 120 }, async () => {
    if (!world.random.chance(0.15)) {
      good++;
      return void (await world.add(1));
    }
    bad++;
    const [answer] = await world.store.add([prepared({ payload: '{"deed":"plain","ms":0}', parents: ['987654321'] })]);
    must(answer instanceof Error, 'a job was kept whose parent there is not');
  });
  await Promise.all(requests);
  for (let job = 0; job < 10; job++) {
    await world.add(5);
    await world.addCulprit({ deed: 'bad effect', ms: 0 }, { maxAttempts: 1 });
  }
  await world.allEnded();
  const [all] = world.storage.read<{ number: number }>('SELECT count(*) AS number FROM job');
  must(all?.number === world.acknowledged.length, `${all?.number} jobs for ${world.acknowledged.length} acknowledged`);
  for (const id of world.culprits)
    must((await world.store.job(id))?.state === 'dead', `job ${id} is not dead, though its effect was refused`);
  return `${bad} of ${good + bad} enqueues and 10 effects refused, nothing else with them`;
}

const MOST_WAL_BYTES = 80 * 2 ** 20;

async function pinnedWal(world: World, size: Size): Promise<string> {
  await world.node();
  const wal = () => statSync(`${databaseOf(world.folder)}-wal`).size;
  const rate = async (jobs: number) => {
    const began = performance.now();
    await world.add(jobs, { ms: 0 });
    await world.allEnded();
    return Math.round((jobs / (performance.now() - began)) * 1000);
  };
  const jobs = size === 'short' ? 1000 : 3000;
  const free = await rate(jobs);
  const reader = new Database(databaseOf(world.folder), { readonly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM job').get();
  const pinned = await rate(jobs);
  const grown = wal();
  reader.exec('COMMIT');
  reader.close();
  await rate(jobs);
  must(wal() <= MOST_WAL_BYTES, `the WAL has ${wal()} bytes after the reader has gone`);
  must(pinned > free / 10, `${pinned} jobs/s beside the reader, ${free} without`);
  return `${free} jobs/s, beside the reader ${pinned}; WAL ${(grown / 2 ** 20).toFixed(1)} MB, then ${(wal() / 2 ** 20).toFixed(1)} MB`;
}

export const diskFaults: readonly Fault[] = [
  fault(3, 'power cut', powerCut),
  diskFault,
  fault(13, 'bad row in a group commit', badRows),
  fault(16, 'WAL pinned by a reader', pinnedWal),
];
