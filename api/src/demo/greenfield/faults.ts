/**
 * What goes wrong in real books, planted on purpose. Warnings are journals that a check must find; rejects are lines that
 * the reader must refuse. The accounting system never posted the rejected lines, so the trial balance ties without them.
 */
import type { Book, Journal, Line } from './book.js';
import { dayOf, LAST_DAY } from './calendar.js';

/** Late postings, a bill posted twice, a voided cheque, a batch that waits. */
export function postWarnings(book: Book): void {
  postLate(book);
  postTwice(book);
  postVoid(book);
  const waiting: Line[] = [
    ['5420', 'MNT', 184_250],
    ['2010', 'MNT', -184_250],
  ];
  const about = { branch: '10', source: 'AP', party: 'Diesel Works', document: 'DW-20261', description: 'Engine repair' } as const;
  book.post({ ...about, day: LAST_DAY, unposted: true, lines: waiting });
}

/** August was closed on 12 September; these were typed into it in November. */
function postLate(book: Book): void {
  for (const [branch, cents] of [
    ['10', 212_340],
    ['30', 87_615],
  ] as const) {
    const lines: Line[] = [
      ['5310', 'DSB', cents],
      ['2010', 'DSB', -cents],
    ];
    const about = { branch, source: 'AP', party: 'Granite Masons Inc', description: 'Late invoice for August' } as const;
    book.post({ ...about, day: dayOf(2026, 8, 28), entered: dayOf(2026, 11, 3), document: `GM-88${branch}`, lines });
  }
}

/** The same vendor invoice, entered by two people. */
function postTwice(book: Book): void {
  for (const [day, document] of [
    [dayOf(2026, 6, 9), 'BSN-7731'],
    [dayOf(2026, 6, 17), 'BSN-7731'],
  ] as const) {
    const lines: Line[] = [
      ['5210', 'ENH', 346_780],
      ['2010', 'ENH', -346_780],
    ];
    book.post({ day, branch: '20', source: 'AP', party: 'Blue Spruce Nursery', document, description: 'Shrubs for Fairway HOA', lines });
  }
}

/** A cheque of September, voided in October. */
function postVoid(book: Book): void {
  const cheque = { branch: '40', source: 'CB', party: 'Bigtool Rental', document: 'CHQ-90417' } as const;
  const paid: Line[] = [
    ['2010', 'MNT', 129_900],
    ['1010', 'MNT', -129_900],
  ];
  const back = paid.map(([account, division, cents]): Line => [account, division, -cents]);
  book.post({ ...cheque, day: dayOf(2026, 9, 29), description: 'Payment of BT-5512', lines: paid });
  book.post({ ...cheque, day: dayOf(2026, 10, 6), description: 'VOID cheque of 09/29/2026', lines: back });
}

const bad = (year: number, text: string): string => `U${year % 100}-${text},unposted`;
const pair = (year: number, no: number, date: string, account: string, name: string, amount: string): string[] => [
  bad(year, `${no},1,${date},${year}-06,${account},10,MNT,,${name},Repair,RX-${no},AP,${amount},,06/30/${year},regular`),
  bad(year, `${no},2,${date},${year}-06,2010,10,MNT,,${name},Repair,RX-${no},AP,,${amount},06/30/${year},regular`),
];

/** Raw lines of the ledger file of a year that the reader must refuse, each for another reason. */
export const REJECTED: Readonly<Record<number, readonly string[]>> = {
  2024: [...pair(2024, 90001, '06/31/2024', '5420', 'Mower Medics', '310.00'), '*** Page 1211 of 1211 ***'],
  2025: [
    ...pair(2025, 90002, '06/12/2025', '5420', 'Diesel Works', '1250.125'),
    ...pair(2025, 90003, '06/13/2025', '5210', 'Hobbs, Green & Co', '88.00'),
    '*** Page 1284 of 1284 ***',
  ],
  2026: [
    ...pair(2026, 90004, '02/30/2026', '5430', 'Bigtool Rental', '450.00'),
    ...pair(2026, 90005, '06/18/2026', '5420', 'Tri-State Tractor', '#VALUE!'),
    '*** Page 1198 of 1198 ***',
  ],
};

/** A cell of the budget workbook whose formula broke. */
export const REJECTED_BUDGET = ['2026-12', '6060', '10', 'OVH', '#REF!'] as const;
export const REJECTS_PLANTED = Object.values(REJECTED).flat().length + 1;

/** Whether a journal counts: unposted batches are in the export and in no total. */
export const isPosted = (journal: Journal): boolean => !journal.unposted;
