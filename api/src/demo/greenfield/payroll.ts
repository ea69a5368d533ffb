/** Wages: every Friday per branch, with burden; withheld and accrued amounts are paid over in the next month. */
import type { Book, Line } from './book.js';
import { fridays } from './calendar.js';
import { BURDEN, OVERTIME } from './company.js';
import type { Activity } from './plan.js';
import type { Random } from './random.js';

const NET_PAY = 0.74;

/** The pay days of one branch in one period. `due` gathers what is owed to others, by account. */
export function postPayroll(book: Book, random: Random, team: readonly Activity[], due: Map<string, number>): void {
  const first = team[0];
  if (!first) return;
  const days = fridays(first.period);
  const wages = team.map((a) => random.split(Math.round(a.revenue * a.division.labor * random.vary(0.05)), days.length));
  days.forEach((day, week) => {
    const lines = team.flatMap((a, i) => fieldLines(random, a.division.code, wages[i]?.[week] ?? 0));
    const owed = new Map<string, number>();
    for (const [account, , cents] of lines) if (cents < 0) owed.set(account, (owed.get(account) ?? 0) - cents);
    const description = `Field payroll week ${week + 1}`;
    const posted = book.post({ day, branch: first.branch.code, source: 'PR', document: book.next('PAY'), description, lines });
    if (!posted) return;
    for (const [account, cents] of owed) if (account !== '1010') due.set(account, (due.get(account) ?? 0) + cents);
  });
}

/** Wages by job, overtime, burden; the pay itself leaves the bank, what is withheld is owed. */
function fieldLines(random: Random, division: string, wages: number): Line[] {
  if (wages <= 0) return [];
  const overtime = Math.round(wages * OVERTIME * random.vary(0.6));
  const jobs = random.split(wages - overtime, wages > 400_000 ? 4 : 2).map((part): Line => ['5010', division, part]);
  const paid = Math.round(wages * NET_PAY);
  const burden = BURDEN.flatMap(([cost, owed, ratio]): Line[] => {
    const cents = Math.round(wages * ratio);
    return [
      [cost, division, cents],
      [owed, division, -cents],
    ];
  });
  return [...jobs, ['5020', division, overtime], ...burden, ['1010', division, -paid], ['2110', division, paid - wages]];
}
