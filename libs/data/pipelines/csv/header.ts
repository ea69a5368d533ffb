import type { RelationSpec } from '#core/kit';
import { duplicateColumns, missingColumns } from '../errors.js';

/** Where the columns of one file stand. */
export interface Layout {
  /** How many values a row of the file has. */
  readonly width: number;
  /** For each declared field, in order, the place of its value in a row. */
  readonly places: readonly number[];
  /** Columns of the file that nothing was declared for. */
  readonly extra: readonly string[];
}

/** Finds the declared columns among the names of a file; throws when one is missing or there twice. Names are matched exactly, but for blanks around them. */
export function layoutOf(source: RelationSpec, names: readonly string[], file: string): Layout {
  const found = names.map((name) => name.trim());
  const expected = Object.entries(source.fields).map(([name, field]) => field.column ?? name);
  const missing = expected.filter((name) => !found.includes(name));
  if (missing.length > 0) throw missingColumns(file, missing, expected, found.map(shown));
  const duplicates = expected.filter((name) => found.indexOf(name) !== found.lastIndexOf(name));
  if (duplicates.length > 0) throw duplicateColumns(file, duplicates);
  const wanted = new Set(expected);
  return {
    width: found.length,
    places: expected.map((name) => found.indexOf(name)),
    extra: found.filter((name) => !wanted.has(name)).map(shown),
  };
}

/** A name that can be read: characters that a screen does not show are written out. */
const shown = (name: string): string =>
  name === '' ? "''" : name.replaceAll(/[\p{Cc}\p{Cf}]/gu, (c) => `\\u${(c.codePointAt(0) as number).toString(16).padStart(4, '0')}`);
