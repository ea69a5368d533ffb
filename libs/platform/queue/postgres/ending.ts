import type { JobState } from '../contract/job.js';
import type { Turn } from './connection.js';
import { keysOf, note, place, promote } from './placing.js';
import { endTickets, type TicketEnd } from './tickets.js';

/** How a job ends for good. `told`: the app's own file knows already. */
export interface End {
  readonly state: Extract<JobState, 'done' | 'cancelled' | 'dead'>;
  readonly reason?: string;
  readonly result?: string;
  readonly told: boolean;
}

const TICKET: Record<End['state'], TicketEnd> = { done: 'complete', cancelled: 'cancel', dead: 'fail' };

/** Ends jobs, lets those go that waited for their keys, and does to their children what was asked for. */
export async function finish(turn: Turn, ids: readonly string[], end: End): Promise<void> {
  if (ids.length === 0) return;
  await endTickets(turn, ids, TICKET[end.state]);
  await turn.sql(
    `UPDATE jupiter_job SET state = $2, finished_at = $3, reason = coalesce($4, CASE WHEN $2 = 'done' THEN NULL ELSE reason END), result = coalesce($5, result),
       told = $6, holds = false, executor = NULL, cancelling = NULL
     WHERE id = ANY($1::bigint[])`,
    [ids, end.state, turn.now, end.reason ?? null, end.result ?? null, end.told],
  );
  if (end.state === 'cancelled') await note(turn, ids, 'cancelled', end.reason);
  if (end.state === 'dead') await note(turn, ids, 'died', end.reason);
  await promote(turn, await keysOf(turn, ids));
  for (const id of await parentsAmong(turn, ids)) await tellChildren(turn, id, end.state);
}

async function parentsAmong(turn: Turn, ids: readonly string[]): Promise<string[]> {
  const rows = await turn.sql<{ parent: string }>(
    'SELECT DISTINCT parent FROM jupiter_parent WHERE parent = ANY($1::bigint[]) AND NOT settled ORDER BY parent',
    [ids],
  );
  return rows.map(({ parent }) => parent);
}

/** A parent that is done counts down; one that is not leaves it to each child's own rule. */
async function tellChildren(turn: Turn, parent: string, state: End['state']): Promise<void> {
  const freed = await turn.sql<{ child: string }>(
    `UPDATE jupiter_parent p SET settled = true FROM jupiter_job c
     WHERE p.parent = $1 AND c.id = p.child AND NOT p.settled AND ($2 = 'done' OR c.on_parent_failure = 'run') RETURNING p.child`,
    [parent, state],
  );
  await countDown(
    turn,
    freed.map(({ child }) => child),
  );
  if (state === 'done') return;
  const lost = await turn.sql<{ id: string }>(
    `SELECT c.id FROM jupiter_parent p JOIN jupiter_job c ON c.id = p.child
     WHERE p.parent = $1 AND NOT p.settled AND c.on_parent_failure = 'cancel' AND c.state = 'waiting' ORDER BY c.id`,
    [parent],
  );
  const reason = `Its parent ${parent} ${state === 'dead' ? 'died' : 'was cancelled'}.`;
  await finish(
    turn,
    lost.map(({ id }) => id),
    { state: 'cancelled', reason, told: false },
  );
}

async function countDown(turn: Turn, children: readonly string[]): Promise<void> {
  if (children.length === 0) return;
  const ready = await turn.sql<{ id: string }>(
    `UPDATE jupiter_job SET open_parents = open_parents - 1, came_at = greatest(run_at, $2) WHERE id = ANY($1::bigint[]) AND open_parents > 0
     RETURNING CASE WHEN open_parents = 0 AND state = 'waiting' THEN id END AS id`,
    [children, turn.now],
  );
  await place(
    turn,
    ready.map(({ id }) => id).filter((id) => id !== null),
  );
}
