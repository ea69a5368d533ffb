import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, fault, must } from '../fault.js';
import { endedTwice, open, overlaps } from '../log.js';
import { exists } from '../node-process.js';
import type { World } from '../world.js';

/** Half a second is the aim, and in the figures; a machine that does other things as well takes as long as a few processes to come up. */
const againWithinMs = (bootMs: number) => Math.max(500, 3 * bootMs);
/** One at once, nobody can tell a job that is killed each time from one that kills. */
const CHARGED_OFTEN = { maxAttempts: 20 };
const now = () => Number(process.hrtime.bigint() / 1_000_000n);

/** An executor that runs something at this moment, any of them; jobs are added until one does. */
async function busyExecutor(world: World, addJobs: () => Promise<unknown>): Promise<number> {
  let busy: number[] = [];
  await world.until('an executor runs something', async () => {
    if (world.unfinished() === 0) await addJobs();
    busy = [...new Set(open(world.entries()).map(({ pid }) => pid))].filter(exists);
    return busy.length > 0;
  });
  return world.random.pick(busy);
}

/** Sends a signal; false when the process was quicker. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

async function killedMidJob(world: World, size: 'short' | 'full'): Promise<string> {
  const alone = world.random.chance(0.5);
  await world.node(alone ? { executors: 3, concurrency: 1 } : { executors: 2, concurrency: 10 });
  const addJobs = async () => {
    for (let job = 0; job < 60; job++) await world.add(1, { ms: world.random.whole(0, 60) }, alone ? CHARGED_OFTEN : {});
  };
  const deaths = new Map<number, number>();
  for (let kill = 0; kill < (size === 'short' ? 4 : 7); kill++) {
    await addJobs();
    const pid = await busyExecutor(world, addJobs);
    await sleep(world.random.whole(0, 40));
    if (signal(pid, 'SIGKILL')) deaths.set(pid, now());
  }
  await world.allEnded();
  const entries = world.entries();
  const cut = open(entries).filter(({ pid }) => deaths.has(pid));
  const waits = cut.flatMap(({ id, pid, attempt }) => {
    const again = entries.find((entry) => entry.what === 'S' && entry.id === id && entry.attempt > attempt);
    return again ? [again.at - deaths.get(pid)!] : [];
  });
  waits.sort((a, b) => a - b);
  must(overlaps(entries, deaths).length === 0, `a job ran twice at once: ${JSON.stringify(overlaps(entries, deaths))}`);
  await unstartedPaidNothing(
    world,
    entries.filter(({ what, pid }) => what === 'S' && deaths.has(pid)).map(({ id }) => id),
  );
  const median = waits[Math.floor(waits.length / 2)] ?? 0;
  // suspects of one death wait for each other in the quarantine; a job that ran alone has nobody to wait for
  if (alone)
    must(median <= againWithinMs(world.bootMs), `jobs that ran alone started again after ${median} ms (median of ${waits.length})`);
  const figures = `${deaths.size} kills, ${cut.length} cut, again after ${median} ms (longest ${waits.at(-1) ?? 0})`;
  return `${alone ? 'one' : 'ten'} at once: ${figures}, ${endedTwice(entries)} ended twice`;
}

/** Only a job whose handler had begun in a process that was killed may have been charged, once for each. */
async function unstartedPaidNothing(world: World, begun: readonly string[]): Promise<void> {
  for (const { id, failures } of world.storage.read<{ id: number; failures: number }>('SELECT id, failures FROM job WHERE failures > 0')) {
    const starts = begun.filter((each) => each === String(id)).length;
    must(failures <= starts, `job ${id} was charged ${failures} times and had begun ${starts} times in a process that was killed`);
  }
}

async function poison(world: World, size: 'short' | 'full'): Promise<string> {
  const began = performance.now();
  await world.add(60);
  const culprit = await world.addCulprit({ deed: 'kill itself', ms: 0 }, { maxAttempts: size === 'short' ? 2 : 3 });
  await world.add(size === 'short' ? 90 : 190);
  const node = await world.node();
  await world.allEnded();
  const job = await world.store.job(culprit);
  must(job?.state === 'dead', `the culprit is ${job?.state}`);
  must(job.failures === job.maxAttempts, `the culprit has ${job.failures} failures`);
  return `${node.restarts.length} processes died, ${((performance.now() - began) / 1000).toFixed(1)} s`;
}

async function hung(world: World, size: 'short' | 'full'): Promise<string> {
  const began = performance.now();
  await world.add(40);
  const culprit = await world.addCulprit({ deed: 'hang', ms: 0 }, { maxAttempts: size === 'short' ? 1 : 2 });
  await world.add(60);
  const node = await world.node({ hangMs: 1000 });
  await world.allEnded();
  const job = await world.store.job(culprit);
  must(job?.state === 'dead', `the culprit is ${job?.state}`);
  return `${node.restarts.length} processes were killed, ${((performance.now() - began) / 1000).toFixed(1)} s`;
}

async function stopped(world: World): Promise<string> {
  const node = await world.node({ hangMs: 1000 });
  const addJobs = async () => {
    for (let job = 0; job < 150; job++) await world.add(1, { ms: world.random.whole(0, 80) });
  };
  await addJobs();
  const whole = world.random.chance(0.5);
  const pid = whole ? node.pid : await busyExecutor(world, addJobs);
  signal(pid, 'SIGSTOP');
  await sleep(world.random.whole(1500, 2200));
  signal(pid, 'SIGCONT');
  await world.add(20);
  await world.allEnded();
  if (whole) must(node.restarts.length === 0, `a supervisor that was asleep killed: ${JSON.stringify(node.restarts)}`);
  return `the ${whole ? 'supervisor' : 'executor'} was stopped, ${node.restarts.length} replaced, ${endedTwice(world.entries())} ended twice`;
}

async function orphaned(world: World): Promise<string> {
  const first = await world.node({ executors: 1 });
  const [id] = await world.add(1, { deed: 'hang once', ms: 0 }, { maxAttempts: 1 });
  await world.add(30);
  await world.until('it hangs', () => world.entries().some((entry) => entry.id === id));
  const pid = world.entries().find((entry) => entry.id === id)!.pid;
  await sleep(world.random.whole(0, 300));
  await first.gone();
  await sleep(world.random.whole(0, 100));
  const outlived = exists(pid);
  await world.node({ executors: 1 });
  must(!exists(pid), `the orphan ${pid} lives beside the next supervisor`);
  await world.allEnded();
  return outlived ? 'the orphan outlived its supervisor and was ended' : 'the orphan ended by itself';
}

export const executorFaults: readonly Fault[] = [
  fault(1, 'worker killed in the middle of its jobs', killedMidJob),
  fault(4, 'poison job kills its own process', poison),
  fault(5, 'event loop hangs for ever', hung),
  fault(11, 'worker asleep longer than hangMs acks late', stopped),
  fault(14, 'supervisor killed while a worker hangs', orphaned),
];
