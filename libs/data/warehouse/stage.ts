import {
  type DuckDBAppender,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { isRealDate, parseDecimal } from '#core/kernel';
import type { Field, RelationSpec } from '#core/kit';
import { wrongValue } from './errors.js';

/**
 * A value on its way into the warehouse. Money and decimals: units of the last place as a bigint (1250n is 12.50 at
 * two places; fastest) or exact decimal text. Dates: ISO text. Whole numbers: number or bigint. Empty: null.
 */
export type StagedValue = string | number | bigint | boolean | null;

type Convert = (value: Exclude<StagedValue, null>) => DuckDBValue | undefined;

const CHUNK_ROWS = 2048;
const DAY_MS = 86_400_000;
const PROVENANCE: readonly [string, Field][] = [
  ['_file', { kind: 'text' }],
  ['_line', { kind: 'integer' }],
];

/** The columns of a staged row: the declared fields, then the file and line that the row came from. */
export const stagedFields = (relation: RelationSpec): [string, Field][] => [...Object.entries(relation.fields), ...PROVENANCE];

/** Takes rows into one typed table, a chunk at a time. */
export class Stage {
  private readonly columns: { name: string; expected: string; convert: Convert }[];
  private readonly types: DuckDBType[];

  constructor(
    private readonly relation: RelationSpec,
    private readonly appender: DuckDBAppender,
  ) {
    const fields = stagedFields(relation);
    this.columns = fields.map(([name, field]) => ({ name, expected: field.kind, convert: converter(field) }));
    this.types = fields.map((_, index) => appender.columnType(index));
  }

  /** Rows in field order, then `_file`, `_line`. Synchronous; about a microsecond a value. Throws `wrong-value`. */
  append(rows: readonly (readonly StagedValue[])[]): void {
    for (let start = 0; start < rows.length; start += CHUNK_ROWS) this.appendChunk(rows.slice(start, start + CHUNK_ROWS));
  }

  /** Writes what is still buffered; the table is complete. */
  close(): void {
    this.appender.closeSync();
  }

  private appendChunk(rows: readonly (readonly StagedValue[])[]): void {
    const chunk = DuckDBDataChunk.create(this.types, rows.length);
    this.columns.forEach((_, index) => {
      chunk.setColumnValues(
        index,
        rows.map((row) => this.value(row[index] ?? null, index)),
      );
    });
    this.appender.appendDataChunk(chunk);
  }

  private value(value: StagedValue, index: number): DuckDBValue {
    if (value === null) return null;
    const column = this.columns[index];
    const converted = column?.convert(value);
    if (converted === undefined) throw wrongValue(this.relation.name, column?.name ?? '', value, column?.expected ?? '');
    return converted;
  }
}

function converter(field: Field): Convert {
  switch (field.kind) {
    case 'text':
    case 'choice':
    case 'period':
      return (value) => (typeof value === 'string' ? value : undefined);
    case 'flag':
      return (value) => (typeof value === 'boolean' ? value : undefined);
    case 'integer':
      return wholeNumber;
    case 'date':
      return dateConverter();
    case 'money':
      return decimalConverter(field.places ?? 2);
    case 'decimal':
      return decimalConverter(field.places ?? 6);
  }
}

function wholeNumber(value: StagedValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

/** A file repeats its dates; each is parsed once. */
function dateConverter(): Convert {
  const known = new Map<string, DuckDBDateValue>();
  return (value) => {
    if (typeof value !== 'string') return undefined;
    let found = known.get(value);
    if (!found && isRealDate(value)) {
      found = new DuckDBDateValue(Date.parse(value) / DAY_MS);
      known.set(value, found);
    }
    return found;
  };
}

function decimalConverter(places: number): Convert {
  const width = places > 6 ? 38 : 18;
  const limit = 10n ** BigInt(width);
  return (value) => {
    const units = typeof value === 'string' ? parseDecimal(value, places) : value;
    if (typeof units !== 'bigint' || units >= limit || units <= -limit) return undefined;
    return new DuckDBDecimalValue(units, width, places);
  };
}
