import type { Connection } from './connection.js';
import { type Ledger, STAGE } from './ledger.js';

/** The states of all jobs, counted row by row. */
export async function recount(connection: Connection): Promise<Record<string, number>> {
  const rows = await connection.read<{ place: string; jobs: number }>(
    "SELECT name || '/' || state AS place, count(*)::int AS jobs FROM jupiter_job GROUP BY name, state",
  );
  return Object.fromEntries(rows.map(({ place, jobs }) => [place, jobs]));
}

/** Rules that every committed moment keeps, by what breaks them. */
const FAULTS = {
  'ready jobs of known names without exactly one ticket to fetch': `
    SELECT count(*) FROM jupiter_job j JOIN jupiter_rule r ON r.name = j.name AND r.declared
    WHERE j.state = 'ready' AND (SELECT count(*) FROM job t WHERE t.id = j.ticket AND t.state = 'created') <> 1`,
  'running jobs without a fetched ticket': `
    SELECT count(*) FROM jupiter_job j WHERE j.state = 'running' AND NOT EXISTS (SELECT 1 FROM job t WHERE t.id = j.ticket AND t.state = 'active')`,
  'tickets that belong to no job': `
    SELECT count(*) FROM job t WHERE t.state IN ('created', 'retry', 'active') AND NOT EXISTS (SELECT 1 FROM jupiter_job j WHERE j.ticket = t.id)`,
  'keys that more jobs hold than may': `
    SELECT count(*) FROM (SELECT key FROM jupiter_job WHERE holds GROUP BY key HAVING count(*) > max(key_concurrency)) k`,
  'holders of a key that wait for something else': `
    SELECT count(*) FROM jupiter_job WHERE holds AND state NOT IN ('ready', 'running', 'delayed')`,
  'jobs that wait for a number of parents which is not that of their open ones': `
    SELECT count(*) FROM jupiter_job j
    WHERE j.state = 'waiting' AND j.open_parents <> (SELECT count(*) FROM jupiter_parent p WHERE p.child = j.id AND NOT p.settled)`,
} as const;

/** 'ok', or the rules that are broken, in both databases and between them. */
export async function integrity(connection: Connection, ledger: Ledger): Promise<string> {
  const faults: string[] = [];
  for (const [rule, sql] of Object.entries(FAULTS)) {
    const [row] = await connection.read<{ count: string }>(sql);
    if (Number(row?.count) > 0) faults.push(`${row?.count} ${rule}`);
  }
  const astray = await disagreements(connection, ledger);
  if (astray.length > 0) faults.push(`${astray.length} jobs of which the two databases disagree: ${astray.slice(0, 10).join(', ')}`);
  const file = ledger.storage.one<{ integrity_check: string }>('PRAGMA integrity_check')?.integrity_check;
  if (file !== 'ok') faults.push(`the file: ${file}`);
  return faults.length === 0 ? 'ok' : faults.join('; ');
}

async function disagreements(connection: Connection, ledger: Ledger): Promise<string[]> {
  const rows = await connection.read<{ id: string; state: string }>('SELECT id, state FROM jupiter_job');
  const stages = new Map(
    ledger.storage.read<{ id: number; stage: number }>('SELECT id, stage FROM job_known').map(({ id, stage }) => [String(id), stage]),
  );
  return rows.filter(({ id, state }) => stages.get(id) !== stageOf(state)).map(({ id, state }) => `${id} ${state}`);
}

function stageOf(state: string): number {
  if (state === 'running') return STAGE.started;
  return ['done', 'cancelled', 'dead'].includes(state) ? STAGE.ended : STAGE.open;
}
