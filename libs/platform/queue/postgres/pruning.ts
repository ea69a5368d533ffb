import type { Turn } from './connection.js';

const A_DAY_MS = 86_400_000;
const BATCH = 500;

const WINDOWS = [
  { states: ['done'], ms: 'keep_done_ms', jobs: 'keep_done' },
  { states: ['cancelled', 'dead'], ms: 'keep_failed_ms', jobs: 'keep_failed' },
] as const;

/**
 * A batch of ended jobs that are older, or more, than their name keeps. Not: one with an idempotency key of the last day, and one
 * whose result a child still waits for. They are forgotten by the app's file first, then here by `remove`.
 */
export async function forgettable(turn: Turn): Promise<string[]> {
  const ids: string[] = [];
  for (const { states, ms, jobs } of WINDOWS) {
    const rows = await turn.sql<{ id: string }>(
      `SELECT old.id FROM jupiter_rule r CROSS JOIN LATERAL (
         SELECT j.id, j.idempotent, j.finished_at,
           row_number() OVER (ORDER BY j.id) <= (SELECT sum(c.jobs) FROM jupiter_count c WHERE c.name = r.name AND c.state = ANY($1)) - r.${jobs} AS many
         FROM jupiter_job j WHERE j.name = r.name AND j.state = ANY($1) ORDER BY j.id LIMIT ${4 * BATCH}) old
       WHERE (old.many OR old.finished_at < $2 - r.${ms}) AND NOT (old.idempotent AND old.finished_at > $2 - ${A_DAY_MS})
         AND NOT EXISTS (SELECT 1 FROM jupiter_parent f JOIN jupiter_job c ON c.id = f.child
           WHERE f.parent = old.id AND c.state NOT IN ('done', 'cancelled', 'dead'))
       LIMIT ${BATCH}`,
      [states, turn.now],
    );
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

export async function remove(turn: Turn, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await turn.sql("DELETE FROM jupiter_job WHERE id = ANY($1::bigint[]) AND state IN ('done', 'cancelled', 'dead')", [ids]);
  await turn.sql('DELETE FROM jupiter_parent WHERE parent = ANY($1::bigint[])', [ids]);
}
