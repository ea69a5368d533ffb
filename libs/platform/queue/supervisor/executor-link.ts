import type { FromExecutor, ToExecutor } from '../executor/protocol.js';

/** A supervisor's line to one executor. */
export interface ExecutorLink {
  readonly pid: number;
  tell(message: ToExecutor): void;
  /** Ends it whatever it does; `gone` follows. */
  kill(): void;
  /** The tickets of the jobs that have started and not ended. */
  flight(): readonly number[];
}

export interface LinkEvents {
  message(message: FromExecutor): void;
  /** Told once, after its last message. */
  gone(end: ExecutorEnd): void;
}

export interface ExecutorEnd {
  /** 'killed by SIGKILL', 'exit code 3'. */
  readonly how: string;
  /** What it printed last to stderr. */
  readonly lastWords: string;
  /** Tickets of the jobs that were running. */
  readonly started: readonly number[];
}
