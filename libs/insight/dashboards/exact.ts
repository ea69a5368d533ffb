import type { Cell, ResultColumn } from '#core/contract';
import { addDecimals, compareDecimals, formatDecimal, parseDecimal } from '#core/kernel';

/** An exact decimal as text, or null where there is no figure. */
export type Amount = string | null;

/** Places of a share: '0.125000' is 12.5 %. */
const SHARE_PLACES = 6;

/** The figure in a cell of the gate, as exact text. */
export const amountOf = (cell: Cell | undefined): Amount =>
  cell === null || cell === undefined || typeof cell === 'boolean' ? null : String(cell);

/** A figure as the wire carries it: whole numbers as numbers while they are exact, the rest as text. */
export function cellOf(amount: Amount, column: ResultColumn): Cell {
  if (amount === null || column.kind !== 'integer') return amount;
  const number = Number(amount);
  return Number.isSafeInteger(number) ? number : amount;
}

export const isZero = (amount: string): boolean => compareDecimals(amount, '0') === 0;

/** The figure with its sign turned; zero stays zero. */
export function negate(amount: string): string {
  if (isZero(amount)) return amount.replace(/^-/, '');
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

/** Exact sum of those that are figures; null when none is. */
export const total = (amounts: readonly Amount[]): Amount =>
  amounts.reduce((sum, next) => (sum === null ? next : next === null ? sum : addDecimals(sum, next)), null);

/** `left` less `right`, null unless both are figures. */
export const difference = (left: Amount, right: Amount): Amount =>
  left === null || right === null ? null : addDecimals(left, negate(right));

/** `part` as a share of the size of `whole`, half away from zero at six places; null where the whole is zero or missing. */
export function shareOf(part: Amount, whole: Amount): Amount {
  if (part === null || whole === null || isZero(whole)) return null;
  const scale = Math.max(placesOf(part), placesOf(whole));
  const numerator = (parseDecimal(part, scale) ?? 0n) * 10n ** BigInt(SHARE_PLACES);
  const size = absolute(parseDecimal(whole, scale) ?? 0n);
  const half = numerator < 0n ? -size : size;
  return formatDecimal((2n * numerator + half) / (2n * size), SHARE_PLACES);
}

/** Larger first, missing last. */
export function bySize(left: Amount, right: Amount): number {
  if (left === null || right === null) return (left === null ? 1 : 0) - (right === null ? 1 : 0);
  return compareDecimals(right, left);
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
const placesOf = (amount: string): number => amount.split('.')[1]?.length ?? 0;
