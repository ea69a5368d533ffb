import { type AnyRelation, type Column, describe, type ModuleSpec, type RelationSpec } from '#core/kit';

/** Every relation of a module by its name. */
export const relationsOf = (module: ModuleSpec): Map<string, RelationSpec> =>
  new Map([...module.datasets, ...module.sources, ...module.models].map((r: AnyRelation) => [describe(r).name, describe(r)]));

/** A column that figures of a relation can be grouped and filtered by. */
export interface Reachable {
  /** The column of the relation itself: what is grouped first. */
  readonly key: string;
  /** The relation whose column is shown, when it is reached through a reference. */
  readonly dimension?: RelationSpec;
  /** The column shown. */
  readonly column: string;
}

/**
 * The ways to reach a dimension called `name` from a relation: its own column, or a column of a relation that one of
 * its columns refers to. `key.column` names one way exactly. More than one way means the name alone is ambiguous.
 */
export function waysTo(relations: Map<string, RelationSpec>, relation: RelationSpec, name: string): Reachable[] {
  if (name in relation.fields) return [{ key: name, column: name }];
  const [first, second] = name.split('.');
  const wanted = second === undefined ? { key: undefined, column: name } : { key: first, column: second };
  const ways: Reachable[] = [];
  for (const [key, field] of Object.entries(relation.fields)) {
    const dimension = field.refersTo && relations.get(field.refersTo.relation);
    if (!dimension || (wanted.key !== undefined && wanted.key !== key)) continue;
    if (wanted.column in dimension.fields) ways.push({ key, dimension, column: wanted.column });
  }
  return ways;
}

/** Whether a declared column can group or filter the figures of a relation. */
export function reaches(relations: Map<string, RelationSpec>, relation: RelationSpec, column: Column): boolean {
  if (column.relation === relation.name) return column.name in relation.fields;
  return Object.values(relation.fields).some((f) => f.refersTo?.relation === column.relation) && isKnown(relations, column);
}

/** Whether a column belongs to a relation of the module. */
export const isKnown = (relations: Map<string, RelationSpec>, column: Column): boolean =>
  column.name in (relations.get(column.relation)?.fields ?? {});
