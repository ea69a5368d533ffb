import type { ColumnDrill, DrillPart, Filters, ResultColumn } from '#core/contract';
import type { Metric } from '#core/kit';
import { hasRows, partsOfRatio } from '#insight/gate';
import type { View } from './view.js';

type Vocabulary = Pick<View, 'module' | 'relations'>;

/** A column of a metric's figures that says what its figures drill to; `where` replaces conditions of the tile. */
export function withDrill(column: ResultColumn, metric: Metric, { module, relations }: Vocabulary, where?: Filters): ResultColumn {
  const to = ({ name }: Metric): ColumnDrill => ({ metric: name, ...(where ? { where } : {}) });
  const plain = withoutDrill(column);
  if (hasRows(relations, metric)) return { ...plain, drill: to(metric) };
  const parts = partsOfRatio(module.metrics, relations, metric).map((part): DrillPart => ({ ...to(part), title: part.title }));
  return parts.length > 0 ? { ...plain, parts } : plain;
}

/** A column derived from figures that no rows stand behind: a change, a rest. */
export function withoutDrill(column: ResultColumn): ResultColumn {
  const { drill: _none, parts: _neither, ...plain } = column;
  return plain;
}
