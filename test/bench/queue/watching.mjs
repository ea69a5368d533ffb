/** What Jupiter's supervisor costs when nothing happens, and how soon it notices when something does. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child.mjs';

const START_MS = 20_000;
const SETTLE_MS = 3_000;
const REPLACED_MS = 3_000;
const NOTICE_WITHIN_MS = 20_000;
/** Of user and system time in /proc/<pid>/stat. */
const TICK_MS = 10;
const MOST_IDLE = 0.01;
const MOST_KILLED_MS = 500;
const MOST_HUNG_MS = 1500;
const SHORTEST_HANG_MS = 1000;

/** @typedef {import('./rounds.mjs').Rounds} Rounds @typedef {import('./contestants.mjs').Contestant} Contestant */

/** The part of a core that supervisor and engine take while an executor waits for jobs. @param {Rounds} rounds @param {Contestant} contestant @param {number} forMs */
export async function idle(rounds, contestant, forMs) {
  const child = rounds.start(contestant, rounds.options(contestant), { do: 'serve', concurrency: 10 });
  try {
    await child.hears('ready', START_MS);
    await sleep(SETTLE_MS);
    const executors = children(child.process.pid);
    const before = [cpuMs(child.process.pid), cpuMs(executors[0])];
    await sleep(forMs);
    const [own, executor] = [cpuMs(child.process.pid), cpuMs(executors[0])].map((after, i) => (after - before[i]) / forMs);
    const told = `${percent(own)} (and its executor ${percent(executor)})`;
    return [
      {
        what: `idle for ${forMs / 1000} s: CPU of supervisor and engine`,
        wanted: `< ${percent(MOST_IDLE)}`,
        told,
        met: Number.isNaN(own) ? undefined : own < MOST_IDLE,
      },
    ];
  } finally {
    await child.stop();
  }
}

/** kill -9 in the middle of a job, and an event loop that hangs in one: how long until the job starts again. @param {Rounds} rounds @param {Contestant} contestant @param {number} times */
export async function deaths(rounds, contestant, times) {
  const options = { ...rounds.options(contestant), apart: 'told', executors: 2, hangMs: SHORTEST_HANG_MS };
  const child = rounds.start(contestant, options, { do: 'mishaps' });
  try {
    await child.hears('ready', START_MS);
    const killed = await restarts(child, times, 'hold', ({ pid }) => process.kill(pid, 'SIGKILL'));
    const hung = await restarts(child, Math.max(1, Math.floor(times / 2)), 'hang', () => {});
    return [
      judged('kill -9 in the middle of a job: it starts again after', killed, MOST_KILLED_MS),
      judged(`an event loop that hangs in a job (hangMs ${SHORTEST_HANG_MS}): it starts again after`, hung, MOST_HUNG_MS),
    ];
  } finally {
    await child.stop();
  }
}

/** @param {Child} child @param {number} times @param {string} kind @param {(start: any) => void} harm */
async function restarts(child, times, kind, harm) {
  const waits = [];
  for (let i = 0; i < times; i++) {
    // The other executor is there and idle: the one that was killed before has been replaced.
    await sleep(REPLACED_MS);
    const number = `${kind} ${i}`;
    child.tell({ kind: 'enqueue', payload: { [kind]: true, subject: number } });
    const first = await start(child, number, 1);
    await sleep(100);
    const from = kind === 'hang' ? first.startedAt : Number(process.hrtime.bigint()) / 1e6;
    harm(first);
    waits.push((await start(child, number, 2)).startedAt - from);
  }
  return waits;
}

/** The so manieth start of a job. @param {Child} child @param {string} subject @param {number} nth */
async function start(child, subject, nth) {
  const end = performance.now() + NOTICE_WITHIN_MS;
  for (;;) {
    const starts = child.all('start').filter((each) => each.subject === subject);
    if (starts.length >= nth) return starts[nth - 1];
    if (performance.now() > end) throw new Error(`start ${nth} of '${subject}' did not come within ${NOTICE_WITHIN_MS / 1000} s`);
    await sleep(5);
  }
}

/** @param {string} what @param {number[]} waits @param {number} most */
function judged(what, waits, most) {
  const worst = Math.max(...waits);
  return { what, wanted: `<= ${most} ms`, told: `${waits.map((each) => Math.round(each)).join(', ')} ms`, met: worst <= most };
}

/** @param {number | undefined} pid @returns {number[]} */
function children(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  } catch {
    return [];
  }
}

/** @param {number | undefined} pid */
function cpuMs(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

/** @param {number} part */
const percent = (part) => `${(part * 100).toFixed(2)} %`;
