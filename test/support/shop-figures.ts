/** Figures of the small company, added up again from its rows without any of the code under test. */
import { ACCOUNTS, type BudgetLine, type Line } from './small-company.js';

type Row = Line | BudgetLine;
export type Only = Partial<Record<'period' | 'account' | 'branch' | 'category', readonly string[]>>;

const categoryOf = new Map<string, string>(ACCOUNTS.map((a) => [a.account, a.category]));

/** Cents of the rows that match, debit positive; undefined when no row does. */
export function cents(rows: readonly Row[], only: Only): bigint | undefined {
  const found = rows.filter((row) =>
    Object.entries(only).every(([name, values]) =>
      values.includes(name === 'category' ? (categoryOf.get(row.account) ?? '') : row[name as 'period' | 'account' | 'branch']),
    ),
  );
  return found.length === 0 ? undefined : found.reduce((sum, row) => sum + row.amount, 0n);
}

/** The same as money text, with the sign turned for income. */
export function amount(rows: readonly Row[], only: Only, sign: 1 | -1 = 1): string | null {
  const found = cents(rows, only);
  return found === undefined ? null : moneyText(found * BigInt(sign));
}

export const moneyText = (value: bigint): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** `count` periods of twelve a year, the last one given. */
export function periodsTo(last: string, count: number): string[] {
  const end = Number(last.slice(0, 4)) * 12 + Number(last.slice(5)) - 1;
  return Array.from({ length: count }, (_, i) => {
    const at = end - count + 1 + i;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}
