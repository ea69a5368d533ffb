import type { JobEvent, JobState } from '../contract/job.js';
import type { Turn } from './connection.js';
import { endTickets } from './tickets.js';

/**
 * Where a job stands that neither runs nor has ended. Its key is looked at by `promote`. Before the first engine was opened no name
 * is known, and none is parked.
 */
const PLACE = `CASE
  WHEN j.open_parents > 0 THEN 'waiting'
  WHEN r.version IS NULL AND EXISTS (SELECT 1 FROM jupiter_rule WHERE declared) OR j.version > r.version THEN 'parked'
  WHEN j.run_at > $2 THEN 'delayed'
  WHEN j.key IS NULL OR j.holds THEN 'ready'
  ELSE 'blocked' END`;

/**
 * Puts jobs that neither run nor have ended where they belong by now: waiting for parents, parked, delayed, blocked by their key,
 * or ready. A key that is taken by a job that is only waiting for its next try stays taken; by a parked one it does not.
 */
export async function place(turn: Turn, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await endTickets(turn, ids, 'void');
  const placed = await turn.sql<PlacedRow>(
    `UPDATE jupiter_job j SET state = p.state, executor = NULL, holds = j.holds AND p.state NOT IN ('parked', 'waiting'),
       reason = CASE WHEN p.state = 'parked' AND j.reason IS NULL THEN p.why ELSE j.reason END
     FROM (SELECT j.id, j.holds AS held, ${PLACE} AS state,
             CASE WHEN r.version IS NULL THEN 'Nobody here knows this name.' ELSE 'Its payload is newer than what runs here.' END AS why
           FROM jupiter_job j LEFT JOIN jupiter_rule r ON r.name = j.name AND r.declared
           WHERE j.id = ANY($1::bigint[])) p
     WHERE j.id = p.id RETURNING j.id, j.key, j.state, j.reason, p.held AND NOT j.holds AS released`,
    [ids, turn.now],
  );
  for (const { id, state, reason } of placed) if (state === 'parked') await note(turn, [id], 'parked', reason ?? undefined);
  await promote(turn, keysIn(placed.filter(({ released }) => released)));
  await promote(turn, keysIn(placed.filter(({ state }) => state === 'blocked')), ids);
}

interface PlacedRow {
  readonly id: string;
  readonly key: string | null;
  readonly state: JobState;
  readonly reason: string | null;
  readonly released: boolean;
}

const keysIn = (rows: readonly PlacedRow[]): string[] => [...new Set(rows.map(({ key }) => key).filter((key) => key !== null))];

export async function keysOf(turn: Turn, ids: readonly string[]): Promise<string[]> {
  const rows = await turn.sql<{ key: string }>('SELECT DISTINCT key FROM jupiter_job WHERE id = ANY($1::bigint[]) AND key IS NOT NULL', [
    ids,
  ]);
  return rows.map(({ key }) => key);
}

/**
 * Lets those go that came due first among the blocked of each key, as many as it has room for; nobody passes one who has to wait.
 * `newcomers` go only where nobody stood in line before them.
 */
export async function promote(turn: Turn, keys: readonly string[], newcomers?: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await turn.sql(
    `WITH first AS (
       SELECT b.id, bool_and(b.key_concurrency - b.rank >= (SELECT count(*) FROM jupiter_job h WHERE h.key = k.key AND h.holds))
         OVER (PARTITION BY k.key ORDER BY b.rank) AS goes
       FROM unnest($1::text[]) AS k (key) CROSS JOIN LATERAL (
         SELECT id, key_concurrency, row_number() OVER (ORDER BY came_at, id) AS rank FROM jupiter_job
         WHERE key = k.key AND state = 'blocked' ORDER BY came_at, id LIMIT 100) b
       WHERE $2::bigint[] IS NULL OR NOT EXISTS (
         SELECT 1 FROM jupiter_job o WHERE o.key = k.key AND o.state = 'blocked' AND o.id <> ALL($2::bigint[])))
     UPDATE jupiter_job j SET state = 'ready', holds = true FROM first WHERE j.id = first.id AND first.goes`,
    [keys, newcomers ?? null],
  );
}

/** Jobs whose moment has come, the earliest first. */
export async function placeDue(turn: Turn): Promise<void> {
  const due = await turn.sql<{ id: string }>(
    "SELECT id FROM jupiter_job WHERE state = 'delayed' AND run_at <= $1 ORDER BY run_at, id LIMIT 1000",
    [turn.now],
  );
  await place(
    turn,
    due.map(({ id }) => id),
  );
}

/** Notes what happened to jobs off the common way. */
export async function note(turn: Turn, ids: readonly string[], kind: JobEvent['kind'], detail?: string): Promise<void> {
  await turn.sql(
    'INSERT INTO jupiter_event (job, at, kind, attempt, detail) SELECT id, $2, $3, attempt, $4 FROM jupiter_job WHERE id = ANY($1::bigint[]) ORDER BY id',
    [ids, turn.now, kind, detail ?? null],
  );
}
