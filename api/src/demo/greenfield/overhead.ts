/** What every month costs whether it rains or not: overhead, depreciation, interest, tax, and what is paid over to others. */
import type { Book, Line } from './book.js';
import { LAST_DAY, type Period } from './calendar.js';
import { accountOf } from './chart.js';
import { type Branch, DEPRECIATION, DIVISIONS, INCOME_TAX, INTEREST_EXPENSE, INTEREST_INCOME, OVERHEAD, OVERHEADS } from './company.js';
import { plannedYear } from './plan.js';
import { postBill } from './purchases.js';
import type { Random } from './random.js';

/** What else moves when a cost is not billed by a vendor. */
const AGAINST: Readonly<Record<string, string>> = { '6040': '1300', '7320': '1300', '7410': '1190', '7420': '1590' };

export function postOverhead(book: Book, random: Random, period: Period, branch: Branch): void {
  const monthly = plannedYear(period.year, branch) / 12;
  const last = period.lastDay;
  const salaries: Line[] = [];
  for (const [account, ratio, paid, payee] of OVERHEADS) {
    const cents = Math.round(monthly * ratio * (paid === 'GL' ? 1 : random.vary(0.08)));
    const description = accountOf(account).title;
    const day = random.whole(period.firstDay + 1, last - 2);
    if (paid === 'PR') salaries.push([account, OVERHEAD, cents], ['1010', OVERHEAD, -cents]);
    else if (paid === 'AP')
      postBill(book, random, { branch: branch.code, party: payee, day, account, division: OVERHEAD, cents, description });
    else post(book, branch, last, 'GL', description, [account, OVERHEAD, cents], AGAINST[account] ?? '1300');
  }
  book.post({
    day: last - 1,
    branch: branch.code,
    source: 'PR',
    document: book.next('PAY'),
    description: 'Office payroll',
    lines: salaries,
  });
  postDepreciation(book, period, branch);
  post(book, branch, last, 'CB', 'Interest on loans', ['8020', OVERHEAD, Math.round(monthly * INTEREST_EXPENSE)], '1010');
  post(book, branch, last, 'CB', 'Interest earned', ['8010', OVERHEAD, -Math.round(monthly * INTEREST_INCOME * random.vary(0.2))], '1010');
  post(book, branch, last, 'GL', 'Income tax of the month', ['8910', OVERHEAD, Math.round(monthly * INCOME_TAX)], '2400');
  if (period.number % 3 === 0)
    post(book, branch, last, 'CB', 'Income tax paid', ['2400', OVERHEAD, Math.round(monthly * INCOME_TAX * 3)], '1010');
}

/** One amount against one other account. */
function post(book: Book, branch: Branch, day: number, source: 'GL' | 'CB', description: string, line: Line, against: string): void {
  const other: Line = [against, OVERHEAD, -line[2]];
  book.post({ day, branch: branch.code, source, document: book.next(source), description, lines: [line, other] });
}

function postDepreciation(book: Book, period: Period, branch: Branch): void {
  const all = DIVISIONS.reduce((sum, d) => sum + d.revenue, 0);
  const monthly = (plannedYear(period.year, branch) / 12) * DEPRECIATION;
  const costs = DIVISIONS.map((d): Line => ['5440', d.code, Math.round((monthly * d.revenue) / all)]);
  const lines = costs.flatMap((line): Line[] => [line, ['1590', line[1], -line[2]]]);
  book.post({ day: period.lastDay, branch: branch.code, source: 'FA', document: book.next('FA'), description: 'Depreciation', lines });
}

/** Pays over, in the middle of the next month, what was withheld or charged for others. */
export function postRemittances(book: Book, period: Period, branch: Branch, due: ReadonlyMap<string, number>): void {
  const lines = [...due].flatMap(([account, cents]): Line[] => [
    [account, OVERHEAD, cents],
    ['1010', OVERHEAD, -cents],
  ]);
  const description = `Payroll taxes, benefits and sales tax of ${period.key}`;
  book.post({ day: period.lastDay + 15, branch: branch.code, source: 'CB', document: book.next('REM'), description, lines });
}

/** What happens once a year: the insurance premium in January, loans repaid each quarter, owners paid in March. */
export function postYear(book: Book, branch: Branch, period: Period): void {
  const year = plannedYear(period.year, branch);
  const day = period.firstDay + 9;
  if (day > LAST_DAY) return;
  if (period.number === 1)
    post(book, branch, day, 'CB', 'Insurance premium of the year', ['1300', OVERHEAD, Math.round(year * 0.018)], '1010');
  if (period.number % 3 === 2) post(book, branch, day, 'CB', 'Loan repaid', ['2600', OVERHEAD, Math.round(year * 0.004)], '1010');
  if (period.number === 3) post(book, branch, day, 'CB', 'Paid to owners', ['3200', OVERHEAD, Math.round(year * 0.055)], '1010');
  if (period.number === 4) post(book, branch, day, 'CB', 'New mowers and trucks', ['1530', OVERHEAD, Math.round(year * 0.02)], '1010');
}
