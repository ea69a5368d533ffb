import { parseDateFormat, parseDecimal } from '#core/kernel';
import type { CsvFile, Field, RelationSpec } from '#core/kit';
import type { FaultList } from './faults.js';
import { isKnown } from './reach.js';

/** `_file` and `_line` are what rows of a source carry; a fact may pass them on, so that its rows trace to their files. */
const FIELD_NAME = /^([A-Za-z][A-Za-z0-9_]{0,60}|_file|_line)$/;
const NUMERIC: ReadonlySet<string> = new Set(['integer', 'decimal', 'money']);

export const isNumeric = (field: Field | undefined): boolean => field !== undefined && NUMERIC.has(field.kind);

/** Validates the fields of one relation. */
export function validateFields(relation: RelationSpec, relations: Map<string, RelationSpec>, at: FaultList): void {
  const names = Object.keys(relation.fields);
  if (names.length === 0) at.add('It has no fields.', 'Declare at least one field.');
  // DuckDB does not tell Amount from amount.
  const lower = names.map((name) => name.toLowerCase());
  for (const name of names.filter((n, i) => lower.indexOf(n.toLowerCase()) !== i))
    at.at(name).add(`'${name}' differs from another field in capitals only.`, 'Rename one of them.');
  if (relation.kind === 'fact' && lower.includes('contribution'))
    at.at('contribution').add("'contribution' is what the rows behind a figure call their share of it.", 'Choose another name.');
  for (const [name, field] of Object.entries(relation.fields)) {
    if (!FIELD_NAME.test(name) || name in Object.prototype)
      at.at(name).add(`'${name}' is not a usable field name.`, 'Use letters, digits and underscores, starting with a letter.');
    validateField(field, at.at(name));
    validateReference(field, relations, at.at(name));
  }
}

function validateReference({ refersTo: target }: Field, relations: Map<string, RelationSpec>, at: FaultList): void {
  if (!target) return;
  const other = relations.get(target.relation);
  if (!other || !isKnown(relations, target))
    at.add(`It refers to '${target.relation}.${target.name}', which this module does not declare.`, 'List that relation in the module.');
  else if (other.grain.length !== 1 || other.grain[0] !== target.name)
    at.add(
      `It refers to '${target.relation}.${target.name}', which does not name one row.`,
      `Refer to the only key of '${target.relation}'.`,
    );
}

function validateField(field: Field, at: FaultList): void {
  const places = field.places ?? 0;
  if (field.kind === 'choice' && !field.choices?.length) at.add('A choice without choices.', 'List the allowed values.');
  if (field.choices) at.duplicates(field.choices, 'choices');
  if (field.min !== undefined && field.max !== undefined && field.min > field.max)
    at.add(`min ${field.min} is above max ${field.max}.`, 'Swap them.');
  if (!Number.isInteger(places) || places < 0 || places > 16) at.add(`${places} decimal places.`, 'Use a whole number from 0 to 16.');
  else
    for (const bound of [field.min, field.max])
      if (bound !== undefined && isNumeric(field) && parseDecimal(String(bound), places) === undefined)
        at.add(`The bound ${bound} has more than ${places} decimal places.`, 'Declare `min` and `max` with the places of the field.');
  if (field.kind === 'money' && !field.unit) at.add('Money without a currency.', "Name the currency, e.g. money('USD').");
  if (field.thousands !== undefined && field.thousands === (field.decimalMark ?? '.'))
    at.add(`'${field.thousands}' is both decimal mark and thousands separator.`, 'Say how the file writes decimals with `decimalMark`.');
  if (field.format !== undefined && !parseDateFormat(field.format))
    at.add(`'${field.format}' is no date format.`, "Use yyyy, MM and dd once each, e.g. 'dd.MM.yyyy', and HH, mm, ss, SSS for a time.");
}

/** Validates how the file of a source is said to be written. */
export function validateFile(from: CsvFile, fields: RelationSpec['fields'], at: FaultList): void {
  const here = at.at('from');
  if (!from.header && !from.columns) here.add('A file without a header needs its columns.', 'Add `columns` in file order.');
  if (from.delimiter.length !== 1) here.add(`The delimiter '${from.delimiter}' is not one character.`, "Use for example ',' or '|'.");
  if (from.quote !== null && (from.quote.length !== 1 || from.quote === from.delimiter))
    here.add(`The quote '${from.quote}' is not one character of its own.`, "Use '\"', or null for a file that quotes nothing.");
  if (/^([\\/]|[A-Za-z]:)/.test(from.file) || from.file.split(/[\\/]/).includes('..'))
    here.add(
      `'${from.file}' points outside the module's folder.`,
      'Name a file below it; `files` or JUPITER_FILES_<MODULE> says where the folder is.',
    );
  if (from.columns) here.duplicates(from.columns, 'columns');
  for (const [name, field] of Object.entries(fields)) {
    const column = field.column ?? name;
    if (from.columns && !from.columns.includes(column))
      at.at(name).add(`The file has no column '${column}'.`, `Choose from: ${from.columns.join(', ')}.`);
  }
}
