import type { JobRules } from '../contract/definition.js';
import type { Claim, Fence } from '../contract/engine.js';
import type { HandedJob } from '../executor/protocol.js';

/** A job inside an executor; moments on the supervisor's monotonic clock. */
export interface Held extends HandedJob {
  /** After this it has had its time, and that to give up. */
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

  add(claims: readonly Claim[], now: number): HandedJob[] {
    return claims.map((claim) => {
      const timeoutMs = this.rules.get(claim.name)?.timeoutMs;
      const held: Held = {
        ticket: ++this.tickets,
        claim,
        dueBy: timeoutMs === undefined ? NEVER : now + timeoutMs + this.killAfterMs,
        cancelBy: NEVER,
      };
      this.byId.set(claim.id, held);
      return { ticket: held.ticket, claim };
    });
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

  timeoutOf({ claim }: Held): number {
    return this.rules.get(claim.name)?.timeoutMs ?? 0;
  }
}
