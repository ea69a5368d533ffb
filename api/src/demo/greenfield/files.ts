/** How the accounting system and the workbooks write their exports: each in its own encoding and layout. */
import { Book, type Journal } from './book.js';
import { budget } from './budget.js';
import { PERIODS, usDate, YEARS } from './calendar.js';
import { ACCOUNTS } from './chart.js';
import { BRANCHES, DIVISIONS, OVERHEAD } from './company.js';
import { REJECTED, REJECTED_BUDGET } from './faults.js';
import { groupBy } from './group-by.js';
import { trialBalance } from './trial-balance.js';

export interface ExportFile {
  readonly name: string;
  readonly bytes: Buffer;
}

type Cell = string | number;
const LEDGER_HEAD =
  'Journal,Line,Date,Period,Account,Branch,Division,Job,Name,Description,Document,Source,Debit,Credit,Entered,Entry,Batch';

/** Every file of the export. */
export function exportFiles(journals: readonly Journal[]): ExportFile[] {
  return [
    { name: 'accounts.csv', bytes: Buffer.from(`\uFEFF${accounts()}`, 'utf8') },
    { name: 'branches.csv', bytes: Buffer.from(branches(), 'utf8') },
    { name: 'divisions.csv', bytes: Buffer.from(`\uFEFF${divisions()}`, 'utf16le').swap16() },
    { name: 'periods.csv', bytes: Buffer.from(periods(), 'utf8') },
    { name: 'trial-balance.csv', bytes: Buffer.from(trialBalanceFile(journals), 'utf8') },
    { name: 'budget.csv', bytes: Buffer.from(`\uFEFF${budgetFile()}`, 'utf16le') },
    { name: 'budget-control.csv', bytes: Buffer.from(budgetControl(), 'utf8') },
    ...ledgers(journals),
  ];
}

const table = (head: string, rows: readonly (readonly Cell[])[], delimiter = ','): string =>
  `${[head, ...rows.map((r) => r.map((c) => quoted(String(c), delimiter)).join(delimiter))].join('\r\n')}\r\n`;

const quoted = (value: string, delimiter: string): string =>
  value.includes(delimiter) || value.includes('"') ? `"${value.replaceAll('"', '""')}"` : value;

/** 1234567 cents as '12345.67'. */
const cents = (amount: number): string => {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
/** The same with thousands set apart, as the report writer prints it. */
const grouped = (amount: number): string => cents(amount).replace(/\B(?=(\d{3})+\.)/g, ',');

const accounts = (): string =>
  table(
    'Account,Description,Type,Category,Statement line,Normal side,Control of',
    ACCOUNTS.map((a) => [a.account, a.title, a.type, a.category, a.statementLine, a.normalSide, a.controlOf]),
  );

const branches = (): string =>
  table(
    'Code,Branch,Region',
    BRANCHES.map((b) => [b.code, b.name, b.region]),
  );

const divisions = (): string =>
  table('Code;Division;Kind', [...DIVISIONS.map((d) => [d.code, d.name, d.kind]), [OVERHEAD, 'Shop and overhead', 'Overhead']], ';');

const periods = (): string =>
  table(
    'Period,Year,Quarter,Start,End,Season,Status,Closed',
    PERIODS.map((p) => [
      p.key,
      p.year,
      `Q${Math.ceil(p.number / 3)}`,
      usDate(p.firstDay),
      usDate(p.lastDay),
      p.season,
      p.status,
      p.closedOn === undefined ? '' : usDate(p.closedOn),
    ]),
  );

const trialBalanceFile = (journals: readonly Journal[]): string =>
  table(
    'Period,Account,Debit,Credit,Balance',
    trialBalance(journals).map((r) => [r.period, r.account, grouped(r.debit), grouped(r.credit), grouped(r.closing)]),
  );

const budgetFile = (): string =>
  table(
    'Period\tAccount\tBranch\tDivision\tAmount',
    [...budget().map((r) => [r.period, r.account, r.branch, r.division, `${r.dollars}.00`]), REJECTED_BUDGET],
    '\t',
  );

function budgetControl(): string {
  const totals = groupBy(budget(), (r) => r.period);
  const total = (period: string): number => (totals.get(period) ?? []).reduce((sum, r) => sum + r.dollars, 0);
  return table(
    'Period,Total',
    PERIODS.map((p) => [p.key, `${total(p.key)}.00`]),
  );
}

/** One file per fiscal year; rejected lines stand among the good ones. */
function ledgers(journals: readonly Journal[]): ExportFile[] {
  const byYear = groupBy(journals, (j) => Number(Book.periodOf(j).slice(0, 4)));
  return YEARS.map((year) => {
    const lines = (byYear.get(year) ?? []).flatMap((journal, i) =>
      ledgerLines(journal, `J${year % 100}-${String(i + 1).padStart(6, '0')}`),
    );
    const middle = Math.floor(lines.length / 2);
    // Between two journals, never inside one, or the file would look damaged where it is not.
    const at = lines.findIndex((line, i) => i >= middle && line.split(',', 2)[1] === '1');
    lines.splice(at, 0, ...(REJECTED[year] ?? []));
    return { name: `ledger-${year}.csv`, bytes: windows1252(`${LEDGER_HEAD}\r\n${lines.join('\r\n')}\r\n`) };
  });
}

function ledgerLines(journal: Journal, number: string): string[] {
  const about = [journal.job ?? '', journal.party ?? '', journal.description, journal.document ?? ''].map((v) => quoted(v, ',')).join(',');
  const date = usDate(journal.day);
  const end = `${usDate(journal.entered ?? journal.day)},${journal.entry ?? 'regular'},${journal.unposted ? 'unposted' : 'posted'}`;
  const period = Book.periodOf(journal);
  return journal.lines.map(([account, division, amount], i) => {
    const sides = amount > 0 ? `${cents(amount)},` : `,${cents(-amount)}`;
    return `${number},${i + 1},${date},${period},${account},${journal.branch},${division},${about},${journal.source},${sides},${end}`;
  });
}

/** The characters outside Latin-1 that our names use, in Windows-1252. */
const WINDOWS: Readonly<Record<string, string>> = { '’': '\x92', '–': '\x96' };
const windows1252 = (text: string): Buffer =>
  Buffer.from(
    text.replace(/[’–]/g, (c) => WINDOWS[c] ?? c),
    'latin1',
  );
