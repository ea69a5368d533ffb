/** The books: journals that balance to the cent, in the order of their days. */
import { EXPORT_DAY, LAST_DAY, periodOf } from './calendar.js';
import { accountOf } from './chart.js';
import type { Random } from './random.js';

/** Debit positive, credit negative, in cents. */
export type Line = readonly [account: string, division: string, cents: number];

export interface Journal {
  readonly day: number;
  readonly branch: string;
  readonly source: 'AR' | 'AP' | 'CB' | 'FA' | 'GL' | 'PR';
  readonly description: string;
  readonly party?: string;
  readonly document?: string;
  readonly job?: string;
  readonly entry?: 'opening' | 'closing';
  /** The day it was typed in; soon after `day` unless said. */
  readonly entered?: number;
  readonly unposted?: true;
  readonly lines: readonly Line[];
}

export class Book {
  readonly journals: Journal[] = [];
  private readonly counters = new Map<string, number>();

  constructor(private readonly random: Random) {}

  /** Adds a journal. One of a later day than the books reach is left out: false. Throws when it does not balance. */
  post(journal: Journal): boolean {
    const lines = journal.lines.filter(([, , cents]) => cents !== 0);
    const off = lines.reduce((sum, [, , cents]) => sum + cents, 0);
    if (off !== 0 || !lines.every(([account, , cents]) => Number.isSafeInteger(cents) && accountOf(account)))
      throw new RangeError(`'${journal.description}' is off by ${off} cents`);
    if (journal.day > LAST_DAY || lines.length === 0) return false;
    const entered = Math.min(journal.entered ?? journal.day + this.random.whole(0, 4), EXPORT_DAY);
    this.journals.push({ ...journal, lines, entered });
    return true;
  }

  /** The next document number of a kind: INV-100001, INV-100002, … */
  next(kind: string): string {
    const number = (this.counters.get(kind) ?? 100_000) + 1;
    this.counters.set(kind, number);
    return `${kind}-${number}`;
  }

  /** All journals by day; those of one day in the order they were posted. */
  inOrder(): Journal[] {
    return this.journals
      .map((journal, order) => ({ journal, order }))
      .sort((a, b) => a.journal.day - b.journal.day || a.order - b.order)
      .map(({ journal }) => journal);
  }

  /** The period in which a journal counts. */
  static periodOf(journal: Journal): string {
    return periodOf(journal.day).key;
  }
}
