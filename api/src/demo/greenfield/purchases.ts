/** What vendors bill for jobs, and the cheques that pay them. */
import type { Book, Line } from './book.js';
import { accountOf } from './chart.js';
import { RUNNING } from './company.js';
import { vendorOf } from './names.js';
import type { Activity } from './plan.js';
import type { Random } from './random.js';

/** Size of a usual vendor invoice in cents. */
const SIZE: Readonly<Record<string, number>> = {
  '5210': 315_000,
  '5220': 480_000,
  '5230': 142_000,
  '5240': 132_000,
  '5250': 390_000,
  '5260': 158_000,
  '5310': 1_080_000,
  '5320': 510_000,
  '5410': 117_000,
  '5420': 96_000,
  '5430': 138_000,
  '5510': 46_000,
  '5520': 36_000,
};

/** Everything bought for the jobs of one branch and division in one period. */
export function postPurchases(book: Book, random: Random, activity: Activity): void {
  for (const [account, ratio] of [...activity.division.bought, ...RUNNING]) {
    const total = Math.round(activity.revenue * ratio * random.vary(0.12));
    const bills = Math.max(1, Math.round((total * activity.scale) / (SIZE[account] ?? 100_000)));
    if (total < 100) continue;
    for (const cents of random.split(total, bills)) {
      const day = random.whole(activity.period.firstDay, activity.period.lastDay);
      const bill = { branch: activity.branch.code, party: vendorOf(account, random), day, cents, account };
      postBill(book, random, { ...bill, division: activity.division.code, description: accountOf(account).title });
    }
  }
}

export interface Bill {
  readonly branch: string;
  readonly party: string;
  readonly day: number;
  readonly account: string;
  readonly division: string;
  readonly cents: number;
  readonly description: string;
}

/** A vendor's invoice, and the cheque that pays it three to six weeks later. */
export function postBill(book: Book, random: Random, bill: Bill): void {
  const { branch, party, day, division, cents, description } = bill;
  const document = book.next('V');
  const billed: Line[] = [
    [bill.account, division, cents],
    ['2010', division, -cents],
  ];
  if (!book.post({ branch, party, day, source: 'AP', document, description, lines: billed })) return;
  const paid: Line[] = [
    ['2010', division, cents],
    ['1010', division, -cents],
  ];
  const cheque = book.next('CHQ');
  book.post({
    branch,
    party,
    day: day + random.whole(20, 45),
    source: 'CB',
    document: cheque,
    description: `Payment of ${document}`,
    lines: paid,
  });
}
