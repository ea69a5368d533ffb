/**
 * The process in which one contestant is measured (see child.mjs): it opens the contestant, does one task and tells the figures.
 *
 * @typedef {{ do: 'fill', jobs: number } | { do: 'enqueue', forMs: number } | { do: 'process', concurrency: number, forMs: number, jobs: number }
 *   | { do: 'consume', jobs: number } | { do: 'produce', jobs: number } | { do: 'serve', concurrency: number } | { do: 'mishaps' }
 *   | { do: 'turnOver', concurrency: number, forMs: number } | { do: 'finish', concurrency: number }} Deed
 * @typedef {Deed & { options: import('./contestants.mjs').Options }} Task
 */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const BULK = 1000;
const CALLERS = 100;
const GAP_MS = 20;
const WARM_UP = 5;
const PATIENCE_MS = 5000;
const TURN = 500;
const MOST_AT_ONCE = 2000;

const { driver, options, ...task } = JSON.parse(process.argv[2] ?? '{}');
const tell = (kind, figures = {}) => process.send?.({ kind, ...figures });
const payload = (number, more = {}) => ({ number, to: 'somebody@example.org', subject: 'What became of it', lines: [1, 2, 3], ...more });
const payloads = (count) => Array.from({ length: count }, (_, i) => payload(i));

const deeds = { fill, enqueue, process: work, consume, produce, serve, mishaps, turnOver, finish };
const broken = (error) => {
  tell('broken', { reason: error?.stack ?? String(error) });
  setTimeout(() => process.exit(1), 200);
};
process.on('uncaughtException', broken);
process.on('unhandledRejection', broken);
process.on('disconnect', () => process.exit(1));

/** Puts jobs in, as fast as it goes. */
async function fill({ jobs }) {
  if (!contestant.bulk) for (const each of payloads(jobs)) await contestant.enqueue(each);
  else for (let left = jobs; left > 0; left -= BULK) await contestant.bulk(payloads(Math.min(BULK, left)));
  await contestant.filled?.();
  return {};
}

async function enqueue({ forMs }) {
  for (let i = 0; i < WARM_UP; i++) await contestant.enqueue(payload(i));
  const single = () => contestant.enqueue(payload(1));
  const one = await perSecond(forMs, 1, 1, single);
  const hundred = await perSecond(forMs, CALLERS, 1, single);
  const batch = payloads(BULK);
  const bulk = contestant.bulk && (await perSecond(forMs, 1, BULK, () => contestant.bulk(batch)));
  return { one, hundred, bulk };
}

/** How many jobs a second so many callers get done with calls of so many jobs each. */
async function perSecond(forMs, callers, jobs, call) {
  const started = performance.now();
  let count = 0;
  const caller = async () => {
    while (performance.now() - started < forMs) {
      await call();
      count += jobs;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (count / (performance.now() - started)) * 1000;
}

/**
 * Runs jobs that do nothing and were put in before, for so long or until all are acknowledged. What was started and is not
 * acknowledged yet does not count: some start the next job, or the next thousand, before the last is kept.
 */
async function work({ concurrency, forMs, jobs }) {
  const counted = contestant.apart ? countedFromOutside : countedInside;
  const { done, milliseconds } = await counted(concurrency, jobs, forMs);
  return { perSecond: (done / milliseconds) * 1000, jobs: done, ...memory() };
}

async function countedInside(concurrency, jobs, forMs) {
  let [started, first] = [0, 0];
  let over = () => {};
  const end = new Promise((done) => (over = () => done(undefined)));
  const late = setTimeout(over, forMs + PATIENCE_MS);
  await contestant.work(concurrency, () => {
    if (started++ === 0) {
      first = performance.now();
      setTimeout(over, forMs);
    }
    if (started === jobs) over();
  });
  await end;
  clearTimeout(late);
  let left = await contestant.left();
  while (started === jobs && left > 0 && performance.now() - first < forMs + PATIENCE_MS) {
    await sleep(2);
    left = await contestant.left();
  }
  return { done: jobs - left, milliseconds: performance.now() - first };
}

/** For handlers in processes of their own: from the first look that shows an end to the last. */
async function countedFromOutside(concurrency, jobs, forMs) {
  await contestant.work(concurrency);
  const look = async () => ({ left: await contestant.left(), at: performance.now() });
  const begun = performance.now();
  let first = await look();
  while (first.left === jobs && performance.now() - begun < PATIENCE_MS) {
    await sleep(1);
    first = await look();
  }
  let last = first;
  while (last.left > 0 && last.at - first.at < forMs) {
    await sleep(5);
    last = await look();
  }
  return { done: first.left - last.left, milliseconds: last.at - first.at };
}

/** Jobs come in as fast as they are run, so that the depth stays what it was: how many go through in a second. */
async function turnOver({ concurrency, forMs }) {
  let [started, entered, over] = [0, 0, false];
  const batch = payloads(MOST_AT_ONCE);
  await contestant.work(concurrency, () => {
    started++;
  });
  const [begun, before, cpuBefore] = [performance.now(), started, process.cpuUsage()];
  setTimeout(() => (over = true), forMs);
  while (!over) {
    const missing = Math.min(started - entered + TURN, MOST_AT_ONCE);
    if (missing < TURN / 2) await sleep(1);
    else {
      await contestant.bulk(batch.slice(0, missing));
      entered += missing;
    }
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  const jobs = started - before;
  return { perSecond: (jobs / (performance.now() - begun)) * 1000, cpuUs: (user + system) / jobs, ...memory() };
}

/** Runs all that is there, to the end. */
async function finish({ concurrency }) {
  await contestant.work(concurrency, () => {});
  while ((await contestant.left()) > 0) await sleep(20);
  return {};
}

/** The most that this process has had, and that of the processes it has started, in MB (10^6 bytes). */
const memory = () => ({
  memory: peak('self') ?? process.resourceUsage().maxRSS / 1000,
  executorMemory: contestant.apart ? Math.max(...children().map(peak)) : undefined,
});

function peak(process) {
  const status = existsSync('/proc/self/status') ? readFileSync(`/proc/${process}/status`, 'utf8') : '';
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1e6;
}

function children() {
  const file = `/proc/self/task/${process.pid}/children`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
}

const now = () => Number(process.hrtime.bigint()) / 1e6;

/** Runs jobs that another process enqueues and tells how long each was on its way. */
async function consume({ jobs }) {
  const waits = [];
  let all = () => {};
  const end = new Promise((done) => (all = () => done(undefined)));
  await contestant.work(10, ({ at, warmUp, startedAt = now() }) => {
    if (!warmUp) waits.push(startedAt - at);
    if (waits.length === jobs) all();
  });
  tell('ready');
  await end;
  waits.sort((a, b) => a - b);
  return { p50: waits[Math.floor(waits.length / 2)], p99: waits[Math.ceil(waits.length * 0.99) - 1] };
}

async function produce({ jobs }) {
  for (let i = -WARM_UP; i < jobs; i++) {
    await sleep(GAP_MS * (0.5 + Math.random()));
    await contestant.enqueue(payload(i, { at: now(), warmUp: i < 0 }));
  }
  return {};
}

/** Runs what comes until it is stopped. */
async function serve({ concurrency = 10 }) {
  await contestant.work(concurrency, () => {});
  tell('ready');
  return {};
}

/** Enqueues what it is told to, and tells of every start. */
async function mishaps() {
  await contestant.work(1, (start) => tell('start', start));
  process.on('message', (message) => {
    if (message.kind === 'enqueue') contestant.enqueue(payload(0, message.payload)).catch(broken);
  });
  tell('ready');
  return {};
}

const { open } = await import(pathToFileURL(driver).href);
const contestant = await open({ ...options, handles: task.do });
process.on('message', (message) => {
  if (message.kind !== 'stop') return;
  setTimeout(() => process.exit(0), 1500);
  const leave = () => process.exit(0);
  contestant.close().then(leave, leave);
});
tell('measured', await deeds[task.do](task));
