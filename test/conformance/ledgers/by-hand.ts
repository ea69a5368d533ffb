/**
 * Figures by another road: files split by a tiny reader of its own, amounts in whole cents on bigint, sums in maps. It
 * shares no code with what it checks.
 */
import { readFileSync } from 'node:fs';

/** The records of a file of ours: quotes where there are any, no line breaks inside values. */
export function records(file: string, o: { delimiter: string; encoding?: string; quoted?: boolean }): string[][] {
  const text = new TextDecoder(o.encoding ?? 'utf-8').decode(readFileSync(file));
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  return lines.map((line) => (o.quoted === false || !line.includes('"') ? line.split(o.delimiter) : unquoted(line, o.delimiter)));
}

function unquoted(line: string, delimiter: string): string[] {
  const values: string[] = [];
  let value = '';
  let inside = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i] as string;
    if (c === '"' && inside && line[i + 1] === '"') value += line[i++];
    else if (c === '"') inside = !inside;
    else if (c === delimiter && !inside) {
      values.push(value);
      value = '';
    } else value += c;
  }
  return [...values, value];
}

const SCALE = 18;
/** '-657203.80000000005' in cents, halves away from zero. */
export function cents(text: string): bigint {
  const [, minus, whole = '0', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text.replaceAll(',', '')) ?? [];
  if (fraction.length <= 2) return BigInt(`${minus}${whole}${fraction.padEnd(2, '0')}`);
  if (fraction.length > SCALE) throw new RangeError(`${text} has too many places`);
  const units = BigInt(whole || '0') * 10n ** BigInt(SCALE) + BigInt(fraction.padEnd(SCALE, '0'));
  const perCent = 10n ** BigInt(SCALE - 2);
  const rounded = (units + perCent / 2n) / perCent;
  return minus ? -rounded : rounded;
}

/** Cents as the gate writes money: '-12.50'. */
export function money(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Every subset of the dimensions, the empty one included. */
export const groupings = (dimensions: readonly string[]): string[][] =>
  Array.from({ length: 2 ** dimensions.length }, (_, bits) => dimensions.filter((_d, i) => (bits >> i) & 1));

export interface Row {
  readonly values: Readonly<Record<string, string | number>>;
  readonly amounts: Readonly<Record<string, bigint>>;
}

/** The sums of each measure by the values of some dimensions; the key is the values as JSON. */
export function sums(rows: readonly Row[], by: readonly string[], measures: readonly string[]): Map<string, Record<string, bigint>> {
  const groups = new Map<string, Record<string, bigint>>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((name) => row.values[name]));
    const group = groups.get(key) ?? Object.fromEntries(measures.map((m) => [m, 0n]));
    groups.set(key, group);
    for (const measure of measures) group[measure] = (group[measure] ?? 0n) + (row.amounts[measure] ?? 0n);
  }
  return groups;
}

/** Groups in the form the gate answers in: values, then amounts; sorted. */
export function listed(groups: Map<string, Record<string, bigint>>, measures: readonly string[]): string[] {
  return [...groups]
    .map(([key, group]) =>
      line(
        JSON.parse(key) as unknown[],
        measures.map((m) => money(group[m] ?? 0n)),
      ),
    )
    .sort();
}

/** The gate's rows in the same form. No amount at all counts as 0.00. */
export const answered = (rows: readonly (readonly unknown[])[], dimensions: number): string[] =>
  rows
    .map((row) =>
      line(
        row.slice(0, dimensions),
        row.slice(dimensions).map((v) => v ?? '0.00'),
      ),
    )
    .sort();

const line = (values: readonly unknown[], amounts: readonly unknown[]): string => JSON.stringify([...values, ...amounts]);
