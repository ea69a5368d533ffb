import { lazy, Suspense, useMemo } from 'react';
import type { Cell, ResultColumn, StatementRow, TileResult, TileView } from '#core/contract';
import { chartData } from '../../kit/charts/series';
import { DataTable } from '../../kit/data-table';
import { withPeriods } from '../../kit/dates';
import { type Drill, type DrillTarget, leadsToRows, targetOfCell, targetOfColumn, targetOfTile } from '../../kit/drill-target';
import { Kpi } from '../../kit/kpi';
import { Statement } from '../../kit/statement';
import { TileSkeleton } from '../../kit/tile-skeleton';

/** The chart library comes only with the first tile that draws a chart. */
const LineChart = lazy(async () => ({ default: (await import('../../kit/charts')).LineChart }));
const BarChart = lazy(async () => ({ default: (await import('../../kit/charts')).BarChart }));
const StackedBarChart = lazy(async () => ({ default: (await import('../../kit/charts')).StackedBarChart }));
const CHARTS = { line: LineChart, bar: BarChart, 'stacked-bar': StackedBarChart } as const;

interface Props {
  readonly tile: TileView;
  readonly result: TileResult;
  readonly asTable: boolean;
  readonly onDrill: Drill;
}

const opener = (target: DrillTarget | undefined, onDrill: Drill) => (target ? () => onDrill(target) : undefined);

const named = (row: string, target: DrillTarget | undefined) => target && { ...target, title: `${row}, ${target.title}` };

/** The figures in the tile's own form, or as the table they are. */
export function TileBody(props: Props) {
  const { tile, result, asTable, onDrill } = props;
  if (asTable || tile.tile === 'table') return <AsTable {...props} />;
  if (tile.tile === 'kpi') {
    const metric = tile.metrics[0];
    return result.kpi ? (
      <Kpi kpi={result.kpi} figure={metric ?? {}} title={tile.title} onDrill={opener(targetOfTile(tile, result), onDrill)} />
    ) : (
      <AsTable {...props} />
    );
  }
  return tile.tile === 'statement' ? <AsStatement {...props} /> : <AsChart {...props} kind={tile.tile} />;
}

function AsTable({ tile, result, onDrill }: Props) {
  const { columns, rows, totals } = result;
  const drillOf = (row: readonly Cell[], column: ResultColumn) => opener(targetOfCell(result, column, row), onDrill);
  return <DataTable caption={tile.title} columns={columns} rows={rows} totals={totals} drillOf={drillOf} />;
}

function AsStatement({ tile, result, onDrill }: Props) {
  const columns = result.columns.filter(({ role }) => role === 'metric');
  const drillOf = (row: StatementRow, column: ResultColumn) => {
    const shown = row.amounts[columns.indexOf(column)] ?? null;
    return row.where ? opener(named(row.title, targetOfColumn(result, column, row.where, shown)), onDrill) : undefined;
  };
  return <Statement caption={tile.title} columns={columns} rows={result.statement ?? []} drillOf={drillOf} />;
}

function AsChart({ result, onDrill, kind }: Props & { kind: keyof typeof CHARTS }) {
  const data = useMemo(() => chartData(result), [result]);
  const Chart = CHARTS[kind];
  if (!data) return null;
  const pick = (place: number, index: number) => {
    const row = data.rowOf(place, index);
    const column = data.series[index]?.column;
    const target = row && column ? targetOfCell(result, column, row) : undefined;
    if (target) onDrill(target);
  };
  return (
    <Suspense fallback={<TileSkeleton tile={kind} />}>
      <Chart data={data} label={withPeriods(result.summary)} onPick={leadsToRows(result) ? pick : undefined} />
    </Suspense>
  );
}
