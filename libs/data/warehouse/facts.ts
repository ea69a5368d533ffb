import { quoteName } from '#core/kit';

/** What a table has, by column: name -> DuckDB type. */
export type Shape = ReadonlyMap<string, string>;

/** `_load_in` brought the row; `_load_out`, when set, is the first load that no longer has it. */
export const LOAD_COLUMNS = '_load_in, _load_out';

/** The rows of the facts table that load number `load` shows. */
export const factsAsOf = (table: string, load: number): string =>
  `(select * exclude (${LOAD_COLUMNS}) from ${table} where _load_in <= ${load} and (_load_out is null or _load_out > ${load}))`;

/** SQL that makes the kept facts table fit the model's columns: new ones are added empty, dropped ones go, types follow. */
export function reshape(table: string, before: Shape, after: Shape): string[] {
  const added = [...after].filter(([name]) => !before.has(name));
  const dropped = [...before.keys()].filter((name) => !after.has(name) && !LOAD_COLUMNS.split(', ').includes(name));
  const changed = [...after].filter(([name, type]) => before.has(name) && before.get(name) !== type);
  return [
    ...added.map(([name, type]) => `alter table ${table} add column ${quoteName(name)} ${type}`),
    ...dropped.map((name) => `alter table ${table} drop column ${quoteName(name)}`),
    ...changed.map(([name, type]) => `alter table ${table} alter column ${quoteName(name)} type ${type}`),
  ];
}

export interface Delta {
  /** The facts table and the table that holds all rows as this load sees them. */
  readonly table: string;
  readonly fresh: string;
  readonly columns: readonly string[];
  readonly load: number;
  /** Rows that left before the oldest kept load are seen by nobody. */
  readonly oldestKept: number;
}

/**
 * Append and retire: rows that changed or vanished are marked as gone from this load on, their new versions and new rows
 * are appended, equal rows are left alone. Where a row stood in its file (`_file`, `_line`) is no change
 * of the row, unless the kept row does not know it yet.
 */
export function appendAndRetire(delta: Delta): string[] {
  const { table, fresh, load } = delta;
  const columns = delta.columns.map(quoteName).join(', ');
  return [
    `delete from ${table} where _load_out <= ${delta.oldestKept}`,
    `update ${table} as old set _load_out = ${load} where _load_out is null
       and not exists (select 1 from ${fresh} as new where ${same(delta.columns)})`,
    `insert into ${table} (${columns}, ${LOAD_COLUMNS}) select ${columns}, ${load}, null from ${fresh} as new
       where not exists (select 1 from ${table} as old where old._load_out is null and ${same(delta.columns)})`,
  ];
}

const same = (columns: readonly string[]): string => columns.map(unchanged).join(' and ');

function unchanged(name: string): string {
  const [before, after] = [`old.${quoteName(name)}`, `new.${quoteName(name)}`];
  return name === '_file' || name === '_line' ? `(${before} is not null or ${after} is null)` : `${before} is not distinct from ${after}`;
}

/** When rows are not unique the delta cannot tell them apart: all old rows go, all fresh rows come. */
export function replaceAll(delta: Delta): string[] {
  const { table, fresh, load } = delta;
  const columns = delta.columns.map(quoteName).join(', ');
  return [
    `delete from ${table} where _load_in = ${load}`,
    `update ${table} set _load_out = ${load} where _load_out is null`,
    `insert into ${table} (${columns}, ${LOAD_COLUMNS}) select ${columns}, ${load}, null from ${fresh}`,
  ];
}
