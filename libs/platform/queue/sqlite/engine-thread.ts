/** The thread of the SQLite engine: the only one that hands out jobs and keeps how they end. It blocks nobody but itself. */
import { watch } from 'node:fs';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { openConnection } from '#platform/sqlite';
import { Cycle } from './cycle.js';
import type { Order, Report, ThreadData } from './messages.js';
import { realClock, SharedClock } from './shared-clock.js';
import { Wal } from './wal.js';

const MOST_ORDERS = 4000;
/** So long it goes on taking in what has arrived before it commits. */
const LONGEST_INTAKE_MS = 10;
const TROUBLE_MS = 200;

const data = workerData as ThreadData;
const port = parentPort as MessagePort;
const clock = data.clock ? new SharedClock(data.clock) : realClock;
const connection = openConnection(data.file);
const wal = new Wal(connection, data.file);
const cycle = new Cycle(connection, data.rules, clock);

let waiting: Order[] = [];
let soon: NodeJS.Immediate | undefined;
let later: NodeJS.Timeout | undefined;

function tell(report: Report): void {
  port.postMessage(report);
}

/** Everything that arrived while the last commit was written goes into the next one. */
function takeIn(first: readonly Order[]): void {
  waiting.push(...first);
  const end = performance.now() + LONGEST_INTAKE_MS;
  while (waiting.length < MOST_ORDERS && performance.now() < end) {
    const next = receiveMessageOnPort(port) as { message: readonly Order[] } | undefined;
    if (!next) break;
    for (const order of next.message) waiting.push(order);
  }
  run();
}

function run(): void {
  clearImmediate(soon);
  soon = undefined;
  const orders = waiting;
  waiting = [];
  const { report, kept } = cycle.run(orders);
  waiting.push(...kept);
  tell(report);
  const close = kept.length === 0 ? orders.find((order) => order.to === 'close') : undefined;
  if (close?.to === 'close') {
    end(close.request);
    return;
  }
  if (cycle.isTroubled) {
    clearTimeout(later);
    later = setTimeout(look, TROUBLE_MS);
    return;
  }
  if (cycle.again) soon = setImmediate(run);
  wal.look(realClock.monotonic());
  wakeLater(data.safetyLookMs);
}

/** The next look: at the first moment that something comes due, but never later than the slow look. */
function wakeLater(most: number): void {
  clearTimeout(later);
  const { nextDue } = cycle.upkeep;
  const opens = cycle.lines.opensAt;
  const due = Math.min(nextDue === undefined ? most : nextDue - clock.wall(), opens === undefined ? most : opens - clock.monotonic());
  later = setTimeout(look, Math.max(1, Math.min(most, due)));
}

/** Somebody has rung, or it is time: a transaction only if there is something to do. */
function look(): void {
  const opens = cycle.lines.opensAt;
  const hasOpened = opens !== undefined && opens <= clock.monotonic();
  if (waiting.length > 0 || cycle.upkeep.hasNews || cycle.upkeep.isTime || hasOpened) run();
  else wakeLater(data.safetyLookMs);
}

function end(request: number): void {
  clearTimeout(later);
  clearImmediate(soon);
  watcher.close();
  connection.close();
  tell({ ...emptyClosed, closed: request });
  port.close();
}

const emptyClosed: Report = { added: [], left: [], claims: [], stale: [], refused: [], cancel: [], quarantine: false };

const watcher = watch(data.bell, look);
watcher.on('error', () => watcher.close()); // the bell is gone (Windows tells so): the slow look finds the jobs
port.on('message', takeIn);
tell({ ...cycle.open(), opened: true });
wakeLater(data.safetyLookMs);
