import { tokens } from '@fluentui/react-components';
import { formatCell } from '../cells';
import { periodParts } from '../dates';
import type { ChartData } from './series';

const PIXELS_PER_TICK = 34;

/** What a place of the axis is called in full. */
export const placeTitle = ({ places, over }: ChartData, place: number): string => formatCell(places[place], over);

/** Which places get a tick, so that their labels do not touch: always the last, then every nth before it. */
export function visibleTicks(count: number, pixels: number): number[] {
  const every = Math.max(1, Math.ceil((count * PIXELS_PER_TICK) / Math.max(1, pixels)));
  return Array.from({ length: count }, (_, place) => place).filter((place) => (count - 1 - place) % every === 0);
}

/** A tick of a time axis: the month, and below it the year where a new one starts. */
export const timeTick =
  (data: ChartData, ticks: readonly number[]) =>
  ({ value, x, y }: { value: unknown; x: number; y: number }) => {
    const place = Number(value);
    const { top, bottom } = tickLines(data, place, ticks);
    return (
      <g transform={`translate(${x},${y + 18})`} fontSize={12} fontFamily={tokens.fontFamilyBase}>
        <text textAnchor="middle" fill={tokens.colorNeutralForeground2}>
          {top}
        </text>
        <text textAnchor="middle" y={15} fill={tokens.colorNeutralForeground2}>
          {bottom}
        </text>
      </g>
    );
  };

function tickLines(data: ChartData, place: number, ticks: readonly number[]): { top: string; bottom: string } {
  if (data.over.kind !== 'period') return { top: placeTitle(data, place), bottom: '' };
  const { month, year } = periodParts(String(data.places[place]));
  const before = ticks[ticks.indexOf(place) - 1];
  const yearBefore = before === undefined ? '' : periodParts(String(data.places[before])).year;
  return { top: month, bottom: year === yearBefore ? '' : year };
}
