import type { Claim, Executor } from '../contract/engine.js';
import type { Lane, ParentResult } from '../contract/job.js';
import type { Turn } from './connection.js';
import { withinRate } from './rating.js';
import { queueOf } from './tickets.js';

/** An executor that may be handed so many jobs more. */
export type Taker = Executor & { readonly credit: number };

/** A job that runs by now in PostgreSQL. It is handed out when the app's file knows, and only if it has not changed since. */
export interface Start {
  readonly executor: string;
  readonly revision: number;
  /** When it came due. */
  readonly dueAt: number;
  readonly claim: Claim;
}

/** A name whose jobs are all over their rate is looked at so often in one turn. */
const MOST_ROUNDS = 20;

/** Takes jobs for those who have credit: the names merged by their heads, each name and lane in its order. */
export async function claim(turn: Turn, takers: readonly Taker[]): Promise<Start[]> {
  const starts: Start[] = [];
  for (const taker of takers) {
    let { credit } = taker;
    for (let round = 0; round < MOST_ROUNDS && credit > 0; round++) {
      const fetched = await fetchFor(turn, taker.lane, credit);
      if (fetched.length === 0) break;
      const allowed = await withinRate(turn, fetched);
      credit -= allowed.length;
      starts.push(...(await started(turn, taker.id, allowed)));
    }
  }
  return starts;
}

/** How many of which name: the first by priority and number over all names that are not paused and have room. */
const HEADS = `
  SELECT name, count(*)::int AS jobs FROM (
    SELECT h.name FROM jupiter_rule r
    LEFT JOIN jupiter_count c ON c.name = r.name AND c.state = 'running'
    CROSS JOIN LATERAL (
      SELECT j.name, j.priority, j.id FROM jupiter_job j WHERE j.name = r.name AND j.lane = $1 AND j.state = 'ready'
      ORDER BY j.priority, j.id LIMIT greatest(0, least($2, coalesce(r.concurrency - coalesce(c.jobs, 0), $2)))) h
    WHERE r.declared AND NOT r.paused
    ORDER BY h.priority, h.id LIMIT $2) first
  GROUP BY name`;

async function fetchFor(turn: Turn, lane: Lane, credit: number): Promise<string[]> {
  const heads = await turn.sql<{ name: string; jobs: number }>(HEADS, [lane, credit]);
  const ids: string[] = [];
  for (const { name, jobs } of heads) {
    const options = { batchSize: jobs, ignoreStartAfter: true, db: turn.db };
    const tickets = await turn.boss.fetch<{ job: string }>(queueOf(name, lane), options);
    ids.push(...tickets.map(({ data }) => data.job));
  }
  return ids;
}

type StartedRow = Omit<Claim, 'parents' | 'maxAttempts'> & { max_attempts: number; revision: number; due_at: number; family: boolean };

async function started(turn: Turn, executor: string, ids: readonly string[]): Promise<Start[]> {
  const rows = await turn.sql<StartedRow>(
    `WITH started AS (
       UPDATE jupiter_job SET state = 'running', attempt = attempt + 1, started_at = $2, executor = $3, progress = NULL, put_off = false
       WHERE id = ANY($1::bigint[]) RETURNING *)
     SELECT id, name, payload, version, attempt, failures, max_attempts, revision, run_at AS due_at,
       EXISTS (SELECT 1 FROM jupiter_parent WHERE child = started.id) AS family
     FROM started ORDER BY priority, started.id`,
    [ids, turn.now, executor],
  );
  const parents = await parentsOf(
    turn,
    rows.filter(({ family }) => family).map(({ id }) => id),
  );
  return rows.map(({ max_attempts: maxAttempts, revision, due_at: dueAt, family, ...row }) => ({
    executor,
    revision,
    dueAt,
    claim: { ...row, maxAttempts, ...(family && { parents: parents.get(row.id) ?? [] }) },
  }));
}

async function parentsOf(turn: Turn, children: readonly string[]): Promise<Map<string, ParentResult[]>> {
  const found = new Map<string, ParentResult[]>();
  if (children.length === 0) return found;
  const rows = await turn.sql<Omit<ParentResult, 'result'> & { child: string; result: string | null }>(
    `SELECT f.child, p.id, p.name, p.state, p.result FROM jupiter_parent f JOIN jupiter_job p ON p.id = f.parent
     WHERE f.child = ANY($1::bigint[]) ORDER BY f.child, f.place`,
    [children],
  );
  for (const { child, id, name, state, result } of rows) {
    const parent: ParentResult = { id, name, state, ...(result !== null && { result: JSON.parse(result) as unknown }) };
    found.set(child, [...(found.get(child) ?? []), parent]);
  }
  return found;
}
