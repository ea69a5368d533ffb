import { type AnyRelation, type Column, describe, type Leaf, type ModuleSpec, type RelationSpec } from '#core/kit';

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

/** What a snapshot keeps: rows of sources and datasets are gone when the models are built, so nothing can be seen by them. */
const KEPT: ReadonlySet<RelationSpec['kind']> = new Set(['dimension', 'fact', 'summary']);

/**
 * The ways to reach a dimension called `name` from a relation: its own column, or a column of a relation that one of
 * its columns refers to. `key.column` names one way exactly. More than one way means the name alone is ambiguous.
 */
export function waysTo(relations: Map<string, RelationSpec>, relation: RelationSpec, name: string): Reachable[] {
  if (hasField(relation, name)) return [{ key: name, column: name }];
  const [first, second] = name.split('.');
  const wanted = second === undefined ? { key: undefined, column: name } : { key: first, column: second };
  const ways: Reachable[] = [];
  for (const [key, field] of Object.entries(relation.fields)) {
    const dimension = field.refersTo && relations.get(field.refersTo.relation);
    if (!dimension || !KEPT.has(dimension.kind) || (wanted.key !== undefined && wanted.key !== key)) continue;
    if (hasField(dimension, wanted.column)) ways.push({ key, dimension, column: wanted.column });
  }
  return ways;
}

/** The columns of a relation through which a column of another one is reached; more than one leave open which is meant. */
export const keysTo = (relation: RelationSpec, column: Pick<Column, 'relation'>): string[] =>
  Object.entries(relation.fields).flatMap(([key, field]) => (field.refersTo?.relation === column.relation ? [key] : []));

/** The name that a declared column is asked by from a relation: its own, or `key.column` where the bare name says something else. */
export function dimensionName(relations: Map<string, RelationSpec>, relation: RelationSpec, column: Column): string {
  if (column.relation === relation.name) return column.name;
  const [key] = keysTo(relation, column);
  if (key === undefined) return column.name;
  if (relation.fields[key]?.refersTo?.name === column.name) return key;
  const ways = waysTo(relations, relation, column.name);
  return ways.length === 1 && ways[0]?.dimension?.name === column.relation ? column.name : `${key}.${column.name}`;
}

/** Whether a column belongs to a relation of the module. */
export function isKnown(relations: Map<string, RelationSpec>, column: Column): boolean {
  const relation = relations.get(column.relation);
  return relation !== undefined && hasField(relation, column.name);
}

/** People ask for names of their own making: 'constructor' is in every object and in no relation. */
const hasField = (relation: RelationSpec, name: string): boolean => Object.hasOwn(relation.fields, name);

/** Whether a summary's measure may drill to rows when it is read so: sums and levels are made of rows, extremes and counts are not. */
export const addsUpRows = ({ op }: Leaf): boolean => op === 'sum' || op === 'last';
