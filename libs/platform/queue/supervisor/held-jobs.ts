import type { JobRules } from '../contract/definition.js';
import type { Claim, Fence } from '../contract/engine.js';
import type { HandedJob } from '../executor/protocol.js';

/** A job inside an executor; moments on the supervisor's monotonic clock. */
export interface Held extends HandedJob {
  /** After this it has had its time, and that to give up; never while nobody has seen it run. */
  dueBy: number;
  /** After this it has had the time to be cancelled. */
  cancelBy: number;
}

const NEVER = Number.POSITIVE_INFINITY;

/** The jobs that one executor was handed and has not ended. */
export class HeldJobs {
  private readonly byId = new Map<string, Held>();
  private tickets = 0;

  constructor(
    private readonly rules: ReadonlyMap<string, JobRules>,
    private readonly killAfterMs: number,
  ) {}

  get size(): number {
    return this.byId.size;
  }

  add(claims: readonly Claim[]): HandedJob[] {
    return claims.map((claim) => {
      const ticket = ++this.tickets;
      this.byId.set(claim.id, { ticket, claim, dueBy: NEVER, cancelBy: NEVER });
      return { ticket, claim };
    });
  }

  /** Whether the time of any of them is limited: by its definition, or because it was cancelled. */
  get isTimed(): boolean {
    for (const held of this.byId.values()) if (held.cancelBy !== NEVER || this.limitOf(held) !== undefined) return true;
    return false;
  }

  /** These tickets run now: the time of those that are seen for the first time begins. What they waited inside the executor is not theirs. */
  seen(tickets: readonly number[], now: number): void {
    for (const held of this.ofTickets(tickets)) {
      const limitMs = this.limitOf(held);
      if (limitMs !== undefined && held.dueBy === NEVER) held.dueBy = now + limitMs + this.killAfterMs;
    }
  }

  find({ id, attempt }: Fence): Held | undefined {
    const held = this.byId.get(id);
    return held?.claim.attempt === attempt ? held : undefined;
  }

  remove(fence: Fence): void {
    if (this.find(fence)) this.byId.delete(fence.id);
  }

  /** The first word counts: it is told again every second. */
  cancel(fence: Fence, by: number): void {
    const held = this.find(fence);
    if (held) held.cancelBy = Math.min(held.cancelBy, by);
  }

  /** Time that this process slept through is nobody's. */
  forgive(lostMs: number): void {
    for (const held of this.byId.values()) {
      held.dueBy += lostMs;
      held.cancelBy += lostMs;
    }
  }

  overdue(now: number): Held[] {
    return [...this.byId.values()].filter(({ dueBy, cancelBy }) => dueBy <= now || cancelBy <= now);
  }

  ofTickets(tickets: readonly number[]): Held[] {
    const wanted = new Set(tickets);
    return [...this.byId.values()].filter(({ ticket }) => wanted.has(ticket));
  }

  timeoutOf(held: Held): number {
    return this.limitOf(held) ?? 0;
  }

  private limitOf({ claim }: Held): number | undefined {
    return this.rules.get(claim.name)?.timeoutMs;
  }
}
