import type { Wanted } from '../contract/engine.js';

/** A job whose worker died this often while it ran is taken for the cause. */
const MAX_RESCUES = 3;

export const INSERT = `INSERT INTO job
  (id, name, payload, state, key, unique_key, priority, run_at, created_at, attempt, failures, rescues, max_attempts)
  VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, 0, 0, 0, ?)`;

export const UNFINISHED_WITH_UNIQUE_KEY = `SELECT id FROM job WHERE unique_key = ? AND unique_key IS NOT NULL AND state IN ('pending', 'running')`;

export const CANCEL = `UPDATE job SET state = 'cancelled', reason = ?, finished_at = ? WHERE id = ? AND state = 'pending' RETURNING id`;

export const FIND = 'SELECT * FROM job WHERE id = ?';

export const DEPTH = `
  SELECT name, count(*) AS pending, 0 AS running, 0 AS dead, min(run_at) AS oldest FROM job WHERE state = 'pending' GROUP BY name
  UNION ALL SELECT name, 0, count(*), 0, NULL FROM job WHERE state = 'running' GROUP BY name
  UNION ALL SELECT name, 0, 0, count(*), NULL FROM job WHERE state = 'dead' GROUP BY name`;

/** The first pending job that is due, wanted and not excepted, whose key is free and whose name has not reached its limit. */
export function candidate(wanted: readonly Wanted[], except: readonly string[], now: string): { sql: string; parameters: unknown[] } {
  const names = wanted.map(({ concurrency }) =>
    concurrency === undefined
      ? 'j.name = ?'
      : "(j.name = ? AND (SELECT count(*) FROM job r WHERE r.state = 'running' AND r.name = j.name) < ?)",
  );
  const sql = `SELECT j.id FROM job j WHERE j.state = 'pending' AND j.run_at <= ? AND (${names.join(' OR ')})
    AND j.id NOT IN (${except.map(() => '?').join()})
    AND NOT EXISTS (SELECT 1 FROM job r WHERE r.state = 'running' AND r.key IS NOT NULL AND r.key = j.key)
    ORDER BY j.priority, j.id LIMIT 1`;
  const limits = wanted.flatMap(({ name, concurrency }) => (concurrency === undefined ? [name] : [name, concurrency]));
  return { sql, parameters: [now, ...limits, ...except] };
}

export const claimOf = (candidateSql: string) => `UPDATE job
  SET state = 'running', worker_id = ?, attempt = attempt + 1, started_at = ?, progress = NULL
  WHERE id = (${candidateSql}) AND state = 'pending'
  RETURNING id, name, payload, attempt, failures, max_attempts`;

const HELD = `WHERE id = ? AND attempt = ? AND state = 'running' RETURNING id`;

/** Ends for good: state, failures to add, result, reason, time and progress; then the fence. */
export const FINISH = `UPDATE job SET state = ?, failures = failures + ?, result = ?, reason = ?, finished_at = ?, progress = coalesce(?, progress), worker_id = NULL ${HELD}`;

/** Goes back to wait: run_at, failures to add, reason, progress; then the fence. */
export const PUT_BACK = `UPDATE job SET state = 'pending', run_at = ?, failures = failures + ?, reason = coalesce(?, reason),
  progress = coalesce(?, progress), worker_id = NULL ${HELD}`;

export const PROGRESS = `UPDATE job SET progress = ? ${HELD}`;

export const BEAT = 'UPDATE job_worker SET beats = beats + 1, beat_at = ? WHERE id = ? RETURNING id';
export const FIRST_BEAT = 'INSERT INTO job_worker (id, pid, host, started_at, beat_at, beats) VALUES (?, ?, ?, ?, ?, 1)';
export const HELD_BY = "SELECT id, attempt FROM job WHERE state = 'running' AND worker_id = ?";
export const WORKERS = 'SELECT id, pid, host, started_at, beat_at, beats FROM job_worker ORDER BY id';
export const REMOVE_WORKER = 'DELETE FROM job_worker WHERE id = ?';

/** Parameters: reason, time, worker. */
export const RESCUE = `UPDATE job SET
  rescues = rescues + 1,
  state = CASE WHEN rescues + 1 >= ${MAX_RESCUES} THEN 'dead' ELSE 'pending' END,
  finished_at = CASE WHEN rescues + 1 >= ${MAX_RESCUES} THEN ? END,
  reason = ?, worker_id = NULL
  WHERE state = 'running' AND worker_id = ? RETURNING id`;
