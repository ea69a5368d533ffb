/**
 * The process in which one contestant is measured (see child.mjs): it opens the contestant, does one task and tells the figures.
 *
 * @typedef {{ do: 'fill', jobs: number } | { do: 'enqueue', forMs: number } | { do: 'process', concurrency: number, forMs: number, jobs: number }
 *   | { do: 'consume', jobs: number } | { do: 'produce', jobs: number } | { do: 'serve' }} Deed
 * @typedef {Deed & { options: import('./contestants.mjs').Options }} Task
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const BULK = 1000;
const CALLERS = 100;
const GAP_MS = 20;
const WARM_UP = 5;
const PATIENCE_MS = 5000;

const { driver, options, ...task } = JSON.parse(process.argv[2] ?? '{}');
const tell = (kind, figures = {}) => process.send?.({ kind, ...figures });
const payload = (number, more = {}) => ({ number, to: 'somebody@example.org', subject: 'What became of it', lines: [1, 2, 3], ...more });
const payloads = (count) => Array.from({ length: count }, (_, i) => payload(i));

const deeds = { fill, enqueue, process: work, consume, produce, serve };
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
  const done = jobs - left;
  return { perSecond: (done / (performance.now() - first)) * 1000, jobs: done, ...memory() };
}

const memory = () => ({ memory: peak() });
function peak() {
  try {
    return (Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024) / 1e6;
  } catch {
    return process.resourceUsage().maxRSS / 1000;
  }
}

const now = () => Number(process.hrtime.bigint()) / 1e6;

/** Runs jobs that another process enqueues and tells how long each was on its way. */
async function consume({ jobs }) {
  const waits = [];
  let all = () => {};
  const end = new Promise((done) => (all = () => done(undefined)));
  await contestant.work(10, ({ at, warmUp }) => {
    if (!warmUp) waits.push(now() - at);
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

const { open } = await import(pathToFileURL(driver).href);
const contestant = await open({ ...options, handles: task.do });
process.on('message', (message) => {
  if (message.kind !== 'stop') return;
  setTimeout(() => process.exit(0), 1500);
  const leave = () => process.exit(0);
  contestant.close().then(leave, leave);
});
tell('measured', await deeds[task.do](task));
