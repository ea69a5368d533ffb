/** A company of a few thousand rows in a real warehouse: small enough to be added up again by hand in a test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyRelation, describe as declared, renderSql } from '#core/kit';
import { type StagedValue, Warehouse } from '#data/warehouse';
import { accountRows, budgetRows, lineRows, shop } from './shop-module.js';

export const ACCOUNTS = [
  { account: '0400', title: 'Maintenance', category: 'Revenue', cents: -90_000 },
  { account: '0410', title: 'Snow', category: 'Revenue', cents: -30_011 },
  { account: '0499', title: 'Never used', category: 'Revenue', cents: 0 },
  { account: '0500', title: 'Labor', category: 'Direct', cents: 40_007 },
  { account: '0510', title: 'Materials', category: 'Direct', cents: 12_345 },
  { account: '0600', title: 'Rent', category: 'Overhead', cents: 15_000 },
] as const;
export const BRANCHES = ['North', 'South', 'East', 'West', 'Harbor', 'Hill'] as const;
export const LAST_PERIOD = '2026-06';

export interface Line {
  no: number;
  posted: string;
  period: string;
  account: string;
  branch: string;
  code: string;
  memo: string | null;
  checked: boolean;
  /** Cents, debit positive. */
  amount: bigint;
}
export type BudgetLine = Pick<Line, 'no' | 'period' | 'account' | 'branch' | 'amount'>;

/** Texts that spreadsheets and programs stumble over; every one stands in some line. */
export const MEMOS = ['=1+1', '+49 30 1234', '-', '@home', '\tindented', 'constructor', 'plain', 'a, "b"', null, '0042'];

/** Snow falls in the first and last quarter only; the branch Hill opened in 2026; amounts differ from line to line. */
export function linesOfTheShop(): Line[] {
  const found: Line[] = [];
  for (const p of periodsFrom(2024, 2026, LAST_PERIOD)) {
    for (const [a, { account, cents }] of ACCOUNTS.entries()) {
      for (const [b, branch] of BRANCHES.entries()) {
        const month = Number(p.slice(5));
        if (cents === 0 || (account === '0410' && month > 3 && month < 10) || (branch === 'Hill' && p < '2026')) continue;
        const no = found.length + 1;
        const amount = BigInt(Math.trunc(cents * (1 + b / 10)) + ((no * 7919) % 5003) + (a + month) * 101);
        const posted = `${p}-${String(1 + (no % 28)).padStart(2, '0')}`;
        const memo = MEMOS[no % MEMOS.length] ?? null;
        found.push({ no, posted, period: p, account, branch, code: String(no % 20).padStart(4, '0'), memo, checked: no % 3 === 0, amount });
      }
    }
  }
  return found;
}

/** Budgets run to the end of 2026, beyond the last actual period; snow has none. */
export function budgetOfTheShop(): BudgetLine[] {
  const found: BudgetLine[] = [];
  for (const p of periodsFrom(2025, 2026, '2026-12'))
    for (const { account, cents } of ACCOUNTS)
      for (const branch of BRANCHES)
        if (cents !== 0 && account !== '0410') found.push({ no: found.length + 1, period: p, account, branch, amount: BigInt(cents) });
  return found;
}

function periodsFrom(first: number, last: number, until: string): string[] {
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return years.flatMap((y) => Array.from({ length: 12 }, (_, m) => `${y}-${String(m + 1).padStart(2, '0')}`)).filter((p) => p <= until);
}

export interface ShopRows {
  readonly lines: readonly Line[];
  readonly budget: readonly BudgetLine[];
  readonly accounts?: readonly { account: string; title: string; category: string }[];
}

/** Publishes these rows as the next load of the shop. */
export async function publishShop(warehouse: Warehouse, rows: ShopRows): Promise<void> {
  const build = await warehouse.begin(shop.id);
  const stage = async (relation: AnyRelation, values: StagedValue[][]): Promise<void> => {
    const staged = await build.stage(declared(relation));
    staged.append(values.map((row, i) => [...row, 'made by a test', i + 1]));
    staged.close();
  };
  await stage(
    accountRows,
    (rows.accounts ?? ACCOUNTS).map((a) => [a.account, a.title, a.category]),
  );
  await stage(
    lineRows,
    rows.lines.map((l) => [l.no, l.posted, l.period, l.account, l.branch, l.code, l.memo, l.checked, l.amount]),
  );
  await stage(
    budgetRows,
    rows.budget.map((l) => [l.no, l.period, l.account, l.branch, l.amount]),
  );
  for (const relation of shop.models) {
    const spec = declared(relation);
    if (spec.sql) await build.model(spec, renderSql(spec.sql));
  }
  await build.publish(`run-${build.load}`);
}

export interface ShopWarehouse {
  readonly warehouse: Warehouse;
  close(): Promise<void>;
}

/** A warehouse in a folder of its own, with the shop's first load in it. */
export async function openShop(rows: ShopRows): Promise<ShopWarehouse> {
  const folder = await mkdtemp(join(tmpdir(), 'jupiter-shop-'));
  const warehouse = new Warehouse(folder, { threads: 2, memory: '256MB', keep: 5, patienceMs: 0 });
  await publishShop(warehouse, rows);
  return {
    warehouse,
    close: async () => {
      await warehouse.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
