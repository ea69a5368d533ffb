import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, Matches } from 'class-validator';
import { Optional } from './optional.js';
import type { Cell, Filters } from './query.dto.js';
import { CELL_SCHEMA, FILTERS_SCHEMA, ResultColumn, ROWS_SCHEMA, SnapshotStamp } from './query.dto.js';

/** A filter of a dashboard, with the values it offers. */
export class FilterView {
  /** Name of the dimension: the key in `filters` and in the address. */
  name: string;
  title: string;
  /** 'period' picks one period; 'choice' any number of values. */
  control: 'period' | 'choice';
  /** Offered values, newest period first. */
  values: string[];
  /** The value in force when nothing is chosen (the newest closed period); empty means all. */
  initial: string[];
}

/** A tile before its figures arrive: enough to draw its frame. */
export class TileView {
  id: string;
  title: string;
  tile: 'kpi' | 'line' | 'bar' | 'stacked-bar' | 'table' | 'statement';
  metrics: MetricView[];
  /** True when figures of the tile can be drilled to rows. */
  drill: boolean;
}

/** What a metric means, in words. */
export class MetricView {
  name: string;
  title: string;
  describe?: string;
  unit?: string;
  places: number;
  format?: 'percent' | 'number';
  better: 'higher' | 'lower';
  /** How the figure is computed, in words. */
  definition: string;
}

export class DashboardView {
  id: string;
  title: string;
  describe?: string;
  module: string;
  filters: FilterView[];
  /** Tiles by layout row. */
  rows: TileView[][];
  snapshot: SnapshotStamp | null;
  /** Kept loads that the figures can be seen as of, newest first. */
  loads: LoadView[];
}

export class LoadView {
  load: number;
  publishedAt: string;
}

/** Which view of a tile is asked for. */
export class TileQuery {
  @ApiPropertyOptional(FILTERS_SCHEMA)
  @Optional()
  @IsObject()
  filters?: Filters;
  @Optional() @Matches(/^(\d{1,9}|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?)$/) asOf?: string;
}

/** A figure with what it is compared to. Decimal strings; null where there is nothing. */
export class KpiResult {
  value: string | null;
  base: string | null;
  /** 'period before', 'same period last year' or '' when there is no comparison; with the period's name. */
  against: string;
  change: string | null;
  /** Fraction: '0.125' is 12.5 %. Null where the base is zero. */
  changeRatio: string | null;
  /** Whether the change is good news, by what the metric says is better. */
  good: boolean | null;
  goal?: string;
  goalMet?: boolean;
  /** The last twelve periods, oldest first, for a small trend line. */
  trend: TrendPoint[];
}

export class TrendPoint {
  period: string;
  value: string | null;
}

/** A line of a statement. */
export class StatementRow {
  kind: 'section' | 'account' | 'subtotal';
  title: string;
  /** The filters that drill to this line: to an account, to a section, or to all sections that a subtotal adds up. */
  @ApiPropertyOptional(FILTERS_SCHEMA)
  where?: Filters;
  /** One exact amount per statement column. */
  @ApiProperty({ type: 'array', items: { type: 'string', nullable: true } })
  amounts: (string | null)[];
  /** For subtotals: whether the metric computed on its own gives the same figure; absent when none is declared. */
  proven?: boolean;
}

/**
 * A tile with its figures. `columns` and `rows` are the tile as a table (what "Show as table" and exports use);
 * `kpi` and `statement` carry what those kinds need beside.
 */
export class TileResult {
  id: string;
  title: string;
  tile: 'kpi' | 'line' | 'bar' | 'stacked-bar' | 'table' | 'statement';
  columns: ResultColumn[];
  @ApiProperty(ROWS_SCHEMA)
  rows: Cell[][];
  /** The last of the rows is what the others leave over, taken together: no condition says it, so it has nothing behind it. */
  rest?: boolean;
  /** The total row of a table, cell by cell as `columns`; computed by the metrics, not by adding rows up. */
  @ApiPropertyOptional({ type: 'array', items: CELL_SCHEMA })
  totals?: Cell[];
  kpi?: KpiResult;
  statement?: StatementRow[];
  /** One sentence that says what the tile shows, for screen readers. */
  summary: string;
  /** The conditions in force, dimension by dimension; what a drill starts from. */
  @ApiProperty(FILTERS_SCHEMA)
  where: Filters;
  snapshot: SnapshotStamp;
}
