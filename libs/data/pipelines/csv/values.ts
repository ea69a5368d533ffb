import type { Field } from '#core/kit';
import { dateReader, readPeriod } from './dates.js';
import { decimalReader, integerReader } from './decimals.js';
import { type Reader, Refusal } from './refusal.js';

/** A value as it is staged: exact decimals in units of 10^-places, dates 'yyyy-mm-dd', nothing as null. */
export type TypedValue = string | bigint | boolean | null;

const EMPTY = new Refusal('is empty, and a value is required');
const FLAGS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  y: true,
  t: true,
  '1': true,
  false: false,
  no: false,
  n: false,
  f: false,
  '0': false,
};

/** How the values of one field are read; made once for a file, called for every row. */
export function valueReader(name: string, field: Field): Reader<TypedValue> {
  const read = filled(name, field);
  const pattern = field.pattern && new RegExp(field.pattern.source, field.pattern.flags.replace(/[gy]/g, ''));
  const nothing = field.optional ? null : EMPTY;
  if (!pattern) return (text) => (text === '' ? nothing : read(text));
  return (text) => {
    if (text === '') return nothing;
    return pattern.test(text) ? read(text) : new Refusal(`does not match ${pattern}`);
  };
}

function filled(name: string, field: Field): Reader<TypedValue> {
  switch (field.kind) {
    case 'text':
      return (text) => text;
    case 'choice':
      return choiceReader(field.choices ?? []);
    case 'date':
      return dateReader(name, field.format);
    case 'period':
      return readPeriod;
    case 'integer':
      return integerReader(field);
    case 'decimal':
      return decimalReader({ ...field, places: field.places ?? 6 });
    case 'money':
      return decimalReader({ ...field, places: field.places ?? 2 });
    case 'flag':
      return (text) => FLAGS[text.toLowerCase()] ?? new Refusal('is neither yes nor no (true, false, y, n, 1, 0)');
  }
}

function choiceReader(choices: readonly string[]): Reader<string> {
  const known = new Set(choices);
  const refusal = new Refusal(`is none of ${choices.join(', ')}`);
  return (text) => (known.has(text) ? text : refusal);
}
