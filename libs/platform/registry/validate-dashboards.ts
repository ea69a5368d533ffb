import { type Column, type Dashboard, leavesOf, type Metric, type ModuleSpec, type RelationSpec, type Tile } from '#core/kit';
import type { FaultList } from './faults.js';
import { addsUpRows, dimensionName, type Reachable, waysTo } from './reach.js';

type Relations = Map<string, RelationSpec>;
type StatementTile = Extract<Tile, { tile: 'statement' }>;

/** A column as figures are asked for by it. */
interface Asked {
  readonly name: string;
  readonly kind: Column['kind'];
}

/** Validates the dashboards of one module: that every tile can be computed under every filter, and its figures drilled. */
export function validateDashboards(module: ModuleSpec, relations: Relations, at: FaultList): void {
  at.duplicates(
    module.dashboards.map((d) => d.id),
    'dashboards',
  );
  for (const dashboard of module.dashboards) validateDashboard(dashboard, module, relations, at.at(dashboard.id));
}

function validateDashboard(dashboard: Dashboard, module: ModuleSpec, relations: Relations, at: FaultList): void {
  const tiles = dashboard.rows.flat();
  if (dashboard.id === '') at.add('It has no title to be addressed by.', 'Give it a title with letters or digits.');
  if (tiles.length === 0) at.add('It has no tiles.', 'Add at least one row with one tile.');
  at.duplicates(
    tiles.map((t) => t.id),
    'tiles',
  );
  const shared = [...(dashboard.period ? [dashboard.period as unknown as Column] : []), ...dashboard.filters];
  for (const tile of tiles) validateTile(tile, shared, module, relations, at.at(tile.id));
}

function validateTile(tile: Tile, shared: readonly Asked[], module: ModuleSpec, relations: Relations, at: FaultList): void {
  const shown = shownBy(tile);
  const [lead] = shown;
  if (!lead) {
    at.add('It shows no metric.', 'Name at least one.');
    return;
  }
  const proofs = tile.tile === 'statement' ? tile.lines.flatMap((l) => ('proves' in l && l.proves ? [l.proves] : [])) : [];
  for (const metric of new Set([...shown, ...proofs]))
    if (!module.metrics.includes(metric)) at.add(`The metric '${metric.name}' is not declared.`, `Add it to the module's metrics.`);
  for (const metric of shown) validateNames(metric, [...shared, ...askedBy(tile, lead, relations)], relations, at);
  for (const metric of proofs) validateNames(metric, shared, relations, at);
  validateShape(tile, at);
  if (tile.tile === 'statement') validateStatement(tile, at);
}

/** Filters and groups are asked for by name: each name must lead somewhere from every metric, and from the rows behind it. */
function validateNames(metric: Metric, asked: readonly Asked[], relations: Relations, at: FaultList): void {
  const relation = relations.get(metric.relation);
  if (!relation) return;
  for (const [name, kind] of new Map(asked.map((a) => [a.name, a.kind]))) {
    const [way, ...others] = waysTo(relations, relation, name);
    if (!way) at.add(`'${metric.name}' cannot be seen by '${name}'.`, `Give '${relation.name}' that column, or a reference to it.`);
    else if (others.length > 0)
      at.add(
        `'${name}' of '${metric.name}' can mean ${[way, ...others].map((w) => `${w.key}.${w.column}`).join(' or ')}.`,
        'Let one reference offer it.',
      );
    else if (!isAlike(kindAt(relation, way), kind))
      at.add(
        `'${name}' is of kind ${kind} here, and of kind ${kindAt(relation, way)} for '${metric.name}'.`,
        `Declare the column of '${relation.name}' alike, or name it otherwise.`,
      );
    else validateFacts(metric, relation, way, name, relations, at);
  }
}

/** The fact is asked by the same reference where it has one, else by the bare name. */
function validateFacts(metric: Metric, relation: RelationSpec, way: Reachable, name: string, relations: Relations, at: FaultList): void {
  const facts = leavesOf(metric.expression).flatMap((leaf) => (addsUpRows(leaf) ? (relation.drill[leaf.column.name]?.relation ?? []) : []));
  const exactly = way.dimension ? `${way.key}.${way.column}` : way.key;
  for (const fact of new Set(facts)) {
    const behind = relations.get(fact);
    if (behind && waysTo(relations, behind, exactly).length === 0 && waysTo(relations, behind, name).length !== 1)
      at.add(
        `The rows behind '${metric.name}' cannot be found by '${name}'.`,
        `Give '${fact}' that column, or the one reference that offers it.`,
      );
  }
}

const kindAt = (relation: RelationSpec, way: Reachable): Column['kind'] | undefined => (way.dimension ?? relation).fields[way.column]?.kind;

/** A choice is text that is looked at more closely. */
const isAlike = (one: Column['kind'] | undefined, other: Column['kind']): boolean => one === other || (WORDS.has(one) && WORDS.has(other));
const WORDS: ReadonlySet<Column['kind'] | undefined> = new Set(['text', 'choice'] as const);

/** Options that a tile could not do as they are. */
function validateShape(tile: Tile, at: FaultList): void {
  const positive = (what: string, count: number | undefined): void => {
    if (count !== undefined && !(Number.isInteger(count) && count > 0)) at.add(`${what} is ${count}.`, 'Use a whole number from 1.');
  };
  if (tile.tile === 'bar' || tile.tile === 'table') positive('`top`', tile.top);
  if (tile.tile === 'line' || tile.tile === 'stacked-bar') positive('`periods`', tile.periods);
  if (tile.tile !== 'line') return;
  if (tile.by && tile.metrics.length > 1) at.add('It splits several metrics by one column.', 'Leave `by` out, or show one metric.');
  if (tile.lastYear && tile.over.kind !== 'period')
    at.add(`It compares with last year over '${tile.over.name}', which is no fiscal period.`, 'Leave `lastYear` out, or use a period.');
}

function validateStatement(tile: StatementTile, at: FaultList): void {
  const sections = tile.lines.flatMap((line) => ('section' in line ? [line.section] : []));
  if (sections.length === 0) at.add('It has no section.', 'List the sections in the order of the statement.');
  const twice = new Set(sections.filter((section, i) => sections.indexOf(section) !== i));
  for (const section of twice) at.add(`The section '${section}' stands twice, so its accounts would count twice.`, 'Name it once.');
  const { choices } = tile.section;
  for (const section of choices ? sections.filter((s) => !choices.includes(s)) : [])
    at.add(`'${section}' is no value of '${tile.section.relation}.${tile.section.name}'.`, `Choose from: ${choices?.join(', ')}.`);
  if (tile.actual.unit !== tile.budget.unit)
    at.add(
      `'${tile.actual.name}' and '${tile.budget.name}' are not counted in the same unit.`,
      'Compare with a budget in the same currency.',
    );
}

const shownBy = (tile: Tile): readonly Metric[] => (tile.tile === 'statement' ? [tile.actual, tile.budget] : tile.metrics);

/** What the tile groups by, as it asks for it: from its first metric. */
function askedBy(tile: Tile, lead: Metric, relations: Relations): Asked[] {
  const relation = relations.get(lead.relation);
  return relation ? columnsOf(tile).map((column) => ({ name: dimensionName(relations, relation, column), kind: column.kind })) : [];
}

function columnsOf(tile: Tile): readonly Column[] {
  if (tile.tile === 'kpi') return [];
  if (tile.tile === 'line') return [tile.over, ...(tile.by ? [tile.by] : [])];
  if (tile.tile === 'stacked-bar') return [tile.by, tile.stack];
  if (tile.tile === 'statement') return [tile.section, tile.by];
  return [tile.by];
}
