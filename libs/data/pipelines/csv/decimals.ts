import { parseDecimal } from '#core/kernel';
import type { Field } from '#core/kit';
import { unusableBound } from '../errors.js';
import { type Reader, Refusal } from './refusal.js';

/** How a file writes the decimals of one column and how many places are kept. */
export type DecimalStyle = Pick<Field, 'decimalMark' | 'thousands' | 'excess' | 'min' | 'max'> & { readonly places: number };

const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const PLUS = 43;

/**
 * Reads exact decimals into units of 10^-places: '12.5' with 2 places is 1250n. No floating point is involved.
 * Taken: digits with at most one decimal mark, a leading minus or plus, thousands separators where declared. Brackets,
 * a trailing minus, exponents and currency signs are refused with a reason: a sign is never guessed.
 */
export function decimalReader(style: DecimalStyle): Reader<bigint> {
  const careful = carefulReader(style);
  const inRange = rangeCheck(style);
  const mark = (style.decimalMark ?? '.').charCodeAt(0);
  return (text) => {
    const units = quick(text, mark, style.places) ?? careful(text);
    return typeof units === 'bigint' ? inRange(units) : units;
  };
}

/** Reads whole numbers within 64 bits. */
export function integerReader(style: Pick<Field, 'thousands' | 'min' | 'max'>): Reader<bigint> {
  const read = decimalReader({ ...style, places: 0 });
  return (text) => {
    const value = read(text);
    if (value instanceof Refusal) return value;
    if (BigInt.asIntN(64, value) !== value) return new Refusal('is larger than 64 bits can hold');
    return value;
  };
}

/** The common case: few digits, no grouping. Undefined when the careful reader has to look. */
function quick(text: string, mark: number, places: number): bigint | undefined {
  const sign = text.charCodeAt(0);
  let units = 0;
  let fraction = -1;
  let index = sign === MINUS || sign === PLUS ? 1 : 0;
  if (text.length - index > 15 || text.length === index) return undefined;
  for (; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= ZERO && code <= NINE) {
      units = units * 10 + (code - ZERO);
      if (fraction >= 0) fraction++;
    } else if (code === mark && fraction < 0) fraction = 0;
    else return undefined;
  }
  if (fraction > places || (fraction >= 0 && text.length <= 2)) return undefined;
  const scaled = units * 10 ** (places - Math.max(fraction, 0));
  if (scaled > Number.MAX_SAFE_INTEGER) return undefined;
  return BigInt(sign === MINUS ? -scaled : scaled);
}

function carefulReader(style: DecimalStyle): Reader<bigint> {
  const { places, thousands, decimalMark: mark = '.', excess = 'reject' } = style;
  const plain = new RegExp(`^([+-]?)(\\d*)(?:[${mark}](\\d*))?$`);
  const separator = thousands === ' ' ? '[ \\u00a0\\u202f]' : `[${thousands ?? ''}]`;
  const grouped = thousands ? new RegExp(`^[+-]?\\d{1,3}(?:${separator}\\d{3})+(?:[${mark}]\\d*)?$`) : undefined;
  const separators = new RegExp(separator, 'g');
  return (text) => {
    const match = plain.exec(grouped?.test(text) ? text.replaceAll(separators, '') : text);
    if (!match) return new Refusal(whyNoDecimal(text, style));
    const [, sign, whole = '', fraction = ''] = match;
    if (whole === '' && fraction === '') return new Refusal(whyNoDecimal(text, style));
    const kept = fraction.replace(/0+$/, '');
    if (kept.length > places && excess === 'reject') return new Refusal(tooManyPlaces(kept.length, places));
    const units = BigInt(whole + kept.slice(0, places).padEnd(places, '0')) + (kept.charCodeAt(places) >= 53 ? 1n : 0n);
    return sign === '-' ? -units : units;
  };
}

function tooManyPlaces(found: number, places: number): string {
  if (places === 0) return 'is not a whole number';
  return `has ${found} decimal places, ${places} ${places === 1 ? 'is' : 'are'} kept`;
}

function whyNoDecimal(text: string, style: DecimalStyle): string {
  const mark = style.decimalMark ?? '.';
  if (text !== text.trim()) return 'has blanks around it; declare `trim` where the file pads its values';
  if (/^[+-]?[\d.,]*\d[\d.,]*[eE][+-]?\d+$/.test(text)) return 'is written with an exponent, which may have lost digits';
  if (/^\(.*\)$/.test(text)) return 'is written in brackets; write a negative amount with a leading minus';
  if (/\d-$/.test(text)) return 'has its minus at the end; write a negative amount with a leading minus';
  if (/^[+-]?[\d.,'\u00a0\u202f ]+$/.test(text)) {
    return `does not fit the declared decimal mark '${mark}' and ${style.thousands ? `thousands separator '${style.thousands}'` : 'no thousands separator'}`;
  }
  return style.places === 0 ? 'is not a whole number' : `is not a number such as -1234${mark}50`;
}

/** DuckDB keeps 18 digits in 8 bytes; columns with more than 6 places get 38 digits. */
function rangeCheck({ places, min, max }: DecimalStyle): (units: bigint) => bigint | Refusal {
  const digits = places === 0 ? 19 : places > 6 ? 38 : 18;
  const limit = 10n ** BigInt(digits);
  const lowest = min === undefined ? undefined : boundOf(min, places);
  const highest = max === undefined ? undefined : boundOf(max, places);
  return (units) => {
    if (units >= limit || units <= -limit) return new Refusal(`has more digits than the ${digits} that are kept`);
    if (lowest !== undefined && units < lowest) return new Refusal(`is less than ${min}`);
    if (highest !== undefined && units > highest) return new Refusal(`is more than ${max}`);
    return units;
  };
}

/** A declared bound in units; bounds are short decimals, so their shortest text is exact. */
function boundOf(bound: number, places: number): bigint {
  const units = parseDecimal(String(bound), places);
  if (units === undefined) throw unusableBound(bound, places);
  return units;
}
