import { type AnyRelation, describe, type ModuleSpec, type RelationSpec, readsOf } from '#core/kit';

const readsFrom = (relation: RelationSpec): RelationSpec[] => (relation.sql ? readsOf(relation.sql).map(describe) : []);

/** The models of a module, each after those it reads; else in declared order. The registry has seen to it that there is no circle. */
export function buildOrder(module: Pick<ModuleSpec, 'models'>): RelationSpec[] {
  const declared = new Map(module.models.map(describe).map((model) => [model.name, model]));
  const ordered = new Set<RelationSpec>();
  const place = (model: RelationSpec): void => {
    for (const read of readsFrom(model)) if (declared.get(read.name) === read && !ordered.has(read)) place(read);
    ordered.add(model);
  };
  for (const model of declared.values()) place(model);
  return [...ordered];
}

/** The datasets that models read. */
export function datasetsRead(models: readonly AnyRelation[]): RelationSpec[] {
  return [...new Set(models.flatMap((model) => readsFrom(describe(model))))].filter((relation) => relation.kind === 'dataset');
}
