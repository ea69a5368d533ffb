/** Where the books start, and how each year is closed. */
import type { Book, Journal, Line } from './book.js';
import { dayOf, YEARS } from './calendar.js';
import { isIncome } from './chart.js';
import { BRANCHES, type Branch, OVERHEAD } from './company.js';
import type { Random } from './random.js';

/** The company's opening balances in dollars, debit positive; retained earnings are what is left. */
const OPENING: readonly (readonly [account: string, dollars: number])[] = [
  ['1010', 1_450_000],
  ['1050', 4_000],
  ['1100', 2_600_000],
  ['1110', 150_000],
  ['1190', -60_000],
  ['1200', 310_000],
  ['1500', 700_000],
  ['1510', 1_900_000],
  ['1520', 2_400_000],
  ['1530', 1_500_000],
  ['1540', 800_000],
  ['1590', -2_900_000],
  ['2010', -820_000],
  ['2600', -1_700_000],
  ['2610', -1_400_000],
  ['3010', -500_000],
];
const FIRST_DAY = dayOf(YEARS[0], 1, 1);

export function postOpening(book: Book, random: Random): void {
  for (const branch of BRANCHES) {
    const lines = OPENING.map(([account, dollars]): Line => [account, OVERHEAD, Math.round(dollars * 100 * branch.share)]);
    const rest = -lines.reduce((sum, [, , cents]) => sum + cents, 0);
    const all: Line[] = [...lines, ['3100', OVERHEAD, rest]];
    book.post({ day: FIRST_DAY, branch: branch.code, source: 'GL', entry: 'opening', description: 'Opening balance', lines: all });
    settle(book, random, branch, '1100', 2_600_000, 'Payment of an invoice of 2023');
    settle(book, random, branch, '2010', -820_000, 'Payment of a bill of 2023');
  }
}

/** Receivables and payables of the year before are settled within the first three months. */
function settle(book: Book, random: Random, branch: Branch, account: string, dollars: number, description: string): void {
  const total = Math.round(dollars * 100 * branch.share);
  for (const part of random.split(Math.abs(total), 30)) {
    const cents = total < 0 ? -part : part;
    const day = FIRST_DAY + random.whole(3, 88);
    const lines: Line[] = [
      ['1010', OVERHEAD, cents],
      [account, OVERHEAD, -cents],
    ];
    book.post({ day, branch: branch.code, source: 'CB', document: book.next('OLD'), description, lines });
  }
}

/** Closes a year into retained earnings: income and cost accounts start the next one at zero. */
export function postClosing(book: Book, year: number): void {
  const day = dayOf(year, 12, 31);
  for (const branch of BRANCHES) {
    const balances = yearBalances(book.journals, branch.code, dayOf(year, 1, 1), day);
    const lines = [...balances].map(([key, cents]): Line => [key.slice(0, 4), key.slice(5), -cents]);
    const result = -lines.reduce((sum, [, , cents]) => sum + cents, 0);
    const all: Line[] = [...lines, ['3100', OVERHEAD, result]];
    const description = `Closing entry ${year}`;
    book.post({
      day,
      entered: day + 24,
      branch: branch.code,
      source: 'GL',
      entry: 'closing',
      document: `CLOSE-${year}`,
      description,
      lines: all,
    });
  }
}

function yearBalances(journals: readonly Journal[], branch: string, from: number, to: number): Map<string, number> {
  const balances = new Map<string, number>();
  for (const journal of journals) {
    if (journal.branch !== branch || journal.day < from || journal.day > to || journal.unposted) continue;
    for (const [account, division, cents] of journal.lines) {
      if (!isIncome(account) && account !== '3200') continue;
      const key = `${account} ${division}`;
      balances.set(key, (balances.get(key) ?? 0) + cents);
    }
  }
  return balances;
}
