import type { Column, Numeric } from './fields.js';
import type { Sql } from './sql.js';

/**
 * A check runs on each build over the rows as built. A failed check that blocks keeps the snapshot from being
 * published; a failed warning is shown. Grain (unique, not empty), required fields, choices and references
 * declared on columns are checked without being asked for; these functions say the rest, or say it for more columns.
 */
export type Check = (
  | { readonly check: 'unique'; readonly columns: readonly string[] }
  | { readonly check: 'not-null'; readonly column: string }
  | { readonly check: 'accepted-values'; readonly column: string; readonly values: readonly string[] }
  | { readonly check: 'refers-to'; readonly column: string; readonly target: Column }
  | { readonly check: 'same-total'; readonly source: Column; readonly column: string; readonly by?: readonly string[] }
  | { readonly check: 'balanced'; readonly amount: string; readonly by: readonly string[] }
  | { readonly check: 'no-rows'; readonly title: string; readonly sql: Sql }
) & { readonly severity: 'block' | 'warn' };

type Options = { readonly warn?: boolean };
const severity = (o?: Options) => ({ severity: o?.warn ? ('warn' as const) : ('block' as const) });

export const check = {
  /** No two rows share these columns. */
  unique: (columns: readonly string[], o?: Options): Check => ({ check: 'unique', columns, ...severity(o) }),
  /** The column is never empty. */
  notNull: (column: string, o?: Options): Check => ({ check: 'not-null', column, ...severity(o) }),
  /** The column holds nothing but these values. */
  acceptedValues: (column: string, values: readonly string[], o?: Options): Check => ({
    check: 'accepted-values',
    column,
    values,
    ...severity(o),
  }),
  /** Every value of the column exists in the target column. */
  refersTo: (column: string, target: Column, o?: Options): Check => ({ check: 'refers-to', column, target, ...severity(o) }),
  /** The column adds up to what the source column adds up to; with `by`, for every group of columns both have. */
  sameTotal: (source: Column<Numeric>, column: string, o?: Options & { readonly by?: readonly string[] }): Check => ({
    check: 'same-total',
    source,
    column,
    ...(o?.by ? { by: o.by } : {}),
    ...severity(o),
  }),
  /** The amount adds up to exactly zero in every group: each journal balances. */
  balanced: (amount: string, by: readonly string[], o?: Options): Check => ({ check: 'balanced', amount, by, ...severity(o) }),
  /** The query finds nothing. What it finds is shown as the fault. */
  noRows: (title: string, sql: Sql, o?: Options): Check => ({ check: 'no-rows', title, sql, ...severity(o) }),
};
