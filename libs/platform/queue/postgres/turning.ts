import type { WorkerBeat } from '../contract/engine.js';
import type { Progress } from '../contract/job.js';
import { apply } from './applying.js';
import { claim, type Start, type Taker } from './claiming.js';
import type { Turn } from './connection.js';
import { placeDue } from './placing.js';
import { forgettable } from './pruning.js';
import { issueTickets } from './tickets.js';

/** What an engine wants of one turn. */
export interface Errand {
  readonly takers: readonly Taker[];
  readonly progress: ReadonlyMap<string, { attempt: number; progress: Progress }>;
  readonly beats?: readonly WorkerBeat[];
  /** Starts this process knows of, when a turn before ended without a word: others that run are nobody's. */
  readonly known?: readonly string[];
  readonly prune: boolean;
  /** So far the wall clock was set since the last turn. */
  readonly clockStep: number;
  /** The newest job of the last turn: it and all before it had their moments from the clock as it was. */
  readonly lastId: string;
}

export interface Outcome {
  readonly starts: readonly Start[];
  readonly cancelling: readonly { id: string; attempt: number }[];
  readonly suspects: boolean;
  /** When the next delayed job comes due. */
  readonly nextDue?: number;
  readonly lastId: string;
  readonly forget: readonly string[];
}

/** The engine's part of a turn, after the outbox was carried over. */
export async function turnOf(turn: Turn, errand: Errand): Promise<Outcome> {
  await keepProgress(turn, errand.progress);
  if (errand.beats) await keepBeats(turn, errand.beats);
  if (errand.known) await freeStrays(turn, errand.known);
  if (errand.clockStep !== 0) await moveMoments(turn, errand.clockStep, errand.lastId);
  await placeDue(turn);
  await issueTickets(turn);
  const starts = await claim(turn, errand.takers);
  return { starts, ...(await look(turn)), forget: errand.prune ? await forgettable(turn) : [] };
}

/**
 * Moments move with a clock that was set back, so that nobody waits for hours because of it. One that was set forward moves only what
 * a rate put off, which is a matter of time gone by.
 */
async function moveMoments(turn: Turn, by: number, lastId: string): Promise<void> {
  await turn.sql(
    `UPDATE jupiter_job SET run_at = run_at + $1::float8, came_at = came_at + $1::float8
     WHERE state = 'delayed' AND (put_off OR $1::float8 < 0) AND id <= $2`,
    [by, lastId],
  );
  await turn.sql(
    'UPDATE jupiter_rate SET planned = planned + $1::float8, starts = ARRAY(SELECT at + $1::float8 FROM unnest(starts) AS at)',
    [by],
  );
}

async function keepProgress(turn: Turn, told: Errand['progress']): Promise<void> {
  for (const [id, { attempt, progress }] of told)
    await turn.sql("UPDATE jupiter_job SET progress = $3 WHERE id = $1 AND attempt = $2 AND state = 'running'", [
      id,
      attempt,
      JSON.stringify(progress),
    ]);
}

async function keepBeats(turn: Turn, beats: readonly WorkerBeat[]): Promise<void> {
  await turn.sql('DELETE FROM jupiter_worker WHERE id <> ALL($1::text[])', [beats.map(({ id }) => id)]);
  for (const { id, ...shown } of beats)
    await turn.sql(
      `INSERT INTO jupiter_worker (id, beat_at, shown) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at, shown = excluded.shown`,
      [id, turn.now, JSON.stringify(shown)],
    );
}

/** A COMMIT whose answer was lost may have started jobs that nobody was handed. */
async function freeStrays(turn: Turn, known: readonly string[]): Promise<void> {
  const strays = await turn.sql<{ id: string; attempt: number }>(
    "SELECT id, attempt FROM jupiter_job WHERE state = 'running' AND id <> ALL($1::bigint[])",
    [known],
  );
  await apply(
    turn,
    strays.map(({ id, attempt }) => ({ do: 'end', id, attempt, at: turn.now, verdict: { to: 'again', afterMs: 0 } })),
  );
}

async function look(turn: Turn): Promise<Pick<Outcome, 'cancelling' | 'suspects' | 'nextDue' | 'lastId'>> {
  const cancelling = await turn.sql<{ id: string; attempt: number }>(
    "SELECT id, attempt FROM jupiter_job WHERE state = 'running' AND cancelling IS NOT NULL ORDER BY id",
  );
  const [seen] = await turn.sql<{ suspects: boolean; due: number | null; last: string | null }>(
    `SELECT EXISTS (SELECT 1 FROM jupiter_job WHERE lane = 'quarantine' AND state = 'ready') AS suspects,
       (SELECT min(run_at) FROM jupiter_job WHERE state = 'delayed') AS due,
       (SELECT max(id) FROM jupiter_job) AS last`,
  );
  return { cancelling, suspects: seen?.suspects ?? false, nextDue: seen?.due ?? undefined, lastId: seen?.last ?? '0' };
}
