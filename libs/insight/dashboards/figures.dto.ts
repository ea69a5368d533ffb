import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

/** Which load is looked at. */
export class AsOfQuery {
  /** An older kept load by its number, or a moment (ISO 8601); the newest when left out. */
  @IsOptional()
  @Matches(/^(\d{1,9}|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?)$/)
  asOf?: string;
}

/** Which dimension's values are asked for. */
export class ValuesQuery extends AsOfQuery {
  @IsString()
  @MaxLength(120)
  dimension: string;
}
