import type { JobRules } from '../contract/definition.js';
import type { Turn } from './connection.js';
import { finish } from './ending.js';
import { note, place } from './placing.js';
import { endTickets } from './tickets.js';

/** A job that was running this often when the whole node went down is taken for the cause. */
const MOST_RESCUES = 20;

/** From now on these are the names that are known here, by these rules. */
export async function declare(turn: Turn, rules: readonly JobRules[]): Promise<void> {
  await turn.sql('UPDATE jupiter_rule SET declared = false WHERE name <> ALL($1::text[])', [rules.map(({ name }) => name)]);
  for (const { name, version, concurrency, rate, keep } of rules)
    await turn.sql(
      `INSERT INTO jupiter_rule (name, declared, version, concurrency, rate_starts, rate_ms, keep_done_ms, keep_done, keep_failed_ms, keep_failed)
       VALUES ($1, true, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (name) DO UPDATE SET declared = true, version = excluded.version, concurrency = excluded.concurrency,
         rate_starts = excluded.rate_starts, rate_ms = excluded.rate_ms, keep_done_ms = excluded.keep_done_ms,
         keep_done = excluded.keep_done, keep_failed_ms = excluded.keep_failed_ms, keep_failed = excluded.keep_failed`,
      [
        name,
        version,
        concurrency ?? null,
        rate?.starts ?? null,
        rate?.perMs ?? null,
        keep.doneMs,
        keep.doneJobs,
        keep.failedMs,
        keep.failedJobs,
      ],
    );
}

/** Frees what a supervisor left running that is not there any more: nobody is charged, but a job that is always among them dies. */
export async function rescue(turn: Turn): Promise<void> {
  const left = await turn.sql<{ id: string; rescues: number; cancelling: string | null }>(
    "UPDATE jupiter_job SET rescues = rescues + 1 WHERE state = 'running' RETURNING id, rescues, cancelling",
  );
  for (const { id, rescues, cancelling } of left) {
    if (cancelling !== null) await finish(turn, [id], { state: 'cancelled', reason: cancelling, told: false });
    else if (rescues >= MOST_RESCUES)
      await finish(turn, [id], { state: 'dead', reason: `The whole node went down ${rescues} times while it ran.`, told: false });
    else await free(turn, id);
  }
}

async function free(turn: Turn, id: string): Promise<void> {
  await endTickets(turn, [id], 'void');
  await turn.sql("UPDATE jupiter_job SET state = 'waiting' WHERE id = $1", [id]);
  await note(turn, [id], 'freed', 'The node went down while it ran.');
  await place(turn, [id]);
}

/** Parks what is not known here any more, and takes back what is known again. */
export async function parkByRules(turn: Turn): Promise<void> {
  const misplaced = await turn.sql<{ id: string; state: string }>(
    `SELECT j.id, j.state FROM jupiter_job j LEFT JOIN jupiter_rule r ON r.name = j.name AND r.declared
     WHERE j.state IN ('ready', 'delayed', 'blocked') AND (r.version IS NULL OR j.version > r.version)
        OR j.state = 'parked' AND j.version <= r.version
     ORDER BY j.id`,
  );
  const parked = misplaced.filter(({ state }) => state === 'parked').map(({ id }) => id);
  await turn.sql('UPDATE jupiter_job SET reason = NULL, came_at = greatest(run_at, $2) WHERE id = ANY($1::bigint[])', [parked, turn.now]);
  if (parked.length > 0) await note(turn, parked, 'unparked');
  await place(
    turn,
    misplaced.map(({ id }) => id),
  );
}
