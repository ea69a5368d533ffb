import { messageOf } from '#core/kernel';
import type { Connection } from '#platform/sqlite';
import type { JobRules } from '../contract/definition.js';
import type { QueueClock } from '../contract/engine.js';
import { notKept } from '../errors.js';
import { type FigureGrowth, Figures, GROW_FIGURE } from '../figures.js';
import { Claiming } from './claiming.js';
import { Statements } from './deed.js';
import { recover } from './leaving.js';
import { Ledger, recount } from './ledger.js';
import { Lines } from './lines.js';
import { Memory } from './memory.js';
import { emptyReport, type Order, type Report } from './messages.js';
import { Orders, wireError } from './orders.js';
import { parkAllUnknown } from './parking.js';
import { Rates } from './rates.js';
import { isOfTheStore, RolledBack, Transaction } from './transaction.js';
import { Upkeep } from './upkeep.js';

const KEEP_FIGURES_MS = 1000;
const QUARANTINE_LOOK_MS = 500;

/** One transaction after the other: everything that was told since the last, what has come due, and jobs for all who have room. */
export class Cycle {
  readonly upkeep: Upkeep;
  readonly lines: Lines;
  private readonly claiming: Claiming;
  private readonly statements: Statements;
  private readonly transaction: Transaction;
  private readonly memory = new Memory();
  private readonly rates = new Rates();
  /** What this transaction counts, and what those before it have counted. */
  private readonly counted = new Figures();
  private readonly figures = new Figures();
  private writtenFigures: readonly FigureGrowth[] = [];
  private readonly orders: Orders;
  private readonly rules: ReadonlyMap<string, JobRules>;
  private quarantineLookAt = Number.NEGATIVE_INFINITY;
  private figuresKeptAt = Number.NEGATIVE_INFINITY;
  private troubled = false;

  constructor(
    connection: Connection,
    rules: readonly JobRules[],
    private readonly clock: QueueClock,
  ) {
    this.rules = new Map(rules.map((each) => [each.name, each]));
    this.statements = new Statements(connection);
    this.transaction = new Transaction(connection);
    this.lines = new Lines(this.statements, this.rates, this.rules);
    const told = (name: string, waitedMs: number) => this.counted.started(name, waitedMs);
    this.claiming = new Claiming(this.statements, this.memory, this.lines, this.rules, told);
    this.orders = new Orders(this.statements, this.transaction, this.memory, this.counted, this.rules);
    this.upkeep = new Upkeep(this.statements, this.memory, this.claiming, this.rules, clock);
  }

  /** Frees what a node that died left running, and counts anew. Throws what the store refuses. */
  open(): Report {
    const report = emptyReport();
    const ledger = new Ledger(this.clock.wall());
    this.transaction.begin();
    try {
      this.statements.perform(recover(ledger));
      this.upkeep.look(ledger, report);
      this.upkeep.tidy(ledger);
      this.statements.perform(parkAllUnknown(ledger, this.rules));
      this.statements.perform(recount());
      this.upkeep.lookAhead();
      this.transaction.commit();
    } catch (error) {
      this.transaction.rollBack();
      throw error;
    }
    report.quarantine = this.upkeep.quarantineCalls();
    return report;
  }

  /** Whether there is more to do at once. */
  get again(): boolean {
    return this.claiming.again || this.upkeep.again;
  }

  /** Whether the store has refused the last transaction: the next try can wait a little. */
  get isTroubled(): boolean {
    return this.troubled;
  }

  /** Carries out the orders in one transaction. What could not be committed and must not be forgotten comes back in `kept`. */
  run(orders: readonly Order[]): { report: Report; kept: readonly Order[] } {
    const report = emptyReport();
    const ledger = new Ledger(this.clock.wall());
    this.memory.begin();
    try {
      this.transaction.durable(orders.some(isLasting));
      this.transaction.begin();
      this.upkeep.look(ledger, report);
      for (const order of orders) this.orders.carryOut(order, ledger, report);
      this.upkeep.tidy(ledger);
      for (const claims of this.claiming.claim(ledger, this.clock.monotonic())) report.claims.push(claims);
      this.keepBooks(ledger);
      this.upkeep.lookAhead();
      this.transaction.commit();
    } catch (error) {
      return this.takeBack(orders, error);
    }
    this.rates.kept();
    this.orders.kept();
    this.writtenFigures = [];
    this.figures.giveBack(this.counted.take());
    report.quarantine = this.callsQuarantine(orders);
    if (this.troubled) report.trouble = null;
    this.troubled = false;
    return { report, kept: [] };
  }

  private callsQuarantine(orders: readonly Order[]): boolean {
    const now = this.clock.monotonic();
    if (now < this.quarantineLookAt && !orders.some(({ to }) => to === 'leave')) return false;
    this.quarantineLookAt = now + QUARANTINE_LOOK_MS;
    return this.upkeep.quarantineCalls();
  }

  /** The counters, rates and figures, once for the whole transaction. */
  private keepBooks(ledger: Ledger): void {
    const monotonic = this.clock.monotonic();
    this.statements.perform(ledger.keep());
    this.statements.perform(this.rates.keep(ledger.now, monotonic));
    if (monotonic - this.figuresKeptAt < KEEP_FIGURES_MS) return;
    this.figuresKeptAt = monotonic;
    const grow = this.statements.of(GROW_FIGURE);
    this.writtenFigures = this.figures.take();
    for (const { name, figure, value } of [...this.writtenFigures, ...this.counted.take()]) grow.run(name, figure, value);
  }

  /** Nothing was kept: who enqueued is told so, everything else is tried again. */
  private takeBack(orders: readonly Order[], error: unknown): { report: Report; kept: readonly Order[] } {
    this.transaction.rollBack();
    this.memory.takeBack();
    this.rates.forget();
    this.upkeep.distrust();
    this.counted.take();
    this.figures.giveBack(this.writtenFigures);
    this.writtenFigures = [];
    if (error instanceof RolledBack) return this.run(orders);
    if (!isOfTheStore(error)) throw error;
    const report = emptyReport();
    const refused = { error: wireError(notKept(messageOf(error))) };
    for (const order of orders) if (order.to === 'add') report.added.push([order.request, order.jobs.map(() => refused)]);
    if (!this.troubled) report.trouble = messageOf(error);
    this.troubled = true;
    return { report, kept: unforgettable(orders) };
  }
}

/** Without those that were refused, and without what the next word replaces: a disk may be full for days. */
function unforgettable(orders: readonly Order[]): Order[] {
  const lastBeat = orders.findLastIndex(({ to }) => to === 'beat');
  return orders.filter(({ to }, at) => (to === 'beat' ? at === lastBeat : to !== 'add' && to !== 'look' && to !== 'progress'));
}

/** Whether its transaction must be on the disk before anybody is answered. */
const isLasting = ({ to }: Order): boolean => to === 'add' || to === 'end' || to === 'leave' || to === 'close';
