import { type Db, PgBoss } from 'pg-boss';
import { firstLine, messageOf, Problem } from '#core/kernel';
import { engineClosed, postgresUnreachable } from '../errors.js';
import { SCHEMA, schemaStatements } from './schema.js';

/** One PostgreSQL transaction, as its steps see it. `now` is the moment of the turn. */
export interface Turn {
  readonly db: Db;
  readonly boss: PgBoss;
  readonly now: number;
  sql<T>(text: string, values?: readonly unknown[]): Promise<T[]>;
}

/** A frozen process must not keep all others from the queue for longer than this. */
const MOST_IDLE_MS = 10_000;
const CONNECT_MS = 5_000;
const AN_HOUR_S = 3600;

/**
 * The way to PostgreSQL: pg-boss with its pool. Its own loops that judge jobs (expiry, heartbeats, flows, cron) stay off, because
 * the supervisor judges, by processes and not by the clock.
 */
export class Connection {
  private opening?: Promise<PgBoss>;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly connections: number,
  ) {}

  /** Runs `work` in one transaction. Throws `queue.postgres-unreachable` when there is no way to it, or it was lost: what became of a commit under way is then not known. */
  async transaction<T>(now: number, work: (turn: Turn) => Promise<T>): Promise<T> {
    const boss = await this.boss();
    return reached(async () => {
      const transaction = await begin(boss);
      try {
        const { db } = transaction;
        const result = await work({ boss, db, now, sql: async (text, values) => (await db.executeSql(text, values && [...values])).rows });
        await transaction.commit();
        return result;
      } catch (error) {
        await transaction.rollback();
        throw error;
      }
    });
  }

  /** Committed rows. Throws `queue.postgres-unreachable`. */
  async read<T>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    const boss = await this.boss();
    return reached(async () => (await boss.getDb().executeSql(text, [...values])).rows as T[]);
  }

  /** Rings at each commit that says so, and when the ear was lost for a while. Ends by the function it resolves with. */
  async listen(ring: () => void): Promise<() => Promise<void>> {
    const db = (await this.boss()).getDb();
    const handle = await db.listen?.(SCHEMA, ring, ring);
    return async () => handle?.close();
  }

  /** The queues of pg-boss, made when they are not there. */
  async queues(names: readonly string[]): Promise<void> {
    const boss = await this.boss();
    for (const name of names) await boss.createQueue(name, { retryLimit: 0 });
  }

  /** Rows of starts that are over; their jobs have rows of their own. */
  async sweep(queue: string): Promise<void> {
    await (await this.boss()).deleteStoredJobs(queue);
  }

  /** May be used again. */
  reopen(): void {
    this.closed = false;
  }

  async close(): Promise<void> {
    this.closed = true;
    const boss = await this.opening?.catch(() => undefined);
    this.opening = undefined;
    await boss?.stop({ graceful: false });
  }

  private boss(): Promise<PgBoss> {
    if (this.closed) return Promise.reject(engineClosed());
    this.opening ??= reached(() => this.open()).catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  private async open(): Promise<PgBoss> {
    const boss = new PgBoss({
      connectionString: this.url,
      schema: SCHEMA,
      application_name: this.name,
      max: this.connections,
      connectionTimeoutMillis: CONNECT_MS,
      options: `-c search_path=${SCHEMA} -c idle_in_transaction_session_timeout=${MOST_IDLE_MS} -c synchronous_commit=on`,
      supervise: false,
      schedule: false,
      bamIntervalSeconds: AN_HOUR_S,
      queueCacheIntervalSeconds: AN_HOUR_S,
    });
    // A connection that broke while nobody used it: whoever needs one next is told by what he asked for.
    boss.on('error', () => undefined);
    try {
      await boss.start();
      await boss.getDb().executeSql(schemaStatements);
      return boss;
    } catch (error) {
      await boss.stop({ graceful: false }).catch(() => undefined);
      throw error;
    }
  }
}

function begin(boss: PgBoss) {
  const db = boss.getDb();
  if (!db.beginTransaction) throw new Error('This pg-boss has no transactions.');
  return db.beginTransaction();
}

/** Tells what the way to PostgreSQL is at fault for from what a statement is. */
async function reached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isUnreachable(error) ? postgresUnreachable(firstLine(error) || String((error as { code?: unknown }).code)) : error;
  }
}

/** Codes of Node's sockets, PostgreSQL's classes for connections, resources and its own stopping, and what its client says without one. */
const CODES = /^(E[A-Z]+|(08|53|57).{3})$/;
const WORDS = /connection (terminated|error|ended)|timeout exceeded|already settled|not queryable|pool after calling end/i;

function isUnreachable(error: unknown): boolean {
  if (error instanceof Problem) return false;
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? CODES.test(code) : WORDS.test(messageOf(error));
}
