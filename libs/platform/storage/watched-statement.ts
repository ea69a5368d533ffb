import type Database from 'better-sqlite3';

/** A statement that held the process longer than it may. */
export interface SlowStatement {
  readonly sql: string;
  readonly milliseconds: number;
  /** SQLite's query plan, a line a step. */
  readonly plan: readonly string[];
}

/** What is watched: the limit in milliseconds, who is told, and a check before every statement that may change rows. */
export interface Watch {
  readonly slowMs: number;
  readonly onSlow: (slow: SlowStatement) => void;
  readonly beforeWrite?: (sql: string) => void;
}

type Call = (...parameters: unknown[]) => unknown;

/** Every statement that `database` prepares from now on is timed, and checked if it may change rows. */
export function watchStatements(database: Database.Database, watch: Watch): void {
  const prepare = database.prepare.bind(database) as (sql: string) => Database.Statement;
  const watched = (sql: string) => {
    const statement = prepare(immediate(sql));
    for (const method of ['all', 'get', 'run'] as const) {
      const original = statement[method].bind(statement) as Call;
      const call: Call = (...parameters) => {
        if (!statement.readonly) watch.beforeWrite?.(sql);
        const start = performance.now();
        const result = original(...parameters);
        const milliseconds = performance.now() - start;
        if (milliseconds > watch.slowMs) watch.onSlow({ sql, milliseconds, plan: explain(prepare, sql, parameters) });
        return result;
      };
      Object.defineProperty(statement, method, { value: call });
    }
    return statement;
  };
  Object.defineProperty(database, 'prepare', { value: watched });
}

/**
 * TypeORM starts transactions deferred: a read-then-write transaction then fails at once when another process
 * has written in between, whatever the busy timeout (measured: 36 to 57 % with two processes; 0 % when immediate).
 */
function immediate(sql: string): string {
  return sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql;
}

function explain(prepare: (sql: string) => Database.Statement, sql: string, parameters: unknown[]): string[] {
  try {
    const steps = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
    return steps.map((step) => step.detail);
  } catch {
    return []; // pragmas and transaction control have no plan
  }
}
