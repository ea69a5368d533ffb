import type { Check } from './checks.js';
import type { Column, Field, Numeric } from './fields.js';
import type { Sql } from './sql.js';

/** Where a relation keeps what it declares; a symbol, so that columns can be plain properties with any name. */
export const spec: unique symbol = Symbol('jupiter.relation');

export type Fields = Readonly<Record<string, Field>>;

/** What every relation declares, as plain data. `R` is its local name. */
export interface RelationSpec {
  readonly kind: 'dataset' | 'source' | 'dimension' | 'fact' | 'summary';
  readonly name: string;
  readonly title: string;
  readonly describe?: string;
  readonly fields: Fields;
  /** The columns that together name one row: unique and never empty. Empty for a source without a key. */
  readonly grain: readonly string[];
  readonly from?: CsvFile;
  readonly legacy?: Legacy;
  readonly sql?: Sql;
  readonly checks: readonly Check[];
  /** Measure column -> the column of the fact whose rows add up to it; of a level, whose rows until then. */
  readonly drill: Readonly<Record<string, Column>>;
}

type Columns<F extends Fields, R extends string> = {
  readonly [N in keyof F & string]: F[N] extends Field<infer K, infer V> ? Column<K, N, R, V> : never;
};

/** A named set of columns: `ledger.amount` is the column, `sql\`… ${ledger}\`` reads it. */
export type Relation<F extends Fields = Fields, R extends string = string> = Columns<F, R> & { readonly [spec]: RelationSpec };
/** Any relation, whatever its columns. */
export type AnyRelation = { readonly [spec]: RelationSpec };

/** The declaration behind a relation. */
export const describe = (relation: AnyRelation): RelationSpec => relation[spec];

/** How a delimited text file is written. `file` may hold `*`; all matching files are read in name order. */
export interface CsvFile {
  readonly type: 'csv';
  readonly file: string;
  readonly delimiter: string;
  /** True: the first line names the columns. False: `columns` names them in order. */
  readonly header: boolean;
  readonly columns?: readonly string[];
  readonly encoding: 'detect' | 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  readonly quote: string | null;
  /** Cut white space around every value. */
  readonly trim: boolean;
}

/** A delimited text file. Comma, header line, detected encoding and double quotes unless said. */
export const csv = (file: string, options: Partial<Omit<CsvFile, 'type' | 'file'>> = {}): CsvFile => ({
  type: 'csv',
  file,
  delimiter: ',',
  header: options.columns === undefined,
  encoding: 'detect',
  quote: '"',
  trim: false,
  ...options,
});

/** Where a dataset's rows live before they move in. `totals` names columns whose sums must match afterwards. */
export type Legacy<F extends Fields = Fields> = (
  | { readonly access: string; readonly table: string }
  | { readonly workbook: string; readonly sheet: string }
  | { readonly csv: string }
) & {
  readonly map?: { readonly [N in keyof F]?: string };
  readonly totals?: readonly { [N in keyof F & string]: F[N]['kind'] extends Numeric ? N : never }[keyof F & string][];
};

function relation<F extends Fields, R extends string>(declared: RelationSpec & { readonly name: R; readonly fields: F }): Relation<F, R> {
  const columns = Object.entries(declared.fields).map(([name, field]) => [name, { ...field, name, relation: declared.name }]);
  return Object.freeze({ ...Object.fromEntries(columns), [spec]: Object.freeze(declared) }) as unknown as Relation<F, R>;
}

type Names<F extends Fields> = readonly (keyof NoInfer<F> & string)[];

/** Rows that people keep in Jupiter itself: forms, grid, history. */
export function dataset<const R extends string, const F extends Fields>(
  name: R,
  d: { title: string; describe?: string; key: Names<F>; fields: F; legacy?: Legacy<NoInfer<F>>; checks?: readonly Check[] },
): Relation<F, R> {
  const { legacy, ...rest } = d;
  const moved = legacy ? { legacy: legacy as Legacy } : {};
  return relation({ ...rest, ...moved, kind: 'dataset', name, grain: d.key, checks: d.checks ?? [], drill: {} });
}

/** Rows that arrive in files. Every run reads them all: read = loaded + rejected. Rows also carry `_file` and `_line`. */
export function source<const R extends string, const F extends Fields>(
  name: R,
  d: { title: string; describe?: string; from: CsvFile; key?: Names<F>; fields: F; checks?: readonly Check[] },
): Relation<F, R> {
  return relation({ ...d, kind: 'source', name, grain: d.key ?? [], checks: d.checks ?? [], drill: {} });
}

/**
 * A table computed by SQL (DuckDB's dialect) from sources, datasets and other models.
 * - dimension: one row per thing that figures are grouped by; kept whole in every snapshot
 * - fact: the finest rows, kept by append and retire, so that the rows behind any past figure can be seen
 * - summary: facts added up to what dashboards ask for; `drill` says which fact column each measure adds up. A measure that
 *   metrics show as a level (`last`) adds up everything until the end of its period: a balance is all that was ever posted
 */
export function model<const R extends string, const F extends Fields>(
  name: R,
  d: {
    title: string;
    describe?: string;
    kind: 'dimension' | 'fact' | 'summary';
    grain: Names<F>;
    columns: F;
    sql: Sql;
    checks?: readonly Check[];
    drill?: { readonly [N in keyof NoInfer<F> & string]?: Column<Numeric> };
  },
): Relation<F, R> {
  const { columns, drill, ...rest } = d;
  const fields = Object.fromEntries(Object.entries(columns).map(([n, f]) => [n, bare(f)])) as F;
  return relation({ ...rest, name, fields, checks: d.checks ?? [], drill: (drill ?? {}) as Record<string, Column> });
}

/** A column of another relation may be named as a field; what it was a member of is dropped. */
function bare(field: Field): Field {
  const { name: _name, relation: _relation, ...rest } = field as Column;
  return rest;
}
