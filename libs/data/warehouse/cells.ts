import {
  type DuckDBDataChunk,
  DuckDBDecimalType,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBVector,
} from '@duckdb/node-api';
import type { Cell } from '#core/contract';
import { formatDecimal } from '#core/kernel';

type Reader = (row: number) => Cell;
const DAY_MS = 86_400_000;
const dates = new Map<number, string>();

/** The rows of a chunk as they cross the wire: decimals exact text, dates ISO text, whole numbers numbers while that is exact. */
export function cellRows(chunk: DuckDBDataChunk): Cell[][] {
  const readers = Array.from({ length: chunk.columnCount }, (_, column) => readerOf(chunk.getColumnVector(column)));
  const rows = new Array<Cell[]>(chunk.rowCount);
  for (let row = 0; row < rows.length; row++) rows[row] = readers.map((read) => read(row));
  return rows;
}

function readerOf(vector: DuckDBVector): Reader {
  if (vector.type instanceof DuckDBDecimalType) return decimalReader(vector, vector.type.scale);
  const convert = converterOf(vector.type);
  return (row) => {
    const value = vector.getItem(row) as DuckDBValue;
    return value === null ? null : convert(value);
  };
}

/** Decimal vectors give their units without the detour over an object per value. */
function decimalReader(vector: DuckDBVector, scale: number): Reader {
  const scaled = vector as unknown as { getScaledValue(row: number): bigint | number | null };
  return (row) => {
    const units = scaled.getScaledValue(row);
    return units === null ? null : formatDecimal(BigInt(units), scale);
  };
}

function converterOf(type: DuckDBType): (value: NonNullable<DuckDBValue>) => Cell {
  switch (type.typeId) {
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.BOOLEAN:
      return (value) => value as string | boolean;
    case DuckDBTypeId.DATE:
      return (value) => isoDate((value as { days: number }).days);
    default:
      return (value) => {
        if (typeof value === 'bigint') return wholeNumber(value);
        return typeof value === 'number' ? value : String(value);
      };
  }
}

/** The value itself, or its digits as text where a double could not hold it. */
function wholeNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** Dates repeat: a ledger of three years has a thousand of them. */
function isoDate(days: number): string {
  let text = dates.get(days);
  if (text === undefined) {
    text = new Date(days * DAY_MS).toISOString().slice(0, 10);
    if (dates.size < 40_000) dates.set(days, text);
  }
  return text;
}
