import { postgresAhead, postgresOfAnother } from '../errors.js';
import { apply } from './applying.js';
import type { Connection, Turn } from './connection.js';
import type { Ledger, Settled } from './ledger.js';
import { remove } from './pruning.js';
import { SCHEMA } from './schema.js';
import { issueTickets } from './tickets.js';

/** What one turn of a process is for, beside carrying the outbox over. */
export interface Work<T> {
  /** Before the outbox is carried over. */
  readonly first?: (turn: Turn) => Promise<void>;
  readonly last: (turn: Turn) => Promise<T>;
}

const AT_ONCE = 500;
const MOST_AT_ONCE = 10;
const MOST_SETTLED = 1000;

/**
 * Carries the outbox over to PostgreSQL: each change exactly once and in order, whichever process does it. Who holds the row of
 * `jupiter_turn` reads there how far the outbox was carried, goes on from that, and moves the mark in the same transaction.
 */
export class Passes {
  private settled: readonly Settled[] = [];
  private forgotten: readonly string[] = [];

  constructor(
    readonly connection: Connection,
    readonly ledger: Ledger,
  ) {}

  /** One turn, and what the app's file learns from it. Throws `queue.postgres-unreachable`; the outbox then stays as it was. */
  async run<T extends { forget?: readonly string[] }>(work: Work<T>): Promise<T> {
    const { settled, forgotten } = this;
    const pass = await this.connection.transaction(this.ledger.now(), async (turn) => {
      const mark = await this.enter(turn);
      await confirm(turn, settled);
      await remove(turn, forgotten);
      await work.first?.(turn);
      const applied = await this.carry(turn, mark);
      const result = await work.last(turn);
      return { applied, ended: await untold(turn), result };
    });
    await this.follow(pass, pass.result.forget ?? []);
    return pass.result;
  }

  /** Carries the outbox over, and nothing else. */
  async carryOver(): Promise<void> {
    while (this.ledger.waits) {
      await this.run({
        last: async (turn) => {
          await turn.sql(`SELECT pg_notify('${SCHEMA}', '')`);
          return {};
        },
      });
    }
  }

  private async enter(turn: Turn): Promise<number> {
    const origin = this.ledger.origin();
    await turn.sql('INSERT INTO jupiter_turn (origin, applied) VALUES ($1, 0) ON CONFLICT DO NOTHING', [origin]);
    const [row] = await turn.sql<{ origin: string; applied: string }>('SELECT origin, applied FROM jupiter_turn FOR UPDATE');
    if (row?.origin !== origin) throw postgresOfAnother();
    const applied = Number(row.applied);
    if (applied > this.ledger.lastNumber()) throw postgresAhead();
    return applied;
  }

  private async carry(turn: Turn, mark: number): Promise<number> {
    let applied = mark;
    for (let batch = 0; batch < MOST_AT_ONCE; batch++) {
      const rows = this.ledger.operations(applied, AT_ONCE);
      await apply(
        turn,
        rows.map(({ operation }) => operation),
      );
      applied = rows.at(-1)?.seq ?? applied;
      if (rows.length < AT_ONCE) break;
    }
    if (applied > mark) await turn.sql('UPDATE jupiter_turn SET applied = $1', [applied]);
    await issueTickets(turn);
    return applied;
  }

  private async follow(pass: { applied: number; ended: readonly Settled[] }, forget: readonly string[]): Promise<void> {
    if (this.ledger.hasUpTo(pass.applied) || pass.ended.length > 0 || forget.length > 0)
      await this.ledger.storage.write((tx) => this.ledger.follow(tx, pass.applied, pass.ended, forget));
    this.settled = pass.ended;
    this.forgotten = forget;
  }
}

async function confirm(turn: Turn, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  await turn.sql(
    `UPDATE jupiter_job j SET told = true FROM unnest($1::bigint[], $2::int[]) AS given (id, revision)
     WHERE j.id = given.id AND j.revision = given.revision AND NOT j.told`,
    [settled.map(({ id }) => id), settled.map(({ revision }) => revision)],
  );
}

function untold(turn: Turn): Promise<Settled[]> {
  return turn.sql(`SELECT id, revision FROM jupiter_job WHERE NOT told ORDER BY id LIMIT ${MOST_SETTLED}`);
}
