import type { Column, Dashboard, Expression, Metric, ModuleSpec, RelationSpec, Tile } from '#core/kit';
import type { FaultList } from './faults.js';
import { isKnown, reaches, relationsOf } from './reach.js';

type Relations = Map<string, RelationSpec>;

/** Validates metrics, dashboards and roles of one module. */
export function validateFigures(module: ModuleSpec, faults: FaultList): void {
  const relations = relationsOf(module);
  faults.at('metrics').duplicates(
    module.metrics.map((m) => m.name),
    'metrics',
  );
  for (const metric of module.metrics) validateMetric(metric, relations, faults.at('metrics', metric.name));
  faults.at('dashboards').duplicates(
    module.dashboards.map((d) => d.id),
    'dashboards',
  );
  for (const dashboard of module.dashboards) validateDashboard(dashboard, module, relations, faults.at('dashboards', dashboard.id));
  validateRoles(module, relations, faults.at('roles'));
}

function validateMetric(metric: Metric, relations: Relations, at: FaultList): void {
  if (!/^[a-z][a-z0-9_]{0,60}$/.test(metric.name))
    at.add(`'${metric.name}' is not a usable name.`, 'Use lower-case letters, digits and underscores, starting with a letter.');
  const relation = relations.get(metric.relation);
  if (!relation) {
    at.add(`It is computed from '${metric.relation}', which this module does not declare.`, 'List that model in the module.');
    return;
  }
  if (relation.kind === 'source' || relation.kind === 'dataset')
    at.add(`It is computed from the ${relation.kind} '${relation.name}'.`, 'Metrics read models: declare a model over it.');
  if (metric.name in relation.fields) at.add(`'${metric.name}' is also a column of '${relation.name}'.`, 'Give the metric another name.');
  for (const leaf of leaves(metric.expression)) validateLeaf(leaf, relation, relations, at);
}

type Leaf = Extract<Expression, { column: Column }>;
const leaves = (e: Expression): Leaf[] => ('column' in e ? [e] : [...leaves(e.left), ...leaves(e.right)]);

function validateLeaf(leaf: Leaf, relation: RelationSpec, relations: Relations, at: FaultList): void {
  if (!isKnown(relations, leaf.column) || leaf.column.relation !== relation.name)
    at.add(
      `'${leaf.column.relation}.${leaf.column.name}' is not a column of '${relation.name}'.`,
      'Rebuild the metric from the declared model.',
    );
  for (const condition of leaf.where) {
    if (!reaches(relations, relation, condition.column))
      at.add(
        `Its condition on '${condition.column.relation}.${condition.column.name}' cannot be reached from '${relation.name}'.`,
        'Use a column of the model, or of a dimension that a column of the model refers to.',
      );
    if (condition.values.length === 0) at.add(`Its condition on '${condition.column.name}' names no value.`, 'Name at least one value.');
  }
}

function validateDashboard(dashboard: Dashboard, module: ModuleSpec, relations: Relations, at: FaultList): void {
  const tiles = dashboard.rows.flat();
  if (tiles.length === 0) at.add('It has no tiles.', 'Add at least one row with one tile.');
  at.duplicates(
    tiles.map((t) => t.id),
    'tiles',
  );
  const shared = [...(dashboard.period ? [dashboard.period as unknown as Column] : []), ...dashboard.filters];
  for (const tile of tiles) {
    const here = at.at(tile.id);
    for (const metric of metricsOf(tile)) {
      if (!module.metrics.includes(metric)) here.add(`The metric '${metric.name}' is not declared.`, `Add it to the module's metrics.`);
      const relation = relations.get(metric.relation);
      if (!relation) continue;
      for (const column of [...shared, ...columnsOf(tile)]) {
        if (!reachesByName(relations, relation, column))
          here.add(
            `'${metric.name}' cannot be seen by '${column.relation}.${column.name}'.`,
            `Give '${relation.name}' that column, or a reference to it.`,
          );
      }
    }
  }
}

/** A filter declared on one model also holds for another model that has the same dimension under the same name. */
function reachesByName(relations: Relations, relation: RelationSpec, column: Column): boolean {
  return reaches(relations, relation, column) || column.name in relation.fields;
}

function metricsOf(tile: Tile): readonly Metric[] {
  if (tile.tile !== 'statement') return tile.metrics;
  return [tile.actual, tile.budget, ...tile.lines.flatMap((l) => ('proves' in l && l.proves ? [l.proves] : []))];
}

function columnsOf(tile: Tile): readonly Column[] {
  if (tile.tile === 'kpi') return [];
  if (tile.tile === 'line') return [tile.over, ...(tile.by ? [tile.by] : [])];
  if (tile.tile === 'stacked-bar') return [tile.by, tile.stack];
  if (tile.tile === 'statement') return [tile.section, tile.by];
  return [tile.by];
}

function validateRoles(module: ModuleSpec, relations: Relations, at: FaultList): void {
  const roles = Object.entries(module.roles);
  if (!roles.some(([, grants]) => grants.some((g) => g.actions.includes('view'))))
    at.add('No role may view anything.', "Grant it: roles: { viewer: [may('view')] }.");
  for (const [role, grants] of roles) {
    if (!/^[a-z][a-z0-9-]{0,40}$/.test(role))
      at.at(role).add(`'${role}' is not a usable role name.`, 'Use lower-case letters, digits and dashes.');
    for (const name of grants.flatMap((g) => g.on).filter((n) => !relations.has(n)))
      at.at(role).add(`It grants rights on '${name}', which this module does not declare.`, 'List that relation in the module.');
  }
}
