import { tokens } from '@fluentui/react-components';
import type { Cell, ResultColumn, TileResult } from '#core/contract';
import { type FigureFormat, toNumber } from '../figures';

/** One line or one kind of bar: its exact figures, and the same as floats for drawing. */
export interface Series {
  readonly id: string;
  readonly title: string;
  readonly look: 'actual' | 'plan' | 'past';
  readonly exact: readonly Cell[];
  readonly drawn: readonly (number | null)[];
  /** The column the figures come from. */
  readonly column: ResultColumn;
}

/** What a chart draws: series over the same places. */
export interface ChartData {
  readonly places: readonly Cell[];
  readonly over: ResultColumn;
  readonly series: readonly Series[];
  readonly figure: FigureFormat;
  /** The row of the result behind one drawn figure; undefined where nothing was found. */
  readonly rowOf: (place: number, series: number) => readonly Cell[] | undefined;
}

/** Colours of several actual series, from tokens that change with the theme. */
export const PALETTE = [
  tokens.colorBrandStroke1,
  tokens.colorPaletteTealBorderActive,
  tokens.colorPalettePumpkinBorderActive,
  tokens.colorPaletteLilacBorderActive,
  tokens.colorPaletteForestBorderActive,
  tokens.colorPaletteBlueBorderActive,
] as const;

export const colourOf = (series: readonly Series[], index: number): string => {
  const own = series[index];
  if (own?.look === 'plan') return tokens.colorNeutralForeground2;
  if (own?.look === 'past') return tokens.colorNeutralForeground4;
  const rank = series.slice(0, index).filter(({ look }) => look === 'actual').length;
  return PALETTE[rank % PALETTE.length] ?? tokens.colorBrandStroke1;
};

/** Turns a tile's rows into series: one per metric, or per value of a second dimension. Undefined without figures. */
export function chartData(result: TileResult): ChartData | undefined {
  const dimensions = indexesOf(result.columns, 'dimension');
  const metrics = indexesOf(result.columns, 'metric');
  const [overIndex, byIndex] = dimensions;
  const over = overIndex === undefined ? undefined : result.columns[overIndex];
  const first = metrics[0] === undefined ? undefined : result.columns[metrics[0]];
  if (overIndex === undefined || !over || !first || result.rows.length === 0) return undefined;
  const places = distinct(result.rows.map((row) => row[overIndex] ?? null));
  const groups = byIndex === undefined ? [undefined] : distinct(result.rows.map((row) => row[byIndex] ?? null));
  const keys = groups.flatMap((group) => metrics.map((metric) => ({ group, metric })));
  const rows = new Map(result.rows.map((row) => [keyOf(row[overIndex], byIndex === undefined ? undefined : row[byIndex]), row]));
  const rowOf = (place: number, series: number) => rows.get(keyOf(places[place], keys[series]?.group));
  const series = keys.map(({ group, metric }, index) => {
    const column = result.columns[metric] ?? first;
    const exact = places.map((_, place) => rowOf(place, index)?.[metric] ?? null);
    return {
      id: `${index}`,
      title: titleOf(group, column, metrics.length),
      look: lookOf(column),
      exact,
      drawn: exact.map(toNumber),
      column,
    };
  });
  return { places, over, series, figure: first, rowOf };
}

const indexesOf = (columns: readonly ResultColumn[], role: ResultColumn['role']): number[] =>
  columns.flatMap((column, index) => (column.role === role ? [index] : []));

const distinct = (cells: readonly Cell[]): Cell[] => [...new Set(cells)];
const keyOf = (...cells: readonly (Cell | undefined)[]): string => JSON.stringify(cells.map((cell) => cell ?? null));

function titleOf(group: Cell | undefined, column: ResultColumn, metrics: number): string {
  if (group === undefined) return column.title;
  return metrics > 1 ? `${group}, ${column.title}` : String(group ?? '');
}

/** A server that says nothing about looks still gets a dashed budget: its name says what it is. */
function lookOf({ look, name }: ResultColumn): Series['look'] {
  if (look) return look;
  if (/budget|plan|forecast/i.test(name)) return 'plan';
  return /last_?year|previous/i.test(name) ? 'past' : 'actual';
}
