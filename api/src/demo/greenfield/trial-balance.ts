/** What each account moved and held in each period, added up from the journals and not from any file. */
import { Book, type Journal } from './book.js';
import { POSTED } from './calendar.js';
import { ACCOUNTS } from './chart.js';
import { isPosted } from './faults.js';

export interface TrialBalanceRow {
  readonly period: string;
  readonly account: string;
  /** Cents; `closing` is debit positive. */
  readonly debit: number;
  readonly credit: number;
  readonly closing: number;
}

export function trialBalance(journals: readonly Journal[]): TrialBalanceRow[] {
  const moved = new Map<string, { debit: number; credit: number }>();
  for (const journal of journals.filter(isPosted)) {
    const period = Book.periodOf(journal);
    for (const [account, , cents] of journal.lines) {
      const key = `${period} ${account}`;
      const sums = moved.get(key) ?? { debit: 0, credit: 0 };
      if (cents > 0) sums.debit += cents;
      else sums.credit -= cents;
      moved.set(key, sums);
    }
  }
  const held = new Map<string, number>();
  const accounts = ACCOUNTS.filter((a) => a.type !== 'Statistical').map((a) => a.account);
  return POSTED.flatMap(({ key: period }) =>
    accounts.map((account) => {
      const { debit, credit } = moved.get(`${period} ${account}`) ?? { debit: 0, credit: 0 };
      const closing = (held.get(account) ?? 0) + debit - credit;
      held.set(account, closing);
      return { period, account, debit, credit, closing };
    }),
  );
}
