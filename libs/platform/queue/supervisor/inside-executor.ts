import type { Settings } from '../executor/protocol.js';
import { RunningJobs } from '../executor/running-jobs.js';
import type { Handlers } from '../handlers.js';
import type { ExecutorLink, LinkEvents } from './executor-link.js';

/**
 * An executor inside the supervisor's own process: for the command line and for tests. It cannot be killed and does not hang alone:
 * code that ignores its signal goes on until it ends by itself.
 */
export function insideExecutor(handlers: Handlers, settings: Settings, events: LinkEvents): ExecutorLink {
  const flying = new Set<number>();
  const flight = { started: (ticket: number) => void flying.add(ticket), ended: (ticket: number) => void flying.delete(ticket) };
  const jobs = new RunningJobs(handlers, settings, (work) => events.message({ kind: 'work', ...work }), flight);
  const gone = () => setImmediate(() => events.gone({ how: 'ended', lastWords: '', started: [...flying] }));
  setImmediate(() => {
    events.message({ kind: 'ready' });
    jobs.begin();
  });
  return {
    pid: process.pid,
    tell: (message) => (message.kind === 'leave' ? void gone() : setImmediate(() => jobs.receive(message))),
    kill: () => void gone(),
    flight: () => [...flying],
  };
}
