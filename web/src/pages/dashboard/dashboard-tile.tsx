import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DashboardView, ExportQuery, TileResult, TileView } from '#core/contract';
import { type Lens, tileQuery } from '../../api/dashboards';
import { problemOf } from '../../api/problem';
import type { Drill } from '../../kit/drill-target';
import { FigureDialog } from '../../kit/figure-dialog';
import { MetricTile } from '../../kit/metric-tile';
import { TileSkeleton } from '../../kit/tile-skeleton';
import { useSlow } from '../../kit/use-slow';
import { messages } from '../../shell/messages';
import { ProblemView, StateView } from '../../shell/problem-view';
import { TileBody } from './tile-body';
import { TileMenu } from './tile-menu';
import { useExport } from './use-export';

export interface TileProps {
  readonly view: DashboardView;
  readonly tile: TileView;
  readonly lens: Lens;
  readonly onDrill: Drill;
  readonly onClear: () => void;
}

/** One tile: it fetches its own figures, so that a slow or broken one never holds up the others. */
export function DashboardTile({ view, tile, lens, onDrill, onClear }: TileProps) {
  const query = useQuery(tileQuery(view.module, view.id, tile.id, lens));
  const [asTable, setAsTable] = useState(false);
  const [explained, setExplained] = useState(false);
  const dimmed = useSlow(query.isPlaceholderData);
  const exportTo = useExport(view.module);
  const take = (format: ExportQuery['format']) =>
    exportTo?.({ format, dashboard: view.id, tile: tile.id, filters: lens.filters, ...(lens.asOf ? { asOf: lens.asOf } : {}) });
  const menu = (
    <TileMenu
      tile={tile}
      asTable={asTable}
      onToggleTable={() => setAsTable(!asTable)}
      onExplain={() => setExplained(true)}
      onExport={exportTo && take}
    />
  );
  return (
    <MetricTile title={tile.title} aside={unitOf(tile)} menu={menu} dimmed={dimmed} busy={query.isFetching}>
      <TileContent {...{ tile, asTable, onDrill, onClear }} result={query.data} error={query.error} onRetry={() => void query.refetch()} />
      {explained ? <FigureDialog metrics={tile.metrics} title={tile.title} onClose={() => setExplained(false)} /> : null}
    </MetricTile>
  );
}

/** The one unit of a chart's figures, said once beside the title; tables say it per column, a single figure beside itself. */
function unitOf({ tile, metrics }: TileView): string | undefined {
  const units = new Set(metrics.map(({ unit }) => unit));
  return tile === 'kpi' || tile === 'table' || tile === 'statement' || units.size !== 1 ? undefined : [...units][0];
}

interface ContentProps extends Pick<TileProps, 'tile' | 'onDrill' | 'onClear'> {
  readonly asTable: boolean;
  readonly result: TileResult | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
}

function TileContent({ tile, asTable, result, error, onRetry, onDrill, onClear }: ContentProps) {
  if (error) return <ProblemView problem={problemOf(error)} title={messages.tile.failed} onRetry={onRetry} small={tile.tile === 'kpi'} />;
  if (!result) return <TileSkeleton tile={tile.tile} />;
  if (isEmpty(result)) {
    return <StateView title={messages.tile.empty} action={<Button onClick={onClear}>{messages.tile.emptyNext}</Button>} />;
  }
  return <TileBody {...{ tile, result, asTable, onDrill }} />;
}

/** Rows whose figures are all missing are as good as none. */
const isEmpty = ({ kpi, statement, columns, rows }: TileResult): boolean =>
  !kpi &&
  (statement?.length ?? 0) === 0 &&
  rows.every((row) => columns.every(({ role }, index) => role === 'dimension' || row[index] === null));
