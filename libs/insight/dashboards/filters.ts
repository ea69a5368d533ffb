import type { Filter, Filters } from '#core/contract';
import { isPeriod } from '#core/kernel';
import type { Column, Dashboard } from '#core/kit';
import type { Calendar } from './calendar.js';
import { unknownFilter, wrongFilter, wrongPeriod } from './errors.js';
import type { Moment } from './view.js';

/** The columns a dashboard is filtered by, the period first. A column's name is the filter's name. */
export function filterColumns(dashboard: Dashboard): Column[] {
  const columns = [...(dashboard.period ? [dashboard.period as unknown as Column] : []), ...dashboard.filters];
  return columns.filter((column, i) => columns.findIndex((other) => other.name === column.name) === i);
}

/** What a person chose: the conditions without the period, and the period that is looked at. */
export interface Choice {
  readonly where: Filters;
  readonly moment?: Moment;
}

/** Reads the filters of a request; those left empty mean everything, a period left empty means the newest with figures. */
export function choiceOf(dashboard: Dashboard, filters: Filters, calendar: Calendar | undefined): Choice {
  const known = filterColumns(dashboard).map((column) => column.name);
  for (const [name, filter] of Object.entries(filters)) {
    if (!known.includes(name)) throw unknownFilter(name, known);
    if (!isFilter(filter)) throw wrongFilter(name);
  }
  const period = dashboard.period?.name;
  const chosen = Object.entries(filters).filter(([name, filter]) => name !== period && !isEmpty(filter));
  const where = Object.fromEntries(chosen);
  const moment = period === undefined || !calendar ? undefined : momentOf(period, filters[period], calendar);
  return moment ? { where, moment } : { where };
}

/** A tile looks at years before and after the chosen period, and years have four digits. */
const isInReach = (period: string): boolean => period >= '1900' && period < '2200';

function momentOf(name: string, filter: Filter | undefined, calendar: Calendar): Moment | undefined {
  const { perYear } = calendar;
  if (filter === undefined || isEmpty(filter))
    return calendar.initial === undefined ? undefined : { name, chosen: calendar.initial, perYear };
  const [chosen, ...more] = Array.isArray(filter) ? filter : [];
  if (typeof chosen !== 'string' || more.length > 0 || !isPeriod(chosen, perYear) || !isInReach(chosen)) throw wrongPeriod(name, perYear);
  return { name, chosen, perYear };
}

const isEmpty = (filter: Filter): boolean => (Array.isArray(filter) ? filter.length === 0 : Object.keys(filter).length === 0);
const isValue = (value: unknown): boolean => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));

/** Filters arrive as free JSON: only lists of values and ranges pass. */
function isFilter(filter: unknown): filter is Filter {
  if (Array.isArray(filter)) return filter.length <= 1000 && filter.every(isValue);
  if (filter === null || typeof filter !== 'object') return false;
  return Object.entries(filter).every(([end, value]) => (end === 'from' || end === 'to') && isValue(value));
}
