import { makeStyles, tokens } from '@fluentui/react-components';
import type { TrendPoint } from '#core/contract';
import { messages } from '../shell/messages';
import { formatPeriod } from './dates';
import { type FigureFormat, spokenFigure, toNumber } from './figures';

const WIDTH = 160;
const HEIGHT = 36;
const EDGE = 4;

const useStyles = makeStyles({
  line: { display: 'block', width: '100%', height: `${HEIGHT}px`, overflow: 'visible' },
});

/** The last periods as a small line; its end is the figure above. Read out as its first and last value. */
export function Sparkline({ trend, figure }: { trend: readonly TrendPoint[]; figure: FigureFormat }) {
  const styles = useStyles();
  const points = placed(trend);
  const [first, last] = [trend[0], trend.at(-1)];
  const end = points.at(-1);
  if (points.length < 2 || !end || !first || !last) return null;
  const spoken = [first, last].map((point) => `${formatPeriod(point.period)} ${spokenFigure(point.value, figure)}`);
  const label = `${messages.tile.trend(trend.length)}: ${spoken.join(', ')}`;
  const stroke = { stroke: tokens.colorBrandStroke1, strokeLinecap: 'round', vectorEffect: 'non-scaling-stroke' } as const;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className={styles.line} role="img" aria-label={label}>
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} fill="none" strokeWidth="2" strokeLinejoin="round" {...stroke} />
      <line x1={end.x} y1={end.y} x2={end.x} y2={end.y} strokeWidth="7" {...stroke} />
    </svg>
  );
}

/** Where each known value lies on the small canvas. */
function placed(trend: readonly TrendPoint[]): { x: number; y: number }[] {
  const known = trend.flatMap((point, index) => {
    const value = toNumber(point.value);
    return value === null ? [] : [{ index, value }];
  });
  const values = known.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  return known.map(({ index, value }) => ({
    x: EDGE + (index / Math.max(1, trend.length - 1)) * (WIDTH - 2 * EDGE),
    y: HEIGHT - EDGE - ((value - low) / span) * (HEIGHT - 2 * EDGE),
  }));
}
