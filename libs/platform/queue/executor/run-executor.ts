import { notSupervised } from '../errors.js';
import type { Handlers } from '../handlers.js';
import { FlightRecorder } from './flight-recorder.js';
import { type Envelope, type FromExecutor, opened, type Settings, type ToExecutor } from './protocol.js';
import { reasonOf } from './retry-policy.js';
import { RunningJobs } from './running-jobs.js';

/** So long may the farewell of a dying or leaving process take. */
const FAREWELL_MS = 2000;

type Tell = (message: FromExecutor, told?: () => void) => void;

/**
 * Makes this process an executor of the supervisor that forked it, and resolves when it was told to leave and runs nothing any
 * more; the process ends soon after. Without its supervisor it ends at once. An error that nobody catches ends it too, as it should:
 * what runs beside it can no longer be trusted. Throws `queue.not-supervised` in a process that has no supervisor.
 */
export async function runExecutor(handlers: Handlers, host: NodeJS.Process = process): Promise<void> {
  if (!host.send) throw notSupervised();
  const tell: Tell = (message, told = () => undefined) => {
    const envelope: Envelope<FromExecutor> = { queue: message };
    host.send?.(envelope, undefined, undefined, told);
  };
  const orphaned = () => host.exit(1);
  host.on('disconnect', orphaned);
  if (!host.connected) orphaned();
  ignoreSignals(host);
  dieAloud(host, tell);

  const stopBeating = await untilLeave(handlers, host, tell);

  stopBeating();
  host.off('disconnect', orphaned);
  host.disconnect?.();
  setTimeout(() => host.exit(0), FAREWELL_MS).unref();
}

/** Works; resolves with what ends the beats. */
function untilLeave(handlers: Handlers, host: NodeJS.Process, tell: Tell): Promise<() => void> {
  let jobs: RunningJobs | undefined;
  let beats: NodeJS.Timeout | undefined;
  return new Promise((leave) => {
    host.on('message', (envelope: unknown) => {
      const message = opened<ToExecutor>(envelope);
      if (!message) return; // others may have a word with this process too
      if (message.kind === 'leave') leave(() => clearInterval(beats));
      else if (message.kind !== 'begin') jobs?.receive(message);
      else if (!jobs) {
        jobs = begin(handlers, message.settings, tell);
        beats = beat(message.settings.beatMs, tell);
      }
    });
    tell({ kind: 'ready' });
  });
}

function begin(handlers: Handlers, settings: Settings, tell: Tell): RunningJobs {
  const flight = new FlightRecorder(settings.flight, settings.concurrency);
  const jobs = new RunningJobs(handlers, settings, (work) => tell({ kind: 'work', ...work }), flight);
  jobs.begin();
  return jobs;
}

function beat(everyMs: number, tell: Tell): NodeJS.Timeout {
  let last = performance.now();
  return setInterval(() => {
    const now = performance.now();
    tell({ kind: 'beat', memoryBytes: process.memoryUsage.rss(), lagMs: Math.max(0, Math.round(now - last - everyMs)) });
    last = now;
  }, everyMs);
}

/** A signal to the whole group of processes (Ctrl+C) is the supervisor's to answer. */
function ignoreSignals(host: NodeJS.Process): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) host.on(signal, () => undefined);
}

function dieAloud(host: NodeJS.Process, tell: Tell): void {
  const die = (what: string) => (error: unknown) => {
    host.stderr.write(`${what}: ${error instanceof Error ? error.stack : reasonOf(error)}\n`);
    setTimeout(() => host.exit(1), FAREWELL_MS);
    tell({ kind: 'dying', reason: `${what}: ${reasonOf(error)}` }, () => host.exit(1));
  };
  host.on('uncaughtException', die('an error that nobody caught'));
  host.on('unhandledRejection', die('a rejection that nobody handled'));
}
