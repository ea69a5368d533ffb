import type { Turn } from './connection.js';
import { finish } from './ending.js';
import type { Operation, Verdict } from './operation.js';
import { keysOf, note, place, promote } from './placing.js';
import { endTickets } from './tickets.js';

type Of<K extends Operation['do']> = Extract<Operation, { do: K }>;

/** Does to the jobs in PostgreSQL what was decided in the app's file, in order; neighbours that are alike go together. */
export async function apply(turn: Turn, operations: readonly Operation[]): Promise<void> {
  let alike: Operation[] = [];
  for (const operation of operations) {
    if (alike[0] && (!goesTogether(operation) || !goesTogether(alike[0]) || operation.do !== alike[0].do)) {
      await applyAlike(turn, alike);
      alike = [];
    }
    alike.push(operation);
  }
  await applyAlike(turn, alike);
}

const goesTogether = (operation: Operation): boolean => operation.do === 'enqueue' || isPlainDone(operation);
const isFresh = (operation: Operation): operation is Of<'enqueue'> => operation.do === 'enqueue';
const isPlainDone = (operation: Operation): operation is Of<'end'> =>
  operation.do === 'end' && operation.verdict.to === 'done' && operation.progress === undefined;

async function applyAlike(turn: Turn, operations: readonly Operation[]): Promise<void> {
  if (operations.every(isFresh)) return enqueue(turn, operations);
  if (operations.every(isPlainDone)) return endDone(turn, operations);
  for (const operation of operations) await applyOne(turn, operation);
}

function applyOne(turn: Turn, operation: Operation): Promise<void> {
  switch (operation.do) {
    case 'enqueue':
      return enqueue(turn, [operation]);
    case 'replace':
      return replace(turn, operation);
    case 'cancel':
      return cancel(turn, operation);
    case 'replay':
      return replay(turn, operation);
    case 'pause':
      return pause(turn, operation);
    case 'end':
      return end(turn, operation);
  }
}

const ROW = `id bigint, name text, key text, key_concurrency int, priority int, payload text, version int, max_attempts int,
  idempotent boolean, on_parent_failure text, run_at double precision, came_at double precision, created_at double precision`;
const COLUMNS = ROW.split(',')
  .map((column) => column.trim().split(' ')[0])
  .join(', ');

async function enqueue(turn: Turn, operations: readonly Of<'enqueue'>[]): Promise<void> {
  if (operations.length === 0) return;
  const rows = operations.map(({ id, job, at }) => ({
    ...{ id, name: job.name, key: job.key, key_concurrency: job.keyConcurrency, priority: job.priority, payload: job.payload },
    ...{ version: job.version, max_attempts: job.maxAttempts, idempotent: job.idempotencyKey !== undefined },
    ...{ on_parent_failure: job.onParentFailure, run_at: at + job.delayMs, came_at: at + job.delayMs, created_at: at },
  }));
  await turn.sql(
    `INSERT INTO jupiter_job (${COLUMNS}, state) SELECT ${COLUMNS}, 'waiting' FROM json_to_recordset($1::json) AS fresh (${ROW}) ORDER BY id`,
    [JSON.stringify(rows)],
  );
  const families = operations.filter(({ job }) => job.parents.length > 0);
  await place(
    turn,
    operations.filter(({ job }) => job.parents.length === 0).map(({ id }) => id),
  );
  for (const { id, job } of families) await joinFamily(turn, id, job.parents);
}

/** A parent that is gone was done long ago: only ended jobs are forgotten, and failed ones later. */
async function joinFamily(turn: Turn, id: string, parents: readonly string[]): Promise<void> {
  const [counted] = await turn.sql<{ open: number; lost: string | null }>(
    `WITH family AS (
       INSERT INTO jupiter_parent (child, place, parent, settled)
       SELECT c.id, given.place, given.parent, coalesce(p.state = 'done' OR p.state IN ('cancelled', 'dead') AND c.on_parent_failure = 'run', true)
       FROM unnest($2::bigint[]) WITH ORDINALITY AS given (parent, place)
       JOIN jupiter_job c ON c.id = $1 LEFT JOIN jupiter_job p ON p.id = given.parent
       RETURNING parent, settled)
     SELECT count(*)::int AS open, min(p.id) FILTER (WHERE p.state IN ('cancelled', 'dead')) AS lost
     FROM family f LEFT JOIN jupiter_job p ON p.id = f.parent WHERE NOT f.settled`,
    [id, parents],
  );
  await turn.sql('UPDATE jupiter_job SET open_parents = $2 WHERE id = $1', [id, counted?.open ?? 0]);
  const [job] = await turn.sql<{ rule: string }>('SELECT on_parent_failure AS rule FROM jupiter_job WHERE id = $1', [id]);
  if (counted?.lost && job?.rule === 'cancel')
    await finish(turn, [id], { state: 'cancelled', reason: `Its parent ${counted.lost} has failed.`, told: false });
  else await place(turn, [id]);
}

/** Only a job that was not handed out is replaced; if it was fetched meanwhile, that start is given back. */
async function replace(turn: Turn, { id, revision, job, at }: Of<'replace'>): Promise<void> {
  const runAt = at + job.delayMs;
  const [row] = await turn.sql<{ movable: boolean; key: string | null; held: boolean; holds: boolean }>(
    `WITH old AS (SELECT holds FROM jupiter_job WHERE id = $1)
     UPDATE jupiter_job SET payload = $2, version = $3, priority = $4, run_at = $5::float8, revision = $6,
       holds = jupiter_job.holds AND (state = 'running' OR $5::float8 <= $7::float8),
       came_at = CASE WHEN $5::float8 > $7::float8 OR state = 'delayed' THEN $5::float8 ELSE came_at END
     FROM old WHERE id = $1 RETURNING state IN ('ready', 'delayed', 'blocked') AS movable, key, old.holds AS held, jupiter_job.holds`,
    [id, job.payload, job.version, job.priority, runAt, revision, turn.now],
  );
  if (row?.movable) await place(turn, [id]);
  if (row?.key && row.held && !row.holds) await promote(turn, [row.key]);
}

async function cancel(turn: Turn, { id, reason }: Of<'cancel'>): Promise<void> {
  const [asked] = await turn.sql<{ id: string }>(
    "UPDATE jupiter_job SET cancelling = coalesce(cancelling, $2) WHERE id = $1 AND state = 'running' RETURNING id",
    [id, reason],
  );
  if (asked) return note(turn, [id], 'cancel-asked', reason);
  const open = await turn.sql("SELECT 1 FROM jupiter_job WHERE id = $1 AND state NOT IN ('done', 'cancelled', 'dead')", [id]);
  if (open.length > 0) await finish(turn, [id], { state: 'cancelled', reason, told: true });
}

/** A replayed child waits for the parents that may still be done; it does not die again of the one it died of. */
async function replay(turn: Turn, { id, revision, payload, at }: Of<'replay'>): Promise<void> {
  await turn.sql(
    `UPDATE jupiter_parent f SET settled = coalesce(
       (SELECT p.state = 'done' OR p.state IN ('cancelled', 'dead') AND c.on_parent_failure <> 'hold'
        FROM jupiter_job p, jupiter_job c WHERE p.id = f.parent AND c.id = f.child), true)
     WHERE f.child = $1`,
    [id],
  );
  await turn.sql(
    `UPDATE jupiter_job SET state = 'waiting', lane = 'normal', failures = 0, rescues = 0, revision = $2, told = true, run_at = $3, came_at = $3,
       payload = coalesce($4, payload), version = coalesce($5, version), cancelling = NULL, started_at = NULL, finished_at = NULL,
       progress = NULL, result = NULL, reason = NULL,
       open_parents = (SELECT count(*) FROM jupiter_parent WHERE child = $1 AND NOT settled)
     WHERE id = $1`,
    [id, revision, at, payload?.json ?? null, payload?.version ?? null],
  );
  if (payload) await note(turn, [id], 'edited');
  await note(turn, [id], 'replayed');
  await place(turn, [id]);
}

async function pause(turn: Turn, { name, paused }: Of<'pause'>): Promise<void> {
  await turn.sql('INSERT INTO jupiter_rule (name, paused) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET paused = excluded.paused', [
    name,
    paused,
  ]);
}

/** Many that are done are one statement each for fence and result, tickets, and keys. */
async function endDone(turn: Turn, operations: readonly Of<'end'>[]): Promise<void> {
  const rows = operations.map(({ id, attempt, verdict }) => ({ id, attempt, result: verdict.to === 'done' ? verdict.result : undefined }));
  const held = await turn.sql<{ id: string }>(
    `UPDATE jupiter_job j SET result = given.result FROM json_to_recordset($1::json) AS given (id bigint, attempt int, result text)
     WHERE j.id = given.id AND j.attempt = given.attempt AND j.state = 'running' RETURNING j.id`,
    [JSON.stringify(rows)],
  );
  await finish(
    turn,
    held.map(({ id }) => id),
    { state: 'done', told: true },
  );
}

async function end(turn: Turn, { id, attempt, verdict, progress, at }: Of<'end'>): Promise<void> {
  const held = await turn.sql(
    "UPDATE jupiter_job SET progress = coalesce($3, progress) WHERE id = $1 AND attempt = $2 AND state = 'running' RETURNING id",
    [id, attempt, progress === undefined ? null : JSON.stringify(progress)],
  );
  if (held.length > 0) await obey(turn, id, verdict, at);
}

async function obey(turn: Turn, id: string, verdict: Verdict, at: number): Promise<void> {
  switch (verdict.to) {
    case 'done':
      return finish(turn, [id], { state: 'done', result: verdict.result, told: true });
    case 'cancelled':
      return finish(turn, [id], { state: 'cancelled', reason: verdict.reason, told: true });
    case 'dead':
      await turn.sql('UPDATE jupiter_job SET failures = failures + 1 WHERE id = $1', [id]);
      await note(turn, [id], 'failed', verdict.reason);
      return finish(turn, [id], { state: 'dead', reason: verdict.reason, told: true });
    case 'parked':
      return park(turn, id, verdict.reason);
    case 'again':
      return putBack(turn, id, verdict, at);
  }
}

async function putBack(turn: Turn, id: string, verdict: Extract<Verdict, { to: 'again' }>, at: number): Promise<void> {
  // The ticket names its lane's queue, so it goes before the lane changes.
  await endTickets(turn, [id], 'void');
  await turn.sql(
    `UPDATE jupiter_job SET failures = failures + $2, lane = coalesce($3, lane), reason = coalesce($4, reason),
       run_at = CASE WHEN $5 > 0 THEN $6::float8 ELSE run_at END, came_at = CASE WHEN $5 > 0 THEN $6::float8 ELSE came_at END, state = 'waiting', cancelling = NULL
     WHERE id = $1`,
    [id, verdict.failed ? 1 : 0, verdict.lane ?? null, verdict.reason ?? null, verdict.afterMs, at + verdict.afterMs],
  );
  if (verdict.event) await note(turn, [id], verdict.event, verdict.reason);
  await place(turn, [id]);
}

async function park(turn: Turn, id: string, reason: string): Promise<void> {
  await endTickets(turn, [id], 'void');
  await turn.sql("UPDATE jupiter_job SET state = 'parked', reason = $2, holds = false, executor = NULL WHERE id = $1", [id, reason]);
  await note(turn, [id], 'parked', reason);
  await promote(turn, await keysOf(turn, [id]));
}
