import { type Check, describe, type ModuleSpec, type RelationSpec, readsOf, type Sql } from '#core/kit';
import type { FaultList } from './faults.js';
import { isKnown } from './reach.js';
import { isNumeric, validateFields, validateFile } from './validate-fields.js';

type Relations = Map<string, RelationSpec>;

const NAME = /^[a-z][a-z0-9_]{0,60}$/;
/** Where each kind of relation stands in a module's declaration. */
const SECTION = { dataset: 'datasets', source: 'sources', dimension: 'models', fact: 'models', summary: 'models' } as const;

/** Validates datasets, sources and models of one module. */
export function validateRelations(module: ModuleSpec, relations: Relations, faults: FaultList): void {
  const all = [...module.datasets, ...module.sources, ...module.models].map(describe);
  faults.duplicates(
    all.map((r) => r.name),
    'relations',
  );
  for (const relation of all) {
    const at = faults.at(SECTION[relation.kind], relation.name);
    if (!NAME.test(relation.name))
      at.add(`'${relation.name}' is not a usable name.`, 'Use lower-case letters, digits and underscores, starting with a letter.');
    validateFields(relation, relations, at);
    validateGrain(relation, at);
    if (relation.from) validateFile(relation.from, relation.fields, at);
    if (relation.sql) validateLineage(relation.sql, relations, at.at('sql'));
    relation.checks.forEach((check, i) => {
      validateCheck(check, relation, relations, at.at('checks', String(i)));
    });
    validateDrill(relation, relations, at);
  }
  validateOrder(all, faults);
}

function validateGrain(relation: RelationSpec, at: FaultList): void {
  if (relation.grain.length === 0 && relation.kind !== 'source')
    at.at('grain').add('It has no grain.', 'Name the columns that make a row unique.');
  for (const name of relation.grain) {
    const field = relation.fields[name];
    if (!field) at.at('grain').add(`'${name}' is not a column.`, `Choose from: ${Object.keys(relation.fields).join(', ')}.`);
    else if (field.optional) at.at('grain').add(`'${name}' may be empty and cannot be part of the grain.`, 'Make it required.');
  }
}

function validateLineage(sql: Sql, relations: Relations, at: FaultList): void {
  for (const read of readsOf(sql).map(describe))
    if (relations.get(read.name) !== read)
      at.add(`It reads '${read.name}', which this module does not declare.`, `Add it to the module's datasets, sources or models.`);
}

/** A drilled figure is the sum of the fact's rows to the last digit, so both must be counted alike. */
function validateDrill(relation: RelationSpec, relations: Relations, at: FaultList): void {
  for (const [measure, target] of Object.entries(relation.drill)) {
    const here = at.at('drill', measure);
    const fact = relations.get(target.relation);
    const [field, behind] = [relation.fields[measure], fact?.fields[target.name]];
    if (!isNumeric(field)) here.add(`'${measure}' is not a number.`, 'Only measures drill to rows.');
    if (!fact || !behind) {
      here.add(`It drills to '${target.relation}.${target.name}', which this module does not declare.`, 'List that fact in the module.');
      continue;
    }
    if (fact.kind !== 'fact') here.add(`'${fact.name}' is a ${fact.kind}.`, 'Drill to a fact: only facts keep the rows of past loads.');
    if (field && (field.kind !== behind.kind || field.unit !== behind.unit || field.places !== behind.places))
      here.add(`'${fact.name}.${target.name}' is not counted alike.`, 'Give both the same kind, unit and decimal places.');
    const missing = relation.grain.filter((g) => !(g in fact.fields));
    if (missing.length > 0)
      here.add(`'${fact.name}' has no ${missing.join(', ')}.`, 'Give the fact the columns that the summary is grouped by.');
  }
}

function validateCheck(check: Check, relation: RelationSpec, relations: Relations, at: FaultList): void {
  if (check.check === 'no-rows') {
    validateLineage(check.sql, relations, at);
    return;
  }
  const own = ownColumns(check);
  for (const name of own.filter((n) => !(n in relation.fields)))
    at.add(`'${name}' is not a column of '${relation.name}'.`, `Choose from: ${Object.keys(relation.fields).join(', ')}.`);
  if (own.length === 0 || (check.check === 'accepted-values' && check.values.length === 0))
    at.add('It names nothing to check.', 'Name at least one column, and at least one value.');
  const amount = check.check === 'balanced' ? check.amount : check.check === 'same-total' ? check.column : undefined;
  if (amount !== undefined && amount in relation.fields && !isNumeric(relation.fields[amount]))
    at.add(`'${amount}' is not a number and has no total.`, 'Name an amount or a quantity.');
  const target = check.check === 'same-total' ? check.source : check.check === 'refers-to' ? check.target : undefined;
  if (target && !isKnown(relations, target))
    at.add(`It looks at '${target.relation}.${target.name}', which this module does not declare.`, 'List that relation in the module.');
  for (const name of (check.check === 'same-total' && check.by) || []) {
    const other = target && relations.get(target.relation);
    if (other && !(name in other.fields))
      at.add(`'${other.name}' has no column '${name}' to compare by.`, 'Compare by columns that both have.');
  }
}

function ownColumns(check: Exclude<Check, { check: 'no-rows' }>): readonly string[] {
  switch (check.check) {
    case 'unique':
      return check.columns;
    case 'balanced':
      return [check.amount, ...check.by];
    case 'same-total':
      return [check.column, ...(check.by ?? [])];
    case 'not-null':
    case 'accepted-values':
    case 'refers-to':
      return [check.column];
  }
}

/** Models must be buildable in some order: no model reads itself, not even through others. */
function validateOrder(all: readonly RelationSpec[], faults: FaultList): void {
  const reads = new Map(all.map((r) => [r.name, r.sql ? readsOf(r.sql).map((x) => describe(x).name) : []]));
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    if (trail.includes(name)) {
      faults.at('models', name).add(`It reads itself: ${[...trail.slice(trail.indexOf(name)), name].join(' -> ')}.`, 'Break the circle.');
      return;
    }
    if (done.has(name)) return;
    for (const next of reads.get(name) ?? []) visit(next, [...trail, name]);
    done.add(name);
  };
  for (const relation of all) visit(relation.name, []);
}
