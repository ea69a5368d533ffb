import type { FilterView, MetricView, TileView } from '#core/contract';
import type { Dashboard, Metric, Tile } from '#core/kit';
import { hasRows } from '#insight/gate';
import type { Calendar } from './calendar.js';
import { definitionOf, titleOf, type Vocabulary } from './definition.js';
import { filterColumns } from './filters.js';

/** What one question to the gate takes. */
const MOST_METRICS = 20;

/** The metrics that a tile shows. */
export const metricsOf = (tile: Tile): readonly Metric[] => (tile.tile === 'statement' ? [tile.actual, tile.budget] : tile.metrics);

/** The metrics of a dashboard's kpi tiles, each once. */
export function kpisOf(dashboard: Dashboard): Metric[] {
  const metrics = dashboard.rows.flat().flatMap((tile) => (tile.tile === 'kpi' ? tile.metrics : []));
  return [...new Set(metrics)].slice(0, MOST_METRICS);
}

/** The filters of a dashboard with the values that the figures offer. */
export function filterViews(dashboard: Dashboard, calendar: Calendar | undefined, offered: Map<string, string[]>): FilterView[] {
  return filterColumns(dashboard).map((column): FilterView => {
    const title = titleOf(column);
    if (column.name !== dashboard.period?.name)
      return { name: column.name, title, control: 'choice', values: offered.get(column.name) ?? [], initial: [] };
    const initial = calendar?.initial === undefined ? [] : [calendar.initial];
    return { name: column.name, title, control: 'period', values: calendar?.values ?? [], initial };
  });
}

/** The frame of a tile, before its figures. */
export const tileView = (tile: Tile, vocabulary: Vocabulary): TileView => ({
  id: tile.id,
  title: tile.title,
  tile: tile.tile,
  metrics: metricsOf(tile).map((metric) => metricView(metric, vocabulary)),
  drill: metricsOf(tile).some((metric) => hasRows(vocabulary.relations, metric)),
});

/** What a metric means. */
export const metricView = (metric: Metric, vocabulary: Vocabulary): MetricView => ({
  name: metric.name,
  title: metric.title,
  ...(metric.describe === undefined ? {} : { describe: metric.describe }),
  ...(metric.unit === undefined ? {} : { unit: metric.unit }),
  places: metric.places,
  ...(metric.format === undefined ? {} : { format: metric.format }),
  better: betterOf(metric),
  definition: definitionOf(metric, vocabulary),
});

/** More is better unless the metric, or its goal, says otherwise. */
export function betterOf(metric: Metric): 'higher' | 'lower' {
  if (metric.better !== undefined) return metric.better;
  return metric.goal && 'below' in metric.goal ? 'lower' : 'higher';
}
