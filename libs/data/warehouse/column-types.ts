import { type Field, quoteName, type RelationSpec } from '#core/kit';

/** The most digits that DuckDB keeps in 64 bits; sums over wider decimals cost about twelve times as much. */
const NARROW_DIGITS = 18;
const WIDE_DIGITS = 38;
const NARROW_PLACES = 6;

/** The DuckDB type of exact decimals with so many places. */
export const decimalType = (places: number): string => `DECIMAL(${places > NARROW_PLACES ? WIDE_DIGITS : NARROW_DIGITS},${places})`;

/** The DuckDB type that holds a field's values exactly. */
export function columnType(field: Field): string {
  switch (field.kind) {
    case 'text':
    case 'choice':
    case 'period':
      return 'VARCHAR';
    case 'date':
      return 'DATE';
    case 'integer':
      return 'BIGINT';
    case 'flag':
      return 'BOOLEAN';
    case 'money':
      return decimalType(field.places ?? 2);
    case 'decimal':
      return decimalType(field.places ?? 6);
  }
}

/** The declared columns, each cast to its declared type. */
export const castList = (relation: RelationSpec): string =>
  Object.entries(relation.fields)
    .map(([name, field]) => `${quoteName(name)}::${columnType(field)} as ${quoteName(name)}`)
    .join(', ');

/** A value as an SQL text literal; for file names, which cannot be bound. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
