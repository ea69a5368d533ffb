import { type Field, type Metric, quoteName, type RelationSpec } from '#core/kit';
import { type Reachable, waysTo } from '#platform/registry';
import { ambiguousDimension, otherModelsDimension, unknownDimension } from './errors.js';

export type Relations = Map<string, RelationSpec>;

/** A dimension as one relation reaches it. */
export interface Dimension {
  /** As it was asked for: 'branch', or 'account.category'. */
  readonly name: string;
  /** The column of the relation itself that is grouped first. */
  readonly key: string;
  /** The relation that the key refers to and the column that is shown, when they are another's. */
  readonly joined?: { readonly relation: RelationSpec; readonly on: string; readonly column: string };
  readonly field: Field;
}

/** Finds the dimension called `name` for the relation that `metric` is computed from. Throws what is wrong with the name. */
export function dimensionOf(relations: Relations, relation: RelationSpec, metric: string, name: string): Dimension {
  const ways = waysTo(relations, relation, name);
  const [way] = ways;
  if (!way) throw unreachable(relations, relation, metric, name);
  if (ways.length > 1)
    throw ambiguousDimension(
      metric,
      name,
      ways.map((w) => `${w.key}.${w.column}`),
    );
  return toDimension(relation, name, way);
}

/** The dimension that a metric's own condition names by column. The registry has made sure that it can be reached. */
export function dimensionOfColumn(relations: Relations, relation: RelationSpec, column: { relation: string; name: string }): Dimension {
  if (column.relation === relation.name) return toDimension(relation, column.name, { key: column.name, column: column.name });
  const [key] = Object.entries(relation.fields).find(([, field]) => field.refersTo?.relation === column.relation) ?? [];
  const dimension = relations.get(column.relation);
  if (key === undefined) throw unknownDimension(relation.title, column.name, dimensionNames(relations, relation));
  return toDimension(relation, `${key}.${column.name}`, { key, column: column.name, ...(dimension ? { dimension } : {}) });
}

/** Every dimension of a relation under the shortest name that names it alone. */
export function dimensionNames(relations: Relations, relation: RelationSpec): string[] {
  const own = Object.keys(relation.fields);
  const joined = Object.entries(relation.fields).flatMap(([key, field]) => {
    const columns = Object.keys((field.refersTo && relations.get(field.refersTo.relation)?.fields) ?? {});
    return columns.map((column) => (waysTo(relations, relation, column).length === 1 ? column : `${key}.${column}`));
  });
  return [...new Set([...own, ...joined])];
}

/** The metrics' relations that have a dimension of this name. */
export const relationsWith = (relations: Relations, metrics: readonly Metric[], name: string): RelationSpec[] =>
  [...new Set(metrics.map((m) => m.relation))]
    .flatMap((r) => relations.get(r) ?? [])
    .filter((relation) => waysTo(relations, relation, name).length > 0);

function toDimension(relation: RelationSpec, name: string, way: Reachable): Dimension {
  const own = relation.fields[way.key] as Field;
  const on = own.refersTo?.name;
  if (!way.dimension || on === undefined) return { name, key: way.key, field: own };
  const field = way.dimension.fields[way.column] as Field;
  return { name, key: way.key, joined: { relation: way.dimension, on, column: way.column }, field };
}

function unreachable(relations: Relations, relation: RelationSpec, metric: string, name: string): Error {
  const known = dimensionNames(relations, relation);
  const column = name.split('.').at(-1) ?? name;
  const owners = [...relations.values()].filter((r) => Object.hasOwn(r.fields, column)).map((r) => r.title);
  return owners.length > 0 ? otherModelsDimension(metric, name, owners, known) : unknownDimension(metric, name, known);
}

export const column = (alias: string, name: string): string => `${alias}.${quoteName(name)}`;
