import type { Cell } from '#core/contract';
import { compareDecimals, formatDecimal, parseDecimal, roundHalfAwayFromZero } from '#core/kernel';
import { locale } from './locale';

/**
 * Figures as text. Exact decimal strings are formatted digit by digit and never pass through a float;
 * floats (`toNumber`) exist only for the geometry of drawings.
 */

/** What decides how a figure is written. */
export interface FigureFormat {
  readonly kind?: string | undefined;
  readonly places?: number | undefined;
  readonly format?: 'percent' | 'number' | undefined;
  readonly unit?: string | undefined;
}

const NOTHING = '–';
const DECIMAL = /^-?\d+(\.\d+)?$/;
const MAGNITUDES = [
  { exponent: 3, suffix: 'k' },
  { exponent: 6, suffix: 'M' },
  { exponent: 9, suffix: 'B' },
  { exponent: 12, suffix: 'T' },
];

const grouped = new Intl.NumberFormat(locale);
const ungrouped = new Intl.NumberFormat(locale, { useGrouping: false });
const decimalMark = new Intl.NumberFormat(locale).formatToParts(1.1).find((part) => part.type === 'decimal')?.value ?? '.';
const percentMark = new Intl.NumberFormat(locale, { style: 'percent' })
  .formatToParts(1)
  .filter((part) => part.type === 'percentSign' || part.type === 'literal')
  .map((part) => part.value)
  .join('');

/** A figure as tables show it: grouped, negative in parentheses, zero as a dash, nothing as blank. */
export function formatFigure(value: Cell | undefined, figure: FigureFormat = {}): string {
  const text = asDecimal(value);
  if (text === undefined) return '';
  if (isZero(text)) return NOTHING;
  const written = figure.format === 'percent' ? percent(text) : grouping(placed(unsigned(text), figure));
  return isNegative(text) ? `(${written})` : written;
}

/** A figure as headlines show it: three significant digits and a magnitude (1.28 M), with its unit beside it elsewhere. */
export function formatAbbreviated(value: Cell | undefined, figure: FigureFormat = {}): string {
  const text = asDecimal(value);
  if (text === undefined) return '';
  if (figure.format === 'percent' || isZero(text) || wholeDigits(unsigned(text)) <= 3) return formatFigure(text, figure);
  const written = abbreviate(unsigned(text));
  return isNegative(text) ? `(${written})` : written;
}

/** The size of a change, without its direction: an arrow says that. The change of a percentage is counted in points. */
export const formatSize = (value: string, figure: FigureFormat): string =>
  figure.format === 'percent'
    ? `${grouping(roundHalfAwayFromZero(shift(unsigned(value), -2), 1))} pp`
    : formatAbbreviated(unsigned(value), figure);

/** A figure in words for people who hear it: a minus instead of parentheses, with its unit. */
export function spokenFigure(value: Cell | undefined, figure: FigureFormat = {}): string {
  const text = asDecimal(value);
  if (text === undefined) return '';
  const written = figure.format === 'percent' ? percent(unsigned(text)) : grouping(placed(unsigned(text), figure));
  return [isNegative(text) ? `-${written}` : written, figure.unit].filter(Boolean).join(' ');
}

/** A whole number such as a count of rows. */
export const formatCount = (n: number): string => grouped.format(n);

/** For drawing only: where the figure lies on a scale. Null where there is no figure. */
export const toNumber = (value: Cell | undefined): number | null => {
  const text = asDecimal(value);
  return text === undefined ? null : Number(text);
};

/** An axis tick, which is geometry and not a figure of the books. */
export const formatTick = (n: number, figure: FigureFormat): string =>
  figure.format === 'percent'
    ? `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(n * 100)}${percentMark}`
    : n === 0
      ? '0'
      : `${n < 0 ? '-' : ''}${abbreviateTick(Math.abs(n))}`;

export const isNegative = (value: Cell | undefined): boolean =>
  asDecimal(value)?.startsWith('-') === true && !isZero(asDecimal(value) ?? '');

/** Exact order of two figures; nothing comes last when descending. */
export function compareFigures(a: Cell | undefined, b: Cell | undefined): number {
  const [left, right] = [asDecimal(a), asDecimal(b)];
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  return compareDecimals(left, right);
}

/** Whether two figures differ in their sign alone. */
export function isOpposite(a: Cell | undefined, b: Cell | undefined): boolean {
  const [left, right] = [asDecimal(a), asDecimal(b)];
  return (
    left !== undefined &&
    right !== undefined &&
    isNegative(left) !== isNegative(right) &&
    compareDecimals(unsigned(left), unsigned(right)) === 0
  );
}

/** The plain decimal text of a cell, or undefined when it holds none. */
function asDecimal(value: Cell | undefined): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : decimalOf(value);
  return typeof value === 'string' && DECIMAL.test(value) ? value : undefined;
}

const decimalOf = (n: number): string | undefined => (Number.isFinite(n) ? n.toFixed(12).replace(/0+$/, '') : undefined);
const unsigned = (text: string): string => (text.startsWith('-') ? text.slice(1) : text);
const isZero = (text: string): boolean => /^-?0+(\.0+)?$/.test(text);
const wholeDigits = (text: string): number => (text.split('.')[0] ?? '').replace(/^0+/, '').length;
const scaleOf = (text: string): number => text.split('.')[1]?.length ?? 0;

/** Pads to the places of the figure; only ratios, which have no end, are rounded. */
function placed(text: string, { kind, places }: FigureFormat): string {
  if (places === undefined) return kind === 'ratio' ? roundHalfAwayFromZero(text, 2) : text;
  return kind === 'ratio' || scaleOf(text) < places ? roundHalfAwayFromZero(text, places) : text;
}

function percent(text: string): string {
  const shifted = shift(unsigned(text), -2);
  return `${grouping(roundHalfAwayFromZero(shifted, 1))}${percentMark}`;
}

function grouping(text: string): string {
  const [whole = '0', fraction] = text.split('.');
  const digits = fraction === undefined ? '' : decimalMark + localDigits(fraction);
  return grouped.format(BigInt(whole)) + digits;
}

const localDigits = (digits: string): string => [...digits].map((digit) => ungrouped.format(Number(digit))).join('');

function abbreviate(text: string): string {
  const fits = MAGNITUDES.find(({ exponent }) => wholeDigits(significant(text, exponent)) <= 3) ?? MAGNITUDES[3];
  return fits ? `${grouping(significant(text, fits.exponent))} ${fits.suffix}` : text;
}

/** `text` counted in 10^exponent, with three significant digits. */
function significant(text: string, exponent: number): string {
  const shifted = shift(text, exponent);
  return roundHalfAwayFromZero(shifted, Math.max(0, 3 - Math.max(1, wholeDigits(shifted))));
}

/** Moves the decimal point `by` places to the left (to the right when negative). */
function shift(text: string, by: number): string {
  const scale = scaleOf(text);
  const units = parseDecimal(text, scale) ?? 0n;
  const moved = scale + by;
  return moved >= 0 ? formatDecimal(units, moved) : formatDecimal(units * 10n ** BigInt(-moved), 0);
}

function abbreviateTick(n: number): string {
  const magnitude = MAGNITUDES.findLast(({ exponent }) => n >= 10 ** exponent);
  const short = new Intl.NumberFormat(locale, { maximumFractionDigits: magnitude ? 1 : 2 });
  return magnitude ? `${short.format(n / 10 ** magnitude.exponent)} ${magnitude.suffix}` : short.format(n);
}
