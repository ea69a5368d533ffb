import { setTimeout as pause } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cell } from '#core/contract';
import type { Attachments } from './attachments.js';
import { cellRows } from './cells.js';
import { Deadline } from './deadline.js';
import type { Engine } from './engine.js';
import { deadlinePassed } from './errors.js';
import { Slots } from './slots.js';

export type Parameter = string | number | null;

export interface ReadRequest {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  readonly files: readonly string[];
  readonly deadlineMs: number;
}

/** Called for every chunk of at most 2,048 rows, in order; the next chunk waits for it. */
export type OnRows = (rows: Cell[][]) => void | Promise<void>;

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Runs queries over attached files: so many at once, each with a deadline, each result in chunks. */
export class Reader {
  private readonly idle: DuckDBConnection[] = [];
  private readonly busy = new Set<DuckDBConnection>();
  private readonly slots: Slots;

  constructor(
    private readonly engine: Engine,
    private readonly attachments: Attachments,
    atOnce: number,
  ) {
    this.slots = new Slots(atOnce);
  }

  /** Undefined when a file of the load is gone. Throws what the engine says, or `deadline-passed`. */
  async run(request: ReadRequest, onRows: OnRows): Promise<true | undefined> {
    const deadline = new Deadline(request.deadlineMs);
    const free = await this.slots.take(deadline);
    if (!free) throw deadlinePassed(request.deadlineMs);
    const release = await this.attachments.hold(request.files).catch((error) => {
      free();
      throw error;
    });
    try {
      if (release) await this.stream(request, deadline, onRows);
      return release ? true : undefined;
    } finally {
      release?.();
      free();
    }
  }

  /** Stops what is running and waits for it. An interrupt that falls between two statements is lost, so it is repeated. */
  async drain(): Promise<void> {
    let free = false;
    const allFree = this.slots.allFree().then(() => {
      free = true;
    });
    while (!free) {
      for (const connection of this.busy) connection.interrupt();
      await Promise.race([allFree, pause(50)]);
    }
  }

  private async stream(request: ReadRequest, deadline: Deadline, onRows: OnRows): Promise<void> {
    const connection = this.idle.pop() ?? (await this.engine.connect());
    this.busy.add(connection);
    const stopWatching = deadline.whenPassed(() => connection.interrupt());
    try {
      await sendChunks(connection, request, deadline, onRows);
      this.idle.push(connection);
    } catch (error) {
      this.engine.disconnect(connection);
      throw deadline.passed ? deadlinePassed(request.deadlineMs) : error;
    } finally {
      stopWatching();
      this.busy.delete(connection);
    }
  }
}

async function sendChunks(connection: DuckDBConnection, request: ReadRequest, deadline: Deadline, onRows: OnRows): Promise<void> {
  const result = await connection.stream(request.sql, [...request.parameters]);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    await deadline.pausedFor(() => onRows(cellRows(chunk)));
    await nextTurn();
    if (deadline.passed) throw deadlinePassed(request.deadlineMs);
  }
}
