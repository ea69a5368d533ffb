import type { Column } from './fields.js';
import { type AnyRelation, spec } from './relations.js';

/** A piece of SQL whose references are values, so that lineage is known and nothing can be spliced in. */
export interface Sql {
  readonly tokens: readonly (string | AnyRelation)[];
}

type Reference = AnyRelation | Column | Sql;

/** SQL in which only relations, columns and other fragments can stand in `${}`: no strings, so no injection. */
export function sql(parts: TemplateStringsArray, ...references: readonly Reference[]): Sql {
  const tokens = parts.flatMap((part, i) => {
    const reference = references[i];
    return reference === undefined ? [part] : [part, ...tokensOf(reference)];
  });
  return { tokens };
}

function tokensOf(reference: Reference): readonly (string | AnyRelation)[] {
  if (spec in reference) return [reference as AnyRelation];
  if ('tokens' in reference) return (reference as Sql).tokens;
  return [quoteName((reference as Column).name)];
}

/** A name as an SQL identifier. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The SQL text, each relation written as `nameOf` says (its quoted local name unless said). */
export function renderSql(query: Sql, nameOf: (relation: AnyRelation) => string = (r) => quoteName(r[spec].name)): string {
  return query.tokens.map((t) => (typeof t === 'string' ? t : nameOf(t))).join('');
}

/** The relations that a query reads, each once, in order of first use: the lineage. */
export const readsOf = (query: Sql): AnyRelation[] => [...new Set(query.tokens.filter((t) => typeof t !== 'string'))];
