/** The approved budget: what was planned, account by account, in whole dollars. Income and cost are both positive. */
import { PERIODS, type Period } from './calendar.js';
import {
  BRANCHES,
  type Branch,
  BURDEN,
  DEPRECIATION,
  DIVISIONS,
  type Division,
  INCOME_TAX,
  INTEREST_EXPENSE,
  INTEREST_INCOME,
  OVERHEAD,
  OVERHEADS,
  OVERTIME,
  RUNNING,
} from './company.js';
import { planned, plannedYear } from './plan.js';

export interface BudgetRow {
  readonly period: string;
  readonly account: string;
  readonly branch: string;
  readonly division: string;
  readonly dollars: number;
}

/** Budgets are a little more hopeful than plans. */
const HOPE = 1.015;

export function budget(): BudgetRow[] {
  return PERIODS.flatMap((period) =>
    BRANCHES.flatMap((branch) => [...DIVISIONS.flatMap((division) => ofDivision(period, branch, division)), ...ofOverhead(period, branch)]),
  ).filter((row) => row.dollars !== 0);
}

function ofDivision(period: Period, branch: Branch, division: Division): BudgetRow[] {
  const revenue = planned(period, branch, division) * HOPE;
  const wages = revenue * division.labor;
  const amounts: (readonly [string, number])[] = [
    ...division.services.map(([account, share]) => [account, revenue * share] as const),
    ['4900', revenue * 0.001],
    ['5010', wages * (1 - OVERTIME)],
    ['5020', wages * OVERTIME],
    ...BURDEN.map(([account, , ratio]) => [account, wages * ratio] as const),
    ...[...division.bought, ...RUNNING].map(([account, ratio]) => [account, revenue * ratio] as const),
    ['5440', depreciation(period, branch, division)],
  ];
  return amounts.map(([account, cents]) => row(period, branch, division.code, account, cents));
}

function depreciation(period: Period, branch: Branch, division: Division): number {
  const all = DIVISIONS.reduce((sum, d) => sum + d.revenue, 0);
  return ((plannedYear(period.year, branch) / 12) * DEPRECIATION * division.revenue) / all;
}

function ofOverhead(period: Period, branch: Branch): BudgetRow[] {
  const monthly = plannedYear(period.year, branch) / 12;
  const others = [
    ['8010', INTEREST_INCOME],
    ['8020', INTEREST_EXPENSE],
    ['8910', INCOME_TAX],
  ] as const;
  return [...OVERHEADS, ...others].map(([account, ratio]) => row(period, branch, OVERHEAD, account, monthly * ratio));
}

const row = (period: Period, branch: Branch, division: string, account: string, cents: number): BudgetRow => ({
  period: period.key,
  account,
  branch: branch.code,
  division,
  dollars: Math.round(cents / 100),
});
