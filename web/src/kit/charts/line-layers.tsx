import { tokens } from '@fluentui/react-components';
import type { LineCustomSvgLayer, LineSeries } from '@nivo/line';
import type { LineLook } from './line-looks';
import type { ChartData } from './series';

const LINE_HEIGHT = 15;
const BASELINE_SHIFT = 4;

/** Draws each line with its own dash and weight; the actual comes last and so lies on top. */
export const strokes =
  (looks: readonly LineLook[]): LineCustomSvgLayer<LineSeries> =>
  ({ series, lineGenerator }) => (
    <g>
      {series
        .map((line, index) => ({ line, look: looks[index] }))
        .reverse()
        .map(({ line, look }) => (
          <path
            key={line.id}
            d={lineGenerator(line.data.map(({ position }) => position)) ?? ''}
            fill="none"
            stroke={look?.colour}
            strokeWidth={look?.width}
            strokeDasharray={look?.dash}
            strokeLinejoin="round"
            strokeLinecap={look?.dash ? 'butt' : 'round'}
          />
        ))}
    </g>
  );

/** Writes each line's name at its end, moved apart where ends lie close. */
export const endLabels =
  ({ series: declared }: ChartData, looks: readonly LineLook[]): LineCustomSvgLayer<LineSeries> =>
  ({ series, innerWidth, innerHeight }) => {
    const ends = series.flatMap((line, index) => {
      const last = line.data.findLast(({ data }) => data.y !== null);
      return last ? [{ index, x: last.position.x, y: last.position.y }] : [];
    });
    return (
      <g>
        {spread(ends, innerHeight).map(({ index, x, y, at }) => (
          <g key={index}>
            {Math.abs(at - y) > 2 ? (
              <path d={`M${x + 3},${y}L${innerWidth + 9},${at}`} stroke={looks[index]?.colour} strokeWidth="1" fill="none" opacity="0.6" />
            ) : null}
            <circle cx={x} cy={y} r={declared[index]?.look === 'actual' ? 4 : 2.5} fill={looks[index]?.colour} />
            <text
              x={innerWidth + 12}
              y={at + BASELINE_SHIFT}
              fontSize={12}
              fontFamily={tokens.fontFamilyBase}
              fill={tokens.colorNeutralForeground1}
            >
              {declared[index]?.title}
            </text>
          </g>
        ))}
      </g>
    );
  };

/** Places labels from the top down, at least one line apart, then pushes them up again at the bottom edge. */
function spread<E extends { y: number }>(ends: readonly E[], height: number): (E & { at: number })[] {
  const placed = [...ends].sort((a, b) => a.y - b.y).map((end) => ({ ...end, at: end.y }));
  for (let i = 1; i < placed.length; i++) {
    const [above, below] = [placed[i - 1], placed[i]];
    if (above && below) below.at = Math.max(below.at, above.at + LINE_HEIGHT);
  }
  let floor = height;
  for (const label of placed.reverse()) {
    label.at = Math.min(label.at, floor);
    floor = label.at - LINE_HEIGHT;
  }
  return placed;
}
