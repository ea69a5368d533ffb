import { notSupervised } from '../errors.js';
import type { Handlers } from '../handlers.js';
import { FlightRecorder } from './flight-recorder.js';
import { type FromExecutor, type Settings, type ToExecutor } from './protocol.js';
import { reasonOf } from './retry-policy.js';
import { RunningJobs } from './running-jobs.js';

/** So long may the farewell of a dying or leaving process take. */
const FAREWELL_MS = 2000;

/**
 * Makes this process an executor of the supervisor that forked it: it runs jobs until it is told to leave or its supervisor is
 * gone. `close` is called before it leaves in peace. An error that nobody catches ends the process, as it should: what runs
 * beside it can no longer be trusted. Throws `queue.not-supervised` in a process that has no supervisor.
 */
export function runExecutor(handlers: Handlers, host: NodeJS.Process = process, close: () => Promise<void> = async () => undefined): void {
  if (!host.send) throw notSupervised();
  const tell = (message: FromExecutor, told: () => void = () => undefined) => host.send?.(message, undefined, undefined, told);
  const leave = () => leaving(close).finally(() => host.exit(0));
  let jobs: RunningJobs | undefined;

  host.on('message', (message: ToExecutor) => {
    if (message.kind === 'begin') jobs ??= begin(handlers, message.settings, tell);
    else if (message.kind === 'leave') void leave();
    else jobs?.receive(message);
  });
  leaveWithSupervisor(host);
  dieAloud(host, tell);
  tell({ kind: 'ready' });
}

function begin(handlers: Handlers, settings: Settings, tell: (message: FromExecutor) => void): RunningJobs {
  const flight = new FlightRecorder(settings.flight, settings.concurrency);
  const jobs = new RunningJobs(handlers, settings, (work) => tell({ kind: 'work', ...work }), flight);
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    tell({ kind: 'beat', memoryBytes: process.memoryUsage.rss(), lagMs: Math.max(0, Math.round(now - last - settings.beatMs)) });
    last = now;
  }, settings.beatMs);
  jobs.begin();
  return jobs;
}

/** An executor without a supervisor is an orphan. A signal to the whole group (Ctrl+C) is the supervisor's to answer. */
function leaveWithSupervisor(host: NodeJS.Process): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) host.on(signal, () => undefined);
  host.on('disconnect', () => host.exit(1));
  if (!host.connected) host.exit(1);
}

function dieAloud(host: NodeJS.Process, tell: (message: FromExecutor, told: () => void) => void): void {
  const die = (what: string) => (error: unknown) => {
    host.stderr.write(`${what}: ${error instanceof Error ? error.stack : reasonOf(error)}\n`);
    setTimeout(() => host.exit(1), FAREWELL_MS);
    tell({ kind: 'dying', reason: `${what}: ${reasonOf(error)}` }, () => host.exit(1));
  };
  host.on('uncaughtException', die('an error that nobody caught'));
  host.on('unhandledRejection', die('a rejection that nobody handled'));
}

async function leaving(close: () => Promise<void>): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, FAREWELL_MS));
  await Promise.race([close(), late]).catch((error: unknown) => process.stderr.write(`closing: ${reasonOf(error)}\n`));
}
