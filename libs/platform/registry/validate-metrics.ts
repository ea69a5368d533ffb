import { isPeriod, isRealDate, parseDecimal } from '#core/kernel';
import {
  type Condition,
  type Expression,
  type Field,
  type Leaf,
  leavesOf,
  type Metric,
  type ModuleSpec,
  type RelationSpec,
} from '#core/kit';
import type { FaultList } from './faults.js';
import { addsUpRows, isKnown, keysTo, waysTo } from './reach.js';

type Relations = Map<string, RelationSpec>;

/** Validates the metrics of one module: what they read, what they add up, and that the rows behind them can be found. */
export function validateMetrics(module: ModuleSpec, relations: Relations, at: FaultList): void {
  at.duplicates(
    module.metrics.map((m) => m.name),
    'metrics',
  );
  for (const metric of module.metrics) validateMetric(metric, relations, at.at(metric.name));
}

function validateMetric(metric: Metric, relations: Relations, at: FaultList): void {
  if (!/^[a-z][a-z0-9_]{0,60}$/.test(metric.name))
    at.add(`'${metric.name}' is not a usable name.`, 'Use lower-case letters, digits and underscores, starting with a letter.');
  if (!metric.title.trim()) at.add('It has no title.', 'Say what people should read above the figure.');
  const relation = relations.get(metric.relation);
  if (!relation) {
    at.add(`It is computed from '${metric.relation}', which this module does not declare.`, 'List that model in the module.');
    return;
  }
  if (relation.kind === 'source' || relation.kind === 'dataset')
    at.add(`It is computed from the ${relation.kind} '${relation.name}'.`, 'Metrics read models: declare a model over it.');
  if (metric.name in relation.fields) at.add(`'${metric.name}' is also a column of '${relation.name}'.`, 'Give the metric another name.');
  validateUnits(metric, at);
  for (const leaf of leavesOf(metric.expression)) validateLeaf(leaf, relation, relations, at);
}

const PLAIN = 'a plain number';
const RATIO = 'a ratio';

/** Dollars and euros, or kilometres and vehicles, have no sum. */
function validateUnits(metric: Metric, at: FaultList): void {
  const unitOf = (expression: Expression): string => {
    if (!('left' in expression)) return isCounting(expression) ? PLAIN : (expression.column.unit ?? PLAIN);
    const [left, right] = [unitOf(expression.left), unitOf(expression.right)];
    if (expression.op === 'ratio') return RATIO;
    if (left !== right)
      at.add(
        `It ${expression.op === 'plus' ? 'adds' : 'subtracts'} ${left} and ${right}.`,
        'Use figures that are counted in the same unit.',
      );
    return left;
  };
  const unit = unitOf(metric.expression);
  if (unit !== PLAIN && unit !== RATIO && metric.unit !== unit)
    at.add(`Its unit is said to be ${metric.unit ?? 'none'}, but it counts ${unit}.`, 'Leave `unit` out: it follows from the column.');
}

const isCounting = ({ op }: Leaf): boolean => op === 'count' || op === 'distinct';

function validateLeaf(leaf: Leaf, relation: RelationSpec, relations: Relations, at: FaultList): void {
  if (!isKnown(relations, leaf.column) || leaf.column.relation !== relation.name)
    at.add(
      `'${leaf.column.relation}.${leaf.column.name}' is not a column of '${relation.name}'.`,
      'Rebuild the metric from the declared model.',
    );
  if (leaf.op === 'last') validateTime(leaf, relation, at);
  for (const condition of leaf.where) validateCondition(condition, relation, relations, at);
  validateDrilled(leaf, relation, relations, at);
}

function validateTime({ over }: Leaf, relation: RelationSpec, at: FaultList): void {
  const kind = over?.relation === relation.name ? relation.fields[over.name]?.kind : undefined;
  if (kind !== 'period' && kind !== 'date')
    at.add(
      `The last value over '${over?.name ?? ''}' is undefined: it is no time of '${relation.name}'.`,
      'Name a period or date of the model.',
    );
}

function validateCondition({ column, values }: Condition, relation: RelationSpec, relations: Relations, at: FaultList): void {
  const name = `${column.relation}.${column.name}`;
  const keys = keysTo(relation, column);
  if (!isKnown(relations, column) || (column.relation !== relation.name && keys.length === 0))
    at.add(
      `Its condition on '${name}' cannot be reached from '${relation.name}'.`,
      'Use a column of the model, or of a dimension that a column of the model refers to.',
    );
  else if (column.relation !== relation.name && keys.length > 1)
    at.add(
      `Its condition on '${name}' can mean ${keys.map((key) => `${key}.${column.name}`).join(' or ')}.`,
      `Give '${relation.name}' a column of its own for it.`,
    );
  if (values.length === 0) at.add(`Its condition on '${column.name}' names no value.`, 'Name at least one value.');
  const field = relations.get(column.relation)?.fields[column.name];
  for (const value of values) {
    const expected = field && expectedInstead(field, value);
    if (expected) at.add(`Its condition on '${column.name}' has the value '${value}', which never occurs.`, `Use ${expected}.`);
  }
}

/** What values of this kind look like, when this one is none. */
function expectedInstead(field: Field, value: string): string | undefined {
  const unless = (fits: boolean, expected: string): string | undefined => (fits ? undefined : expected);
  switch (field.kind) {
    case 'text':
      return undefined;
    case 'choice':
      return unless(field.choices?.includes(value) ?? true, `one of ${field.choices?.join(', ')}`);
    case 'period':
      return unless(isPeriod(value, 13), "a period such as '2026-03'");
    case 'date':
      return unless(isRealDate(value), "a date such as '2026-03-31'");
    case 'flag':
      return unless(value === 'true' || value === 'false', "'true' or 'false'");
    case 'integer':
      return unless(/^-?\d{1,18}$/.test(value), 'a whole number');
    case 'money':
    case 'decimal':
      return unless(parseDecimal(value, field.places ?? 0) !== undefined, `a number with at most ${field.places ?? 0} decimal places`);
  }
}

/** Whoever drills a figure asks the fact for the same rows, so the fact must know every condition. */
function validateDrilled(leaf: Leaf, relation: RelationSpec, relations: Relations, at: FaultList): void {
  const target = addsUpRows(leaf) ? relation.drill[leaf.column.name] : undefined;
  const fact = target && relations.get(target.relation);
  if (!fact) return;
  for (const { column } of leaf.where) {
    const own = column.relation === relation.name;
    const ways = own ? waysTo(relations, fact, column.name).length : keysTo(fact, column).length;
    if (ways !== 1)
      at.add(
        `Its rows cannot be listed: '${fact.name}' ${ways === 0 ? 'has no' : 'has more than one'} '${column.relation}.${column.name}' for its condition.`,
        own ? `Give '${fact.name}' that column too.` : `Let one column of '${fact.name}' refer to '${column.relation}'.`,
      );
  }
}
