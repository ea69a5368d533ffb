/** A plain decimal as text: optional minus, digits, optional point and digits. No exponent, no grouping, no plus. */
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/**
 * The value of `text` counted in units of 10^-scale ('12.5' at scale 2 is 1250n).
 * Undefined when it is no plain decimal or has digits other than zero beyond `scale`: nothing is ever rounded silently.
 */
export function parseDecimal(text: string, scale: number): bigint | undefined {
  const parsed = parts(text);
  if (!parsed) return undefined;
  if (parsed.scale <= scale) return parsed.units * power(scale - parsed.scale);
  const divisor = power(parsed.scale - scale);
  return parsed.units % divisor === 0n ? parsed.units / divisor : undefined;
}

/** `units` of 10^-scale as text with exactly `scale` places: (1250n, 2) is '12.50'. */
export function formatDecimal(units: bigint, scale: number): string {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : `.${digits.slice(digits.length - scale)}`;
  return `${negative ? '-' : ''}${whole}${fraction}`;
}

/** The exact sum, with the places of the operand that has more. Throws RangeError when one is no plain decimal. */
export function addDecimals(left: string, right: string): string {
  const [a, b, scale] = aligned(left, right);
  return formatDecimal(a + b, scale);
}

/** -1, 0 or 1 by value ('1.0' equals '1'). Throws RangeError when one is no plain decimal. */
export function compareDecimals(left: string, right: string): -1 | 0 | 1 {
  const [a, b] = aligned(left, right);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The same digits with thousands set apart by commas, for sentences: '-1234567.50' is '-1,234,567.50'. */
export function groupThousands(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `text` at `scale` places, halves away from zero as bookkeepers do: ('-0.125', 2) is '-0.13'. */
export function roundHalfAwayFromZero(text: string, scale: number): string {
  const value = required(text);
  if (value.scale <= scale) return formatDecimal(value.units * power(scale - value.scale), scale);
  const divisor = power(value.scale - scale);
  const half = value.units < 0n ? -divisor / 2n : divisor / 2n;
  return formatDecimal((value.units + half) / divisor, scale);
}

function parts(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = BigInt(whole + fraction);
  return { units: sign === '-' ? -digits : digits, scale: fraction.length };
}

function required(text: string): Decimal {
  const value = parts(text);
  if (!value) throw new RangeError(`'${text}' is not a plain decimal such as -1234.50`);
  return value;
}

function aligned(left: string, right: string): [bigint, bigint, number] {
  const a = required(left);
  const b = required(right);
  const scale = Math.max(a.scale, b.scale);
  return [a.units * power(scale - a.scale), b.units * power(scale - b.scale), scale];
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
