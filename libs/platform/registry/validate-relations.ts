import { type Check, describe, type Field, type ModuleSpec, type RelationSpec, readsOf } from '#core/kit';
import type { FaultList } from './faults.js';
import { isKnown, relationsOf } from './reach.js';

const NAME = /^[a-z][a-z0-9_]{0,60}$/;
/** `_file` and `_line` are what rows of a source carry; a fact may pass them on, so that its rows trace to their files. */
const FIELD_NAME = /^([A-Za-z][A-Za-z0-9_]{0,60}|_file|_line)$/;
/** Where each kind of relation stands in a module's declaration. */
const SECTION = { dataset: 'datasets', source: 'sources', dimension: 'models', fact: 'models', summary: 'models' } as const;
const NUMERIC = new Set(['integer', 'decimal', 'money']);

/** Validates datasets, sources and models of one module. */
export function validateRelations(module: ModuleSpec, faults: FaultList): void {
  const relations = relationsOf(module);
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
    if (relation.from) validateFile(relation, at);
    validateLineage(relation, relations, at);
    relation.checks.forEach((c, i) => {
      validateCheck(c, relation, relations, at.at('checks', String(i)));
    });
    validateDrill(relation, relations, at);
  }
  validateOrder(all, faults);
}

function validateFields(relation: RelationSpec, relations: Map<string, RelationSpec>, at: FaultList): void {
  if (Object.keys(relation.fields).length === 0) at.add('It has no fields.', 'Declare at least one field.');
  for (const [name, field] of Object.entries(relation.fields)) {
    const here = at.at(name);
    if (!FIELD_NAME.test(name))
      here.add(`'${name}' is not a usable field name.`, 'Use letters, digits and underscores, starting with a letter.');
    validateField(field, here);
    const target = field.refersTo;
    if (!target) continue;
    const other = relations.get(target.relation);
    if (!other || !isKnown(relations, target))
      here.add(
        `It refers to '${target.relation}.${target.name}', which this module does not declare.`,
        'List that relation in the module.',
      );
    else if (other.grain.length !== 1 || other.grain[0] !== target.name)
      here.add(
        `It refers to '${target.relation}.${target.name}', which does not name one row.`,
        `Refer to the only key of '${target.relation}'.`,
      );
  }
}

function validateField(field: Field, at: FaultList): void {
  if (field.kind === 'choice' && !field.choices?.length) at.add('A choice without choices.', 'List the allowed values.');
  if (field.min !== undefined && field.max !== undefined && field.min > field.max)
    at.add(`min ${field.min} is above max ${field.max}.`, 'Swap them.');
  const places = field.places ?? 0;
  if (!Number.isInteger(places) || places < 0 || places > 16) at.add(`${places} decimal places.`, 'Use a whole number from 0 to 16.');
  if (field.kind === 'money' && !field.unit) at.add('Money without a currency.', "Name the currency, e.g. money('USD').");
  if (field.format && !['yyyy', 'MM', 'dd'].every((t) => field.format?.includes(t)))
    at.add(`The date format '${field.format}' does not say year, month and day.`, "Use yyyy, MM and dd, e.g. 'dd.MM.yyyy'.");
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

function validateFile(relation: RelationSpec, at: FaultList): void {
  const { from, fields } = relation;
  if (!from) return;
  if (!from.header && !from.columns) at.at('from').add('A file without a header needs its columns.', 'Add `columns` in file order.');
  if (from.delimiter.length !== 1)
    at.at('from').add(`The delimiter '${from.delimiter}' is not one character.`, "Use for example ',' or '|'.");
  if (from.columns) at.at('from').duplicates(from.columns, 'columns');
  for (const [name, field] of Object.entries(fields)) {
    const column = field.column ?? name;
    if (from.columns && !from.columns.includes(column))
      at.at(name).add(`The file has no column '${column}'.`, `Choose from: ${from.columns.join(', ')}.`);
  }
}

function validateLineage(relation: RelationSpec, relations: Map<string, RelationSpec>, at: FaultList): void {
  if (!relation.sql) return;
  for (const read of readsOf(relation.sql).map(describe)) {
    if (relations.get(read.name) !== read)
      at.at('sql').add(
        `It reads '${read.name}', which this module does not declare.`,
        `Add it to the module's datasets, sources or models.`,
      );
  }
}

function validateDrill(relation: RelationSpec, relations: Map<string, RelationSpec>, at: FaultList): void {
  for (const [measure, target] of Object.entries(relation.drill)) {
    const here = at.at('drill', measure);
    const fact = relations.get(target.relation);
    if (!NUMERIC.has(relation.fields[measure]?.kind ?? '')) here.add(`'${measure}' is not a number.`, 'Only measures drill to rows.');
    if (!fact || !isKnown(relations, target)) {
      here.add(`It drills to '${target.relation}.${target.name}', which this module does not declare.`, 'List that fact in the module.');
      continue;
    }
    if (fact.kind !== 'fact') here.add(`'${fact.name}' is a ${fact.kind}.`, 'Drill to a fact: only facts keep the rows of past loads.');
    const missing = relation.grain.filter((g) => !(g in fact.fields));
    if (missing.length > 0)
      here.add(`'${fact.name}' has no ${missing.join(', ')}.`, 'Give the fact the columns that the summary is grouped by.');
  }
}

function validateCheck(check: Check, relation: RelationSpec, relations: Map<string, RelationSpec>, at: FaultList): void {
  const own = (names: readonly string[]): void => {
    for (const name of names.filter((n) => !(n in relation.fields)))
      at.add(`'${name}' is not a column of '${relation.name}'.`, `Choose from: ${Object.keys(relation.fields).join(', ')}.`);
  };
  if (check.check === 'unique') own(check.columns);
  else if (check.check === 'balanced') own([check.amount, ...check.by]);
  else if (check.check === 'same-total') own([check.column, ...(check.by ?? [])]);
  else if (check.check !== 'no-rows') own([check.column]);
  const target = check.check === 'same-total' ? check.source : check.check === 'refers-to' ? check.target : undefined;
  if (target && !isKnown(relations, target))
    at.add(`It looks at '${target.relation}.${target.name}', which this module does not declare.`, 'List that relation in the module.');
  if (check.check === 'no-rows')
    for (const read of readsOf(check.sql).map(describe))
      if (relations.get(read.name) !== read)
        at.add(`It reads '${read.name}', which this module does not declare.`, 'List that relation in the module.');
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
