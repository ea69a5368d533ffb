import type { GateResult } from '#core/contract';
import type { Dashboard, Metric } from '#core/kit';
import { amountOf, isZero } from './exact.js';

/** The fiscal periods that a dashboard can be looked at in. */
export interface Calendar {
  /** Newest first. */
  readonly values: string[];
  /** The newest period that has figures; absent when there are no periods at all. */
  readonly initial?: string;
  /** Periods of a fiscal year: twelve, or more where adjustment periods exist. */
  readonly perYear: number;
}

/** The figure that says whether a period has anything to show: the first one on the page. */
export function leadMetric(dashboard: Dashboard): Metric | undefined {
  const tile = dashboard.rows[0]?.[0];
  return tile?.tile === 'statement' ? tile.actual : tile?.metrics[0];
}

/** Future periods stand in a calendar too, with nothing but budgets: the newest one with a lead figure is where people start. */
export function calendarOf(values: readonly string[], lead: GateResult | undefined): Calendar {
  const newestFirst = values.toSorted().reverse();
  const perYear = Math.max(12, ...newestFirst.map((period) => Number(period.slice(5)) || 0));
  const filled = new Set((lead?.rows ?? []).filter(([, value]) => !isZero(amountOf(value) ?? '0')).map(([period]) => String(period)));
  const initial = newestFirst.find((period) => filled.has(period)) ?? newestFirst[0];
  return { values: newestFirst, perYear, ...(initial === undefined ? {} : { initial }) };
}
