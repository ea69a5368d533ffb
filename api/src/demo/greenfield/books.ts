/** Three fiscal years of Greenfield's books, the same to the byte every time. */
import { Book, type Journal } from './book.js';
import { dayOf, LAST_DAY, YEARS } from './calendar.js';
import { postWarnings } from './faults.js';
import { groupBy } from './group-by.js';
import { postOverhead, postRemittances, postYear } from './overhead.js';
import { postPayroll } from './payroll.js';
import { type Activity, activities } from './plan.js';
import { postPurchases } from './purchases.js';
import { Random } from './random.js';
import { postSales } from './sales.js';
import { postClosing, postOpening } from './year-ends.js';

const SEED = 20_240_101;

/** All journals in the order of their days. At scale 5 the same business comes in five times as many papers. */
export function keepBooks(scale = 1): Journal[] {
  const random = new Random(SEED);
  const book = new Book(random);
  postOpening(book, random);
  const earned = groupBy(activities(random, scale), (a) => `${a.period.key} ${a.branch.code}`);
  for (const team of earned.values()) postMonth(book, random, team);
  postWarnings(book);
  for (const year of YEARS) if (dayOf(year, 12, 31) <= LAST_DAY) postClosing(book, year);
  return book.inOrder();
}

/** One month of one branch. */
function postMonth(book: Book, random: Random, team: readonly Activity[]): void {
  const [first] = team;
  if (!first) return;
  const { period, branch } = first;
  const due = new Map<string, number>();
  for (const activity of team) {
    postSales(book, random, activity, due);
    postPurchases(book, random, activity);
  }
  postPayroll(book, random, team, due);
  postOverhead(book, random, period, branch);
  postYear(book, branch, period);
  postRemittances(book, period, branch, due);
}
