import type { ResultColumn } from '#core/contract';
import type { Field, Metric } from '#core/kit';
import type { Dimension } from './dimensions.js';

/** What people call a column without a label: its name with spaces and a capital. */
export function titleOf(name: string, field: Pick<Field, 'label'>): string {
  if (field.label !== undefined) return field.label;
  const spaced = (name.split('.').at(-1) ?? name).replaceAll('_', ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}

export const fieldColumn = (name: string, field: Field): ResultColumn => ({
  name,
  title: titleOf(name, field),
  kind: field.kind,
  role: 'dimension',
  ...(field.unit === undefined ? {} : { unit: field.unit }),
  ...(field.kind === 'money' || field.kind === 'decimal' ? { places: field.places ?? (field.kind === 'money' ? 2 : 6) } : {}),
});

export const dimensionColumn = ({ name, field }: Dimension): ResultColumn => fieldColumn(name, field);

export const metricColumn = (metric: Metric): ResultColumn => ({
  name: metric.name,
  title: metric.title,
  kind: metric.result,
  role: 'metric',
  ...(metric.unit === undefined ? {} : { unit: metric.unit }),
  places: metric.places,
  ...(metric.format === undefined ? {} : { format: metric.format }),
  better: metric.better ?? (metric.goal && 'below' in metric.goal ? 'lower' : 'higher'),
});
