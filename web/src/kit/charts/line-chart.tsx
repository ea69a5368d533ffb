import { Line, type LineCustomSvgLayer, type LineSeries } from '@nivo/line';
import { useMemo } from 'react';
import { formatFigure, formatTick } from '../figures';
import { ChartFrame } from './chart-frame';
import { ChartLegend } from './chart-legend';
import { chartTheme, textWidth } from './chart-theme';
import { ChartTooltip } from './chart-tooltip';
import { endLabels, strokes } from './line-layers';
import { type LineLook, lineLooks } from './line-looks';
import { timePlotMargin } from './margins';
import { placeTitle, timeTick, visibleTicks } from './places';
import type { ChartData } from './series';

const HEIGHT = 260;
const DIRECT_LABELS_FROM = 440;
const MOST_DIRECT_LABELS = 4;

export interface LineChartProps {
  readonly data: ChartData;
  readonly label: string;
  readonly onPick?: ((place: number, series: number) => void) | undefined;
}

/** Figures over time: actual solid, plan dashed, last year lighter, each named at its end. */
export function LineChart({ data, label, onPick }: LineChartProps) {
  const looks = useMemo(() => lineLooks(data.series), [data]);
  const isDirect = (width: number) => data.series.length > 1 && data.series.length <= MOST_DIRECT_LABELS && width >= DIRECT_LABELS_FROM;
  const entries = data.series.map((one, index) => ({ ...one, swatch: swatchOf(looks[index]) }));
  const legend = (width: number) => (data.series.length > 1 && !isDirect(width) ? <ChartLegend entries={entries} /> : null);
  return (
    <ChartFrame label={label} height={HEIGHT} legend={legend}>
      {(size) => <Plot {...{ data, looks, onPick, ...size }} direct={isDirect(size.width)} />}
    </ChartFrame>
  );
}

const swatchOf = (look: LineLook | undefined) => (
  <line x1="1" y1="6" x2="19" y2="6" stroke={look?.colour} strokeWidth={look?.width} strokeDasharray={look?.dash} />
);

interface PlotProps {
  readonly data: ChartData;
  readonly looks: readonly LineLook[];
  readonly direct: boolean;
  readonly width: number;
  readonly height: number;
  readonly onPick: LineChartProps['onPick'];
}

function Plot({ data, looks, direct, width, height, onPick }: PlotProps) {
  const lines = useMemo(() => data.series.map(({ id, drawn }) => ({ id, data: drawn.map((y, x) => ({ x: String(x), y })) })), [data]);
  const scale = useMemo(() => range(data), [data]);
  const right = direct ? Math.min(150, 16 + Math.max(...data.series.map(({ title }) => textWidth(title)))) : 16;
  const ticks = visibleTicks(data.places.length, width - right - 56);
  const layers = useMemo(
    () =>
      ['grid', 'axes', 'crosshair', strokes(looks), ...(direct ? [endLabels(data, looks)] : []), 'slices'] as (
        | 'grid'
        | LineCustomSvgLayer<LineSeries>
      )[],
    [looks, direct, data],
  );
  return (
    <Line
      data={lines}
      width={width}
      height={height}
      role="presentation"
      margin={timePlotMargin(right)}
      xScale={{ type: 'point' }}
      yScale={{ type: 'linear', ...scale, nice: 4 }}
      theme={chartTheme}
      layers={layers}
      enableGridX={false}
      gridYValues={4}
      axisLeft={{ tickValues: 4, tickSize: 0, tickPadding: 8, format: (n: number) => formatTick(n, data.figure) }}
      axisBottom={{ tickValues: ticks.map(String), tickSize: 0, tickPadding: 8, renderTick: timeTick(data, ticks) }}
      enableSlices="x"
      sliceTooltip={({ slice }) => <Slice data={data} place={Number(slice.points[0]?.data.x)} />}
      crosshairType="x"
      animate={false}
      {...(onPick ? { onClick: (at) => onPick('points' in at ? Number(at.points[0]?.data.x) : Number(at.data.x), 0) } : {})}
    />
  );
}

function Slice({ data, place }: { data: ChartData; place: number }) {
  const lines = data.series.map(({ title, exact, column }) => ({ title, value: formatFigure(exact[place], column) }));
  return <ChartTooltip heading={placeTitle(data, place)} lines={lines.filter(({ value }) => value !== '')} />;
}

/** A line need not start at zero, but it does unless that would flatten it. */
function range({ series }: ChartData): { min: number; max: number } {
  const values = series.flatMap(({ drawn }) => drawn).filter((y): y is number => y !== null);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const lowest = Math.min(...values);
  const flat = lowest > 0 && lowest > 0.75 * high;
  const min = flat ? lowest - (high - lowest) * 0.5 : low;
  return { min, max: high === min ? min + 1 : high };
}
