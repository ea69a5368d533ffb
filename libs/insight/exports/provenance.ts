import type { Filter, Filters, MetricView, SnapshotStamp } from '#core/contract';
import type { Viewer } from '#platform/identity';

/** Label and value of each line of a workbook's second sheet. */
export type About = readonly (readonly [string, string | number])[];

/** Where an exported file comes from. */
export interface Origin {
  readonly viewer: Viewer;
  readonly module: string;
  /** The dashboard and tile, or the figure whose rows these are. */
  readonly title: string;
  readonly where: Filters;
  readonly snapshot: SnapshotStamp;
  readonly rows: number;
  /** The figure that the rows add up to. */
  readonly total?: string;
  readonly metrics: readonly MetricView[];
}

/** Who, when, what, under which filters, from which load, how many rows, what the figures mean. */
export function aboutFile(origin: Origin, at: Date, timeZone: string): About {
  const { viewer, snapshot } = origin;
  const filters = Object.entries(origin.where).map(([name, filter]) => ['Filter', `${name}: ${filterInWords(filter)}`] as const);
  return [
    ['Exported by', `${viewer.displayName} (${viewer.name})`],
    ['Exported at', momentInWords(at, timeZone)],
    ['Module', origin.module],
    ['Shows', origin.title],
    ...(filters.length > 0 ? filters : [['Filter', 'none'] as const]),
    ['Load', snapshot.load],
    ['Load published at', momentInWords(new Date(snapshot.publishedAt), timeZone)],
    ...(snapshot.stale ? [['Not newer because', snapshot.stale.reason] as const] : []),
    ['Rows', origin.rows],
    ...(origin.total === undefined ? [] : [['Total of the rows', origin.total] as const]),
    ...origin.metrics.map((metric) => [`Definition of ${metric.title}`, metric.definition] as const),
    ['Exactness', 'Amounts of more than 15 digits stand as text: a spreadsheet would round them.'],
  ];
}

function filterInWords(filter: Filter): string {
  if (Array.isArray(filter)) return filter.join(', ');
  return [filter.from === undefined ? '' : `from ${filter.from}`, filter.to === undefined ? '' : `to ${filter.to}`]
    .filter(Boolean)
    .join(' ');
}

/** '24 Nov 2026, 15:04:05 CET (2026-11-24T14:04:05Z)': for people, and beyond doubt. */
export function momentInWords(at: Date, timeZone: string): string {
  const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(at);
  return `${local} (${at.toISOString().replace(/\.\d+Z$/, 'Z')})`;
}

/** What a csv carries beside its rows, as the value of a header: 'finance; load=12; published=2026-11-24T01:00:12Z'. */
export const snapshotHeader = (module: string, { load, publishedAt }: SnapshotStamp): string =>
  `${module}; load=${load}; published=${publishedAt}`;

/** 'finance-kpi-revenue-2026-06-load12.csv': letters, digits and dashes only, so that it is safe in a header and on a disk. */
export function fileName(parts: readonly (string | undefined)[], load: number, format: string): string {
  const words = parts
    .filter((part) => part !== undefined)
    .join('-')
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `${words.slice(0, 100)}-load${load}.${format}`;
}

/** The one value of a filter, for a file's name. */
export function oneValue(filter: Filter | undefined): string | undefined {
  return Array.isArray(filter) && filter.length === 1 ? String(filter[0]) : undefined;
}
