import type { EntityManager } from 'typeorm';
import { messageOf, Problem } from '#core/kernel';
import { type Backoff, backoffMs, LONGEST_REASON } from '../contract/definition.js';
import type { Claim, Ending, Fence, Leaving, LeftBehind, StartEnd } from '../contract/engine.js';
import type { Effect } from '../contract/job.js';
import { effectRefused } from '../errors.js';
import type { Start } from './claiming.js';
import { type Ledger, STAGE } from './ledger.js';
import { type Verdict, verdictOn } from './operation.js';

/** What an executor holds: the claims that were handed to it, by id. */
export type Held = ReadonlyMap<string, Claim>;

/** How one end came out. */
export type Decided = { readonly kind: 'kept' | 'stale' } | { readonly kind: 'refused'; readonly reason: string };

/** Where something is decided: a transaction of the app's file, and the rules of the names. */
export interface Scene {
  readonly tx: EntityManager;
  readonly ledger: Ledger;
  backoff(name: string): Backoff;
  /** Starts whose effect rolled back the transaction that this one repeats, and why. */
  readonly spoilers: ReadonlyMap<string, string>;
  /** What was decided, by id; true only when the transaction is committed. */
  readonly verdicts: Map<string, Verdict>;
}

/**
 * Decides how a start ends, in the app's own file: the fence, the effect and the change for PostgreSQL are one transaction, so the
 * effect is there exactly once even when the process dies before PostgreSQL knows.
 */
export async function decideEnd(scene: Scene, held: Held | undefined, end: StartEnd): Promise<Decided> {
  const { tx, ledger } = scene;
  const known = await ledger.find(tx, end.id);
  const claim = held?.get(end.id);
  if (!claim || known?.stage !== STAGE.started || known.attempt !== end.attempt) return { kind: 'stale' };
  const refusal = end.ending.kind === 'done' ? await refusedEffect(scene, end, end.ending.effect) : undefined;
  const ending = refusal === undefined ? end.ending : failedBy(scene, claim, `Its effect was refused: ${refusal}`);
  await settle(scene, end, verdictOn(claim, ending, known.cancel_reason), end.progress);
  return refusal === undefined ? { kind: 'kept' } : { kind: 'refused', reason: refusal };
}

/** Decides what becomes of all that an executor held when it went. */
export async function decideLeaving(scene: Scene, held: Held, why: Leaving): Promise<LeftBehind> {
  if (why.kind === 'killed') await decideEnd(scene, held, why.culprit);
  const open = await stillOpen(scene, held);
  const started = why.kind === 'crash' ? open.map(({ claim }) => claim.id).filter((id) => why.started.includes(id)) : [];
  for (const { claim, cancelReason } of open) await settle(scene, claim, verdictOnLeft(scene, claim, why, started, cancelReason));
  const [charged, quarantined] = started.length > 1 ? [[], started] : [started, []];
  return { freed: open.length - started.length, charged, quarantined };
}

async function stillOpen({ tx, ledger }: Scene, held: Held): Promise<{ claim: Claim; cancelReason: string | null }[]> {
  const open = [];
  for (const claim of held.values()) {
    const known = await ledger.find(tx, claim.id);
    if (known?.stage === STAGE.started && known.attempt === claim.attempt) open.push({ claim, cancelReason: known.cancel_reason });
  }
  return open;
}

function verdictOnLeft(scene: Scene, claim: Claim, why: Leaving, started: readonly string[], cancelReason: string | null): Verdict {
  const suspect = why.kind === 'crash' && started.includes(claim.id);
  if (suspect && started.length === 1) return verdictOn(claim, failedBy(scene, claim, why.reason), cancelReason);
  if (cancelReason !== null) return { to: 'cancelled', reason: cancelReason };
  if (suspect) return { to: 'again', afterMs: 0, event: 'quarantined', reason: why.reason, lane: 'quarantine' };
  return { to: 'again', afterMs: 0, event: why.kind === 'stopped' ? 'interrupted' : 'freed' };
}

/**
 * Lets fetched jobs start: true for those that may be handed out. One that was cancelled or changed since it was fetched, or whose
 * executor is gone, is given back instead.
 */
export async function decideStart({ tx, ledger }: Scene, { claim, revision }: Start, wanted: boolean): Promise<boolean> {
  const { id, attempt } = claim;
  const known = await ledger.find(tx, id);
  if (wanted && (!known || (known.stage === STAGE.open && known.revision === revision))) {
    await tx.query(
      `INSERT INTO job_known (id, stage, attempt, revision) VALUES (?, 1, ?, ?)
       ON CONFLICT (id) DO UPDATE SET stage = 1, attempt = excluded.attempt, cancel_reason = NULL`,
      [id, attempt, revision],
    );
    return true;
  }
  const cancelled = known?.stage === STAGE.ended;
  const verdict: Verdict = cancelled ? { to: 'cancelled', reason: 'It was cancelled before it started.' } : { to: 'again', afterMs: 0 };
  await ledger.write(tx, { do: 'end', id, attempt, verdict, at: ledger.now() });
  return false;
}

async function settle(
  { tx, ledger, verdicts }: Scene,
  { id, attempt }: Fence,
  verdict: Verdict,
  progress?: StartEnd['progress'],
): Promise<void> {
  const stage = verdict.to === 'again' || verdict.to === 'parked' ? STAGE.open : STAGE.ended;
  verdicts.set(id, verdict);
  await tx.query('UPDATE job_known SET stage = ?, cancel_reason = NULL WHERE id = ?', [stage, id]);
  await ledger.write(tx, { do: 'end', id, attempt, verdict, progress, at: ledger.now() });
}

/** What changes rows, and could not end the transaction it stands in. */
const WRITES = /^\s*(insert|update|delete|replace|with)\b/i;

/** The effect of a start rolled back everything around it (`INSERT OR ROLLBACK`): all is to be decided again, without it. */
export class EffectSpoils extends Error {
  constructor(
    readonly start: string,
    reason: string,
  ) {
    super(reason);
  }
}

/** Writes an effect, or says why the file refused it; the transaction goes on as if it had not been tried. Throws `EffectSpoils`. */
async function refusedEffect({ tx, spoilers }: Scene, { id, attempt }: Fence, effect: Effect | undefined): Promise<string | undefined> {
  if (!effect || effect.length === 0) return undefined;
  const start = `${id}/${attempt}`;
  if (spoilers.has(start)) return spoilers.get(start);
  await tx.query('SAVEPOINT effect');
  try {
    await write(tx, effect);
    await tx.query('RELEASE effect');
    return undefined;
  } catch (error) {
    if (!isOfTheStatement(error)) throw error;
    const reason = messageOf(error);
    await tx.query('ROLLBACK TO effect').catch(() => {
      throw new EffectSpoils(start, reason);
    });
    await tx.query('RELEASE effect');
    return reason;
  }
}

async function write(tx: EntityManager, effect: Effect): Promise<void> {
  for (const { sql, parameters } of effect) {
    if (!WRITES.test(sql)) throw effectRefused(sql);
    await tx.query(sql, [...parameters]);
  }
}

/** The failure of a start whose handler could not decide when it is tried again. */
function failedBy(scene: Scene, { name, failures }: Claim, reason: string): Extract<Ending, { kind: 'failed' }> {
  return { kind: 'failed', reason: reason.slice(0, LONGEST_REASON), afterMs: backoffMs(failures, scene.backoff(name)) };
}

/** A full disk or a broken file is not the effect's fault: then nothing is decided, and all of it is tried again. */
function isOfTheStatement(error: unknown): boolean {
  if (error instanceof Problem) return error.code === 'queue.effect-refused';
  const code = (error as { driverError?: { code?: unknown } }).driverError?.code;
  return typeof code === 'string' && /^SQLITE_(ERROR|CONSTRAINT|MISMATCH|RANGE|TOOBIG|AUTH)/.test(code);
}
