import { tokens } from '@fluentui/react-components';
import { Bar, type BarCustomLayerProps } from '@nivo/bar';
import { useId, useMemo } from 'react';
import { compareFigures, formatAbbreviated, formatFigure } from '../figures';
import { ChartFrame } from './chart-frame';
import { ChartLegend } from './chart-legend';
import { chartTheme, fitted, textWidth } from './chart-theme';
import { ChartTooltip } from './chart-tooltip';
import type { LineChartProps } from './line-chart';
import { placeTitle } from './places';
import { PlanPattern, planFill } from './plan-pattern';
import { type ChartData, colourOf } from './series';

const BAR = 18;
const GAP = 12;
const LEAST_HEIGHT = 120;
const LABEL_SHARE = 0.36;

interface Datum extends Record<string, string | number> {
  place: string;
}

/** Figures compared: one bar per value, the largest on top, each with its amount at its end. */
export function BarChart({ data, label, onPick }: LineChartProps) {
  const prefix = useId();
  const swatch = (index: number) => (
    <rect width="14" height="12" fill={fillOf(data, index, prefix)} stroke={colourOf(data.series, index)} />
  );
  const entries = data.series.map((one, index) => ({ ...one, swatch: swatch(index) }));
  const height = Math.max(LEAST_HEIGHT, data.places.length * (data.series.length * BAR + GAP) + 8);
  return (
    <ChartFrame label={label} height={height} legend={() => (data.series.length > 1 ? <ChartLegend entries={entries} /> : null)}>
      {({ width }) => (
        <>
          <PlanPattern prefix={prefix} />
          <Plot {...{ data, width, height, prefix, onPick }} />
        </>
      )}
    </ChartFrame>
  );
}

const fillOf = (data: ChartData, index: number, prefix: string): string =>
  data.series[index]?.look === 'actual' ? colourOf(data.series, index) : planFill(prefix);

interface PlotProps {
  readonly data: ChartData;
  readonly width: number;
  readonly height: number;
  readonly prefix: string;
  readonly onPick: LineChartProps['onPick'];
}

function Plot({ data, width, height, prefix, onPick }: PlotProps) {
  const rows = useMemo(() => sortedRows(data), [data]);
  const names = data.places.map((_, place) => placeTitle(data, place));
  const left = Math.min(Math.floor(width * LABEL_SHARE), 12 + Math.max(...names.map(textWidth)));
  const amounts = data.series.flatMap(({ exact, column }) => exact.map((value) => textWidth(formatAbbreviated(value, column))));
  const right = 10 + Math.max(...amounts);
  return (
    <Bar<Datum>
      data={rows}
      keys={data.series.map(({ id }) => id)}
      indexBy="place"
      layout="horizontal"
      groupMode="grouped"
      valueScale={{ type: 'linear', ...extent(data) }}
      width={width}
      height={height}
      role="presentation"
      margin={{ top: 4, bottom: 4, left, right }}
      padding={GAP / (data.series.length * BAR + GAP)}
      innerPadding={2}
      theme={chartTheme}
      colors={({ id }) => fillOf(data, Number(id), prefix)}
      enableLabel={false}
      enableGridX={false}
      enableGridY={false}
      axisBottom={null}
      axisLeft={{ tickSize: 0, tickPadding: 8, format: (place: string) => fitted(names[Number(place)] ?? '', left - 12) }}
      markers={[{ axis: 'x', value: 0, lineStyle: { stroke: tokens.colorNeutralStroke1, strokeWidth: 1 } }]}
      layers={['bars', 'axes', 'markers', amountsAtEnds(data)]}
      tooltip={({ indexValue }) => <AtPlace data={data} place={Number(indexValue)} />}
      animate={false}
      {...(onPick ? { onClick: ({ id, indexValue }) => onPick(Number(indexValue), Number(id)) } : {})}
    />
  );
}

/** Bars start at zero, on whichever side of it they lie. */
function extent({ series }: ChartData): { min: number; max: number } {
  const values = series.flatMap(({ drawn }) => drawn).filter((value): value is number => value !== null);
  const [min, max] = [Math.min(0, ...values), Math.max(0, ...values)];
  return { min, max: max === min ? 1 : max };
}

/** The chart library stacks from the bottom up, so the largest comes last. */
function sortedRows({ places, series }: ChartData): Datum[] {
  const order = places.map((_, place) => place).sort((a, b) => compareFigures(series[0]?.exact[a], series[0]?.exact[b]));
  return order.map((place) => ({
    place: String(place),
    ...Object.fromEntries(series.map(({ id, drawn }) => [id, drawn[place] ?? 0])),
  }));
}

const amountsAtEnds =
  ({ series }: ChartData) =>
  ({ bars }: BarCustomLayerProps<Datum>) => (
    <g fontSize={12} fontFamily={tokens.fontFamilyBase} fill={tokens.colorNeutralForeground1}>
      {bars.map(({ key, x, y, width, height, data }) => {
        const own = series[Number(data.id)];
        return (
          <text key={key} x={x + width + 6} y={y + height / 2 + 4} style={{ fontVariantNumeric: 'tabular-nums' }}>
            {own ? formatAbbreviated(own.exact[Number(data.indexValue)], own.column) : ''}
          </text>
        );
      })}
    </g>
  );

function AtPlace({ data, place }: { data: ChartData; place: number }) {
  const lines = data.series.map(({ title, exact, column }) => ({ title, value: formatFigure(exact[place], column) }));
  return <ChartTooltip heading={placeTitle(data, place)} lines={lines} />;
}
