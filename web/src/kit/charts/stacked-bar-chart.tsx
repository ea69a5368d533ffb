import { tokens } from '@fluentui/react-components';
import { Bar } from '@nivo/bar';
import { useId, useMemo } from 'react';
import { useTheme } from '../../shell/theme';
import { formatFigure, formatTick } from '../figures';
import { ChartFrame } from './chart-frame';
import { ChartLegend } from './chart-legend';
import { chartTheme } from './chart-theme';
import { ChartTooltip } from './chart-tooltip';
import type { LineChartProps } from './line-chart';
import { timePlotMargin } from './margins';
import { Patterns, patternId } from './patterns';
import { placeTitle, timeTick, visibleTicks } from './places';
import { type ChartData, colourOf } from './series';

const HEIGHT = 240;

interface Datum extends Record<string, string | number> {
  place: string;
}

/** Parts of a whole, one bar per place. In high contrast the parts differ by pattern. */
export function StackedBarChart({ data, label, onPick }: LineChartProps) {
  const prefix = useId();
  const patterned = useTheme().name === 'contrast';
  const colours = data.series.map((_, index) => colourOf(data.series, index));
  const fill = (index: number) => (patterned ? `url(#${patternId(prefix, index)})` : (colours[index] ?? tokens.colorBrandStroke1));
  const swatch = (index: number) => <rect width="14" height="12" fill={fill(index)} stroke={colours[index]} />;
  const entries = data.series.map((one, index) => ({ ...one, swatch: swatch(index) }));
  return (
    <ChartFrame label={label} height={HEIGHT} legend={() => <ChartLegend entries={entries} />}>
      {(size) => (
        <>
          <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden focusable="false">
            <Patterns prefix={prefix} colours={colours} />
          </svg>
          <Plot {...{ data, fill, onPick, ...size }} />
        </>
      )}
    </ChartFrame>
  );
}

interface PlotProps {
  readonly data: ChartData;
  readonly width: number;
  readonly height: number;
  readonly fill: (index: number) => string;
  readonly onPick: LineChartProps['onPick'];
}

function Plot({ data, width, height, fill, onPick }: PlotProps) {
  const rows = useMemo(() => rowsOf(data), [data]);
  const ticks = visibleTicks(data.places.length, width - 72);
  return (
    <Bar<Datum>
      data={rows}
      keys={data.series.map(({ id }) => id)}
      indexBy="place"
      width={width}
      height={height}
      role="presentation"
      margin={timePlotMargin(12)}
      padding={0.3}
      theme={chartTheme}
      colors={({ id }) => fill(Number(id))}
      borderWidth={1}
      borderColor={tokens.colorNeutralBackground1}
      enableLabel={false}
      gridYValues={4}
      axisLeft={{ tickValues: 4, tickSize: 0, tickPadding: 8, format: (n: number) => formatTick(n, data.figure) }}
      axisBottom={{ tickValues: ticks.map(String), tickSize: 0, tickPadding: 8, renderTick: timeTick(data, ticks) }}
      tooltip={({ indexValue }) => <AtPlace data={data} place={Number(indexValue)} />}
      animate={false}
      {...(onPick ? { onClick: ({ id, indexValue }) => onPick(Number(indexValue), Number(id)) } : {})}
    />
  );
}

const rowsOf = ({ places, series }: ChartData): Datum[] =>
  places.map((_, place) => ({ place: String(place), ...Object.fromEntries(series.map(({ id, drawn }) => [id, drawn[place] ?? 0])) }));

function AtPlace({ data, place }: { data: ChartData; place: number }) {
  const lines = data.series.map(({ title, exact, column }) => ({ title, value: formatFigure(exact[place], column) }));
  return <ChartTooltip heading={placeTitle(data, place)} lines={lines.filter(({ value }) => value !== '').reverse()} />;
}
