import type { EntityManager } from 'typeorm';
import type { Storage } from '#platform/storage';

/** How far a schedule has come, as it is kept. */
export interface ScheduleRow {
  readonly name: string;
  /** Nothing up to this moment is enqueued again; a slot, or the moment from which on the schedule counts. */
  readonly last_slot: string;
  /** The mark of the rule that last_slot was dealt with under; null in rows of versions that kept none. */
  readonly timing: string | null;
  readonly paused_at: string | null;
  readonly paused_by: string | null;
  readonly last_enqueued_slot: string | null;
  readonly last_enqueued_at: string | null;
  readonly last_job_id: string | null;
  readonly last_missed_slot: string | null;
}

const COLUMNS = 'name, last_slot, timing, paused_at, paused_by, last_enqueued_slot, last_enqueued_at, last_job_id, last_missed_slot';

export function allRows(storage: Storage): Map<string, ScheduleRow> {
  const rows = storage.read<ScheduleRow>(`SELECT ${COLUMNS} FROM job_schedule ORDER BY name`);
  return new Map(rows.map((row) => [row.name, row]));
}

export function rowOf(storage: Storage, name: string): ScheduleRow | undefined {
  return storage.one<ScheduleRow>(`SELECT ${COLUMNS} FROM job_schedule WHERE name = ?`, [name]);
}

/** The schedule counts from now on. Nothing when it has its row already. */
export async function beginRow(tx: EntityManager, name: string, timing: string, now: Date): Promise<void> {
  await tx.query('INSERT INTO job_schedule (name, last_slot, timing) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
    name,
    now.toISOString(),
    timing,
  ]);
}

/** Its rule is another one: that counts from now on. */
export async function changeTiming(tx: EntityManager, row: ScheduleRow, timing: string, now: Date): Promise<void> {
  const from = row.timing === null ? row.last_slot : later(row.last_slot, now.toISOString());
  await tx.query('UPDATE job_schedule SET timing = ?, last_slot = ? WHERE name = ? AND timing IS ? AND last_slot = ?', [
    timing,
    from,
    row.name,
    row.timing,
    row.last_slot,
  ]);
}

/** Takes the slots up to one for the caller. False when somebody else was quicker, or the schedule was paused. */
export async function takeSlots(tx: EntityManager, row: ScheduleRow, upTo: Date, dropped: Date | undefined): Promise<boolean> {
  const taken: unknown[] = await tx.query(
    `UPDATE job_schedule SET last_slot = ?, last_missed_slot = coalesce(?, last_missed_slot)
     WHERE name = ? AND last_slot = ? AND last_slot < ? AND paused_at IS NULL RETURNING name`,
    [upTo.toISOString(), dropped?.toISOString() ?? null, row.name, row.last_slot, upTo.toISOString()],
  );
  return taken.length > 0;
}

/** Remembers the newest job; `slot` is undefined for one by hand. */
export async function noteJob(tx: EntityManager, name: string, jobId: string, slot: Date | undefined, now: Date): Promise<void> {
  await tx.query(
    `UPDATE job_schedule SET last_job_id = ?, last_enqueued_at = ?, last_enqueued_slot = coalesce(?, last_enqueued_slot) WHERE name = ?`,
    [jobId, now.toISOString(), slot?.toISOString() ?? null, name],
  );
}

/** False when it was paused already. */
export async function pauseRow(tx: EntityManager, name: string, by: string, now: Date): Promise<boolean> {
  const changed: unknown[] = await tx.query(
    'UPDATE job_schedule SET paused_at = ?, paused_by = ? WHERE name = ? AND paused_at IS NULL RETURNING name',
    [now.toISOString(), by, name],
  );
  return changed.length > 0;
}

/**
 * Goes on from now: what came due while it was paused stays undone. A last slot ahead of the clock stays, so that a clock that
 * stepped back runs nothing twice, unless it is so far ahead that only a wrong clock can have put it there. False when it was not paused.
 */
export async function resumeRow(tx: EntityManager, name: string, now: Date, furthestAheadMs: number): Promise<boolean> {
  const from = now.toISOString();
  const furthest = new Date(now.getTime() + furthestAheadMs).toISOString();
  const changed: unknown[] = await tx.query(
    `UPDATE job_schedule SET paused_at = NULL, paused_by = NULL,
       last_slot = CASE WHEN last_slot BETWEEN ? AND ? THEN last_slot ELSE ? END
     WHERE name = ? AND paused_at IS NOT NULL RETURNING name`,
    [from, furthest, from, name],
  );
  return changed.length > 0;
}

const later = (one: string, other: string) => (one > other ? one : other);
