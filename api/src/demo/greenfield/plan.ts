/** What Greenfield planned to earn, and what it then earned: where budget and ledger come from. */
import { type Period, POSTED } from './calendar.js';
import { BRANCHES, type Branch, DIVISIONS, type Division } from './company.js';
import type { Random } from './random.js';

const GROWTH: Readonly<Record<number, number>> = { 2024: 1, 2025: 1.06, 2026: 1.115 };

/** Planned revenue of a branch and division in a period, in cents. */
export function planned(period: Period, branch: Branch, division: Division): number {
  const ofYear = division.months.reduce((a, b) => a + b, 0);
  const season = (division.months[period.number - 1] ?? 0) / ofYear;
  const winter = division.code === 'SNO' ? branch.winter : 1;
  return Math.round(division.revenue * 100 * branch.share * season * winter * (GROWTH[period.year] ?? 1));
}

/** Planned revenue of a branch in a whole fiscal year, in cents: the base of its overhead. */
export function plannedYear(year: number, branch: Branch): number {
  const twelfth = DIVISIONS.reduce((sum, d) => sum + d.revenue * (d.code === 'SNO' ? branch.winter : 1), 0);
  return Math.round(twelfth * 100 * branch.share * (GROWTH[year] ?? 1));
}

/** Revenue that a branch and division earned in a period, in cents. */
export interface Activity {
  readonly period: Period;
  readonly branch: Branch;
  readonly division: Division;
  readonly revenue: number;
  /** How many times the usual number of papers that revenue comes in. */
  readonly scale: number;
}

/** Every branch has good and bad years, every month its weather, and no two winters are alike. */
export function activities(random: Random, scale: number): Activity[] {
  const form = new Map<string, number>();
  const formOf = (key: string): number => {
    if (!form.has(key)) form.set(key, random.vary(0.07));
    return form.get(key) ?? 1;
  };
  return POSTED.flatMap((period) => {
    const winter = 0.5 + random.next() * 1.15;
    return BRANCHES.flatMap((branch) =>
      DIVISIONS.map((division) => {
        const weather = division.code === 'SNO' ? winter * random.vary(0.1) : random.vary(0.09);
        const factor = formOf(`${period.year} ${branch.code} ${division.code}`) * weather;
        return { period, branch, division, revenue: Math.round(planned(period, branch, division) * factor), scale };
      }),
    );
  });
}
