/** What customers are billed, and when they pay. */
import type { Book, Line } from './book.js';
import { LAST_DAY } from './calendar.js';
import { accountOf } from './chart.js';
import type { Division } from './company.js';
import { CUSTOMERS } from './names.js';
import type { Activity } from './plan.js';
import type { Random } from './random.js';

const TAX = 0.06;

/** Invoices of one branch and division in one period; `due` gathers the sales tax owed. */
export function postSales(book: Book, random: Random, activity: Activity, due: Map<string, number>): void {
  const { period, branch, division } = activity;
  if (activity.revenue <= 0) return;
  const invoices = Math.max(1, Math.round((activity.revenue * activity.scale) / (division.invoice * 100)));
  for (const net of random.split(activity.revenue, invoices)) {
    const day = random.whole(period.firstDay, period.lastDay);
    const tax = division.taxed ? Math.round(net * TAX) : 0;
    const held = Math.round(net * division.retainage);
    const customer = random.pick(CUSTOMERS);
    const invoice = book.next('INV');
    const job = `${division.code}-${period.year % 100}${String(random.whole(1, 240)).padStart(3, '0')}`;
    const about = { branch: branch.code, party: customer, job };
    const earned = services(random, division, net);
    const title = accountOf(earned[0]?.[0] ?? '').title;
    const lines: Line[] = [
      ['1100', division.code, net + tax - held],
      ['1110', division.code, held],
      ...earned,
      ['2200', division.code, -tax],
    ];
    if (!book.post({ ...about, day, source: 'AR', document: invoice, description: title, lines })) continue;
    due.set('2200', (due.get('2200') ?? 0) + tax);
    postReceipts(book, random, { ...about, invoice, day, division: division.code, open: net + tax - held, held });
  }
}

/** One service, or two on one invoice. */
function services(random: Random, division: Division, net: number): Line[] {
  const first = byShare(random, division);
  if (random.next() < 0.55) return [[first, division.code, -net]];
  const second = byShare(random, division);
  const part = Math.round(net * (0.25 + random.next() * 0.5));
  return first === second
    ? [[first, division.code, -net]]
    : [
        [first, division.code, -part],
        [second, division.code, part - net],
      ];
}

function byShare(random: Random, division: Division): string {
  let left = random.next();
  for (const [account, share] of division.services) {
    left -= share;
    if (left < 0) return account;
  }
  return division.services[0]?.[0] ?? '';
}

interface Open {
  readonly branch: string;
  readonly party: string;
  readonly job: string;
  readonly invoice: string;
  readonly day: number;
  readonly division: string;
  readonly open: number;
  readonly held: number;
}

/** Most pay within two months, a few take a discount or a credit; retainage comes months later. */
function postReceipts(book: Book, random: Random, o: Open): void {
  const about = { branch: o.branch, party: o.party, job: o.job, document: o.invoice };
  const day = o.day + random.whole(12, random.next() < 0.1 ? 110 : 55);
  const discount = random.next() < 0.05 ? Math.round(o.open * 0.02) : 0;
  const paid: Line[] = [
    ['1010', o.division, o.open - discount],
    ['4900', o.division, discount],
    ['1100', o.division, -o.open],
  ];
  book.post({ ...about, day, source: 'CB', description: 'Customer payment', lines: paid });
  if (o.held === 0 || o.day + 90 > LAST_DAY) return;
  const released: Line[] = [
    ['1010', o.division, o.held],
    ['1110', o.division, -o.held],
  ];
  book.post({ ...about, day: o.day + random.whole(90, 150), source: 'CB', description: 'Retainage released', lines: released });
}
