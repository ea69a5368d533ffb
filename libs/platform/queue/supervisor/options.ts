import type { LeftBehind } from '../contract/engine.js';
import type { Lane } from '../contract/job.js';
import type { Handlers } from '../handlers.js';

/** Who runs the jobs: processes forked from a file that calls `runExecutor`, or handlers inside this process. */
export type Program =
  | {
      readonly file: string;
      readonly args?: readonly string[];
      readonly execArgv?: readonly string[];
      /** The whole environment; default: this process's own. */
      readonly env?: NodeJS.ProcessEnv;
    }
  | { readonly inside: Handlers };

/** Why, in a word: it ended by itself, was killed for one of four causes, or was renewed on purpose. */
export type RestartReason = 'crash' | 'hang' | 'boot' | 'memory' | 'job' | 'renewed';

/** A place that had to be filled again. */
export interface Restart {
  readonly place: string;
  readonly lane: Lane;
  readonly pid: number;
  readonly why: RestartReason;
  readonly reason: string;
  /** The next process starts after this. */
  readonly delayMs: number;
}

/** What a supervisor tells whoever listens: tests, metrics. */
export interface SupervisorListener {
  restart?(restart: Restart): void;
  left?(executorId: string, left: LeftBehind): void;
}

/** How a supervisor works. Milliseconds. */
export interface SupervisorOptions {
  readonly program: Program;
  /** For its lock, the ids of its processes and their flight recorders; one for each store. */
  readonly folder: string;
  readonly executors?: number;
  /** Jobs at once in each executor. */
  readonly concurrency?: number;
  /** Short jobs that may wait inside an executor, at most; a long one ahead of them gives them back. */
  readonly prefetch?: number;
  /** An executor that is silent for so long is killed; 1000 at least. */
  readonly hangMs?: number;
  readonly beatMs?: number;
  /** An executor may take so long until it is up. */
  readonly bootMs?: number;
  /** Above this an executor takes no more jobs and is renewed; at one and a half times of it, it is killed. */
  readonly memoryBytes?: number;
  /** How long running jobs may go on after `stop`, and how long those may take that are then asked to give up. */
  readonly graceMs?: number;
  readonly interruptMs?: number;
  /** How long a job may go on after its timeout, or after it was cancelled, before its process is killed. */
  readonly killAfterMs?: number;
  readonly cancelAfterMs?: number;
  /** A quarantine executor without a suspect leaves after this. */
  readonly idleMs?: number;
  /** How often the rows of the page of workers are written. */
  readonly rowsMs?: number;
  readonly listener?: SupervisorListener;
  /** Takes the lines that executors print; default: this process's own output. */
  readonly print?: (line: string, to: 'stdout' | 'stderr') => void;
}

const SHORTEST_HANG_MS = 1000;
const LONGEST_BEAT_MS = 500;

const DEFAULTS = {
  executors: 1,
  concurrency: 2,
  prefetch: 1024,
  hangMs: 30_000,
  bootMs: 60_000,
  memoryBytes: Number.POSITIVE_INFINITY,
  graceMs: 20_000,
  interruptMs: 5000,
  killAfterMs: 2000,
  cancelAfterMs: 3000,
  idleMs: 60_000,
  rowsMs: 3000,
  listener: {},
  print: (line: string, to: 'stdout' | 'stderr') => void process[to].write(`${line}\n`),
};

export type Resolved = Required<SupervisorOptions>;

/** The options with their defaults. An option that is undefined is left out. */
export function resolveOptions(given: SupervisorOptions): Resolved {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as unknown as SupervisorOptions;
  const hangMs = Math.max(SHORTEST_HANG_MS, said.hangMs ?? DEFAULTS.hangMs);
  return { ...DEFAULTS, beatMs: Math.min(LONGEST_BEAT_MS, Math.floor(hangMs / 3)), ...said, hangMs };
}
