import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Optional } from './optional.js';

/** One value as it crosses the wire: money and decimals are exact strings ('-1234.50'), dates ISO text, whole numbers numbers. */
export type Cell = string | number | boolean | null;

/** How the API's document says it: unions are beyond what it can read off the types. */
export const CELL_SCHEMA = { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }], nullable: true };
export const ROWS_SCHEMA = { type: 'array' as const, items: { type: 'array', items: CELL_SCHEMA } };
const VALUE_SCHEMA = { oneOf: [{ type: 'string' }, { type: 'number' }] };
export const FILTERS_SCHEMA = {
  type: 'object' as const,
  additionalProperties: {
    oneOf: [
      { type: 'array', items: VALUE_SCHEMA },
      { type: 'object', properties: { from: VALUE_SCHEMA, to: VALUE_SCHEMA } },
    ],
  },
};

/** Values of one dimension that rows must have: a list, or a range including both ends. */
export type Filter = (string | number)[] | { from?: string | number; to?: string | number };
export type Filters = Record<string, Filter>;

/** Sort by a metric or a dimension of the query. */
export class Order {
  @IsString() @MaxLength(120) by: string;
  @IsIn(['asc', 'desc']) direction: 'asc' | 'desc';
}

/** What the gate is asked: figures by dimensions. Names are local to the module. */
export class MetricQuery {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(120, { each: true })
  metrics: string[];
  /** Dimensions to group by; none gives the one total. */
  @Optional()
  @IsArray()
  @ArrayMaxSize(8)
  @IsString({ each: true })
  @MaxLength(120, { each: true })
  by?: string[];
  /** Dimension -> list of values, or {from, to}. */
  @ApiPropertyOptional(FILTERS_SCHEMA)
  @Optional()
  @IsObject()
  where?: Filters;
  @Optional()
  @IsArray()
  @ArrayMaxSize(8)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => Order)
  order?: Order[];
  @Optional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  limit?: number;
  /** An older kept load by its number, or a moment (ISO 8601): the load that was live then. */
  @Optional()
  @Matches(/^(\d{1,9}|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?)$/)
  asOf?: string;
}

/** What a column of a result is. */
export class ResultColumn {
  name: string;
  title: string;
  kind: 'text' | 'choice' | 'date' | 'period' | 'integer' | 'decimal' | 'money' | 'flag' | 'ratio';
  role: 'dimension' | 'metric';
  unit?: string;
  places?: number;
  format?: 'percent' | 'number';
  better?: 'higher' | 'lower';
  /** How a chart draws the figures: a plan dashed, the year before lighter; the actual solid when absent. */
  look?: 'plan' | 'past';
  /** What a figure of this column drills to; absent when it cannot be drilled. */
  drill?: ColumnDrill;
  /** Of a ratio, which no rows add up to: the figures that it divides, whose rows can be looked at instead. */
  parts?: DrillPart[];
}

/** The rows behind a column's figures: this metric, under the tile's conditions with these in place of those of the same name. */
export class ColumnDrill {
  metric: string;
  @ApiPropertyOptional(FILTERS_SCHEMA)
  where?: Filters;
}

/** One of the figures that a ratio is made of. */
export class DrillPart extends ColumnDrill {
  title: string;
}

/** The load that figures come from. */
export class SnapshotStamp {
  load: number;
  publishedAt: string;
  /** Set when a later run failed its checks or its reading: why the figures are not newer. */
  stale?: StaleReason;
}

export class StaleReason {
  since: string;
  reason: string;
  runId: string;
}

/** Rows for a metric query, in column order. `truncated` when `limit` cut them. */
export class GateResult {
  columns: ResultColumn[];
  @ApiProperty(ROWS_SCHEMA)
  rows: Cell[][];
  truncated: boolean;
  snapshot: SnapshotStamp;
}

/** The rows behind a figure. */
export class RowsQuery {
  @IsString() @MaxLength(120) metric: string;
  @ApiPropertyOptional(FILTERS_SCHEMA)
  @Optional()
  @IsObject()
  where?: Filters;
  @Optional() @IsInt() @Min(0) @Max(1_000_000_000) offset?: number;
  @Optional() @IsInt() @Min(1) @Max(1000) limit?: number;
  @Optional()
  @IsArray()
  @ArrayMaxSize(4)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => Order)
  order?: Order[];
  @Optional() @Matches(/^(\d{1,9}|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?)$/) asOf?: string;
}

/**
 * One page of the rows behind a figure; `total` is the sum of `contribution` over all of them and equals `figure`. Rows of
 * several facts stand in one list: `rows_of` says which each is of, beside the columns that all of them have.
 */
export class RowsResult {
  title: string;
  columns: ResultColumn[];
  @ApiProperty(ROWS_SCHEMA)
  rows: Cell[][];
  count: number;
  /** Sum of the rows' contribution, computed from the rows. */
  total: string;
  /** The figure as the metric gives it; always equal to `total`. */
  figure: string;
  snapshot: SnapshotStamp;
}

/** What to write to a file. */
export class ExportQuery {
  @IsIn(['csv', 'xlsx']) format: 'csv' | 'xlsx';
  /** A tile of a dashboard, with the filters in force … */
  @Optional() @IsString() @MaxLength(120) dashboard?: string;
  @Optional() @IsString() @MaxLength(200) tile?: string;
  @ApiPropertyOptional(FILTERS_SCHEMA)
  @Optional()
  @IsObject()
  filters?: Filters;
  /** … or the rows behind a figure. */
  @Optional() @IsObject() @ValidateNested() @Type(() => RowsQuery) rows?: RowsQuery;
  @Optional() @Matches(/^(\d{1,9}|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?)$/) asOf?: string;
}
