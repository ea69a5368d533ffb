/**
 * Fields: what one column of a department's data may hold.
 *
 * Vocabulary of the kit: a *field* describes one value; a *relation* (dataset, source or model) is a named set of
 * fields; a *column* is a field seen as a member of its relation, the thing metrics, filters and tiles refer to.
 */

/** What kind of value a field holds; money and decimals are exact, dates have no time, a period is 'YYYY-PP'. */
export type Kind = 'text' | 'choice' | 'date' | 'period' | 'integer' | 'decimal' | 'money' | 'flag';
export type Numeric = 'integer' | 'decimal' | 'money';
export type Categorical = 'text' | 'choice' | 'flag' | 'integer' | 'period';

/** A field: kind, how people see it, what is allowed in it and, for sources, how a file writes it. */
export interface Field<K extends Kind = Kind, V extends string = string> {
  readonly kind: K;
  readonly label?: string;
  readonly describe?: string;
  /** An empty value is allowed. Without it an empty value is refused. */
  readonly optional?: boolean;
  /** Currency of money ('USD') or unit of a quantity ('km'). */
  readonly unit?: string;
  /** Decimal places that are kept; money 2, decimal 6 unless said. */
  readonly places?: number;
  /** More places than `places` in a file: 'reject' the row (default) or 'round' half away from zero. */
  readonly excess?: 'reject' | 'round';
  readonly choices?: readonly V[];
  readonly pattern?: RegExp;
  readonly min?: number;
  readonly max?: number;
  /** The column of a dimension or dataset whose value this one must be. */
  readonly refersTo?: Column;
  /** Name of the column in the file's header (or in `columns` of a headless file); the field's own name unless said. */
  readonly column?: string;
  /** How a file writes a date: yyyy, MM, dd in any order with any separators; 'yyyy-MM-dd' unless said. */
  readonly format?: string;
  /** How a file writes decimals; '.' unless said. */
  readonly decimalMark?: '.' | ',';
  /** The thousands separator that a file may use; none unless said. */
  readonly thousands?: ',' | '.' | ' ' | "'";
}

/** A field as a member of the relation named `R`. */
export interface Column<K extends Kind = Kind, N extends string = string, R extends string = string, V extends string = string>
  extends Field<K, V> {
  readonly name: N;
  readonly relation: R;
}

type Options = Partial<Omit<Field, 'kind' | 'choices' | 'refersTo'>>;

/** Text of any length; leading zeros stay. */
export const text = (options: Options = {}): Field<'text'> => ({ ...options, kind: 'text' });
/** A calendar date without time or zone. */
export const date = (options: Options = {}): Field<'date'> => ({ ...options, kind: 'date' });
/** A fiscal period written 'YYYY-PP' (fiscal year and number of the period). */
export const period = (options: Options = {}): Field<'period'> => ({ ...options, kind: 'period' });
/** A whole number within 64 bits. */
export const integer = (options: Options = {}): Field<'integer'> => ({ ...options, kind: 'integer' });
/** An exact decimal with `places` decimal places (6 unless said). */
export const decimal = (options: Options = {}): Field<'decimal'> => ({ places: 6, ...options, kind: 'decimal' });
/** An exact amount of one currency with `places` decimal places (2 unless said). */
export const money = (unit: string, options: Options = {}): Field<'money'> => ({ places: 2, ...options, unit, kind: 'money' });
/** Yes or no. */
export const flag = (options: Options = {}): Field<'flag'> => ({ ...options, kind: 'flag' });

/** One of a fixed list of words. Any other word is refused. */
export const choice = <const V extends string>(choices: readonly V[], options: Options = {}): Field<'choice', V> => ({
  ...(options as Omit<Field<'choice', V>, 'kind'>),
  kind: 'choice',
  choices,
});

/** The key of another relation; every value must exist there. It takes its kind from that column. */
export const ref = <K extends Kind, V extends string>(column: Column<K, string, string, V>, options: Options = {}): Field<K, V> => {
  const { name: _name, relation: _relation, ...field } = column;
  return { ...(field as Field<K, V>), ...(options as object), refersTo: column as unknown as Column };
};
