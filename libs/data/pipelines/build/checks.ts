import { type Check, type Column, describe, type ModuleSpec, quoteName, type RelationSpec, renderSql } from '#core/kit';
import { buildOrder, datasetsRead } from './build-order.js';

/** A check ready to run: the query gives one row for each fault, its columns are what a person needs to find it. */
export interface PlannedCheck {
  readonly model: string;
  readonly title: string;
  readonly severity: 'block' | 'warn';
  readonly faults: string;
}

/**
 * All checks of a module. Without being asked for: the grain names one row and is never empty, required columns are
 * never empty, choices hold declared values, references exist. What the file reader has made sure of is not looked at again.
 * Rows of datasets are not in the warehouse yet: whatever reads them, or should be compared with them, says so in a warning.
 */
export function planChecks(module: Pick<ModuleSpec, 'sources' | 'models' | 'datasets'>): PlannedCheck[] {
  const absent = new Set(module.datasets.map((dataset) => describe(dataset).name));
  const relations = [...module.sources.map(describe), ...buildOrder(module)];
  const planned = relations.flatMap((relation) =>
    [...derivedChecks(relation), ...relation.checks].map((check) => {
      const other = comparedWith(check);
      return other !== undefined && absent.has(other) ? withoutRows(relation.name, other) : plan(relation, check);
    }),
  );
  const read = datasetsRead(module.models).map(({ name }) => withoutRows(name, name));
  return [...read, ...planned];
}

function derivedChecks(relation: RelationSpec): Check[] {
  const severity = 'block';
  const fields = Object.entries(relation.fields);
  const checks: Check[] = relation.grain.length > 0 ? [{ check: 'unique', columns: relation.grain, severity }] : [];
  for (const [column, field] of fields) {
    const fromFile = relation.kind === 'source';
    if (!fromFile && !field.optional) checks.push({ check: 'not-null', column, severity });
    if (!fromFile && field.choices && !field.refersTo) checks.push({ check: 'accepted-values', column, values: field.choices, severity });
    if (field.refersTo) checks.push({ check: 'refers-to', column, target: field.refersTo, severity });
  }
  return checks;
}

/** The other relation that a check looks at. */
const comparedWith = (check: Check): string | undefined =>
  check.check === 'refers-to' ? check.target.relation : check.check === 'same-total' ? check.source.relation : undefined;

const withoutRows = (model: string, dataset: string): PlannedCheck => ({
  model,
  title:
    model === dataset ? 'Models read none of its rows: Jupiter does not keep them yet' : `Not compared with ${dataset}: it has no rows yet`,
  severity: 'warn',
  faults: `select ${literal(dataset)} as dataset`,
});

function plan(relation: RelationSpec, check: Check): PlannedCheck {
  return { model: relation.name, severity: check.severity, ...worded(relation, check) };
}

const quoted = (names: readonly string[]): string => names.map(quoteName).join(', ');
const spelled = (names: readonly string[]): string => names.join(' and ');
const of = (column: Column): string => `${column.relation}.${column.name}`;

function worded(relation: RelationSpec, check: Check): { title: string; faults: string } {
  const table = quoteName(relation.name);
  switch (check.check) {
    case 'unique':
      return {
        title: `One row for each ${spelled(check.columns)}`,
        faults: `select ${quoted(check.columns)}, count(*) as "rows" from ${table} group by ${quoted(check.columns)} having count(*) > 1`,
      };
    case 'not-null':
      return { title: `${check.column} is never empty`, faults: emptyRows(relation, table, check.column) };
    case 'accepted-values':
      return {
        title: `${check.column} is ${listed(check.values)}`,
        faults: strangers(table, check.column, `(values ${check.values.map(literal).join(', ')})`),
      };
    case 'refers-to':
      return {
        title: `${check.column} exists in ${of(check.target)}`,
        faults: strangers(table, check.column, `(select ${quoteName(check.target.name)} from ${quoteName(check.target.relation)})`),
      };
    case 'same-total':
      return sameTotal(table, check);
    case 'balanced':
      return {
        title: `${check.amount} adds up to zero for each ${spelled(check.by)}`,
        faults: `select ${quoted(check.by)}, sum(${quoteName(check.amount)}) as total from ${table} group by ${quoted(check.by)} having coalesce(sum(${quoteName(check.amount)}), 0) <> 0`,
      };
    case 'no-rows':
      return { title: check.title, faults: renderSql(check.sql) };
  }
}

function emptyRows(relation: RelationSpec, table: string, column: string): string {
  const shown = relation.grain.length > 0 ? quoted([...new Set([...relation.grain, column])]) : '*';
  return `select ${shown} from ${table} where ${quoteName(column)} is null`;
}

function strangers(table: string, column: string, known: string): string {
  const name = quoteName(column);
  return `select ${name}, count(*) as "rows" from ${table} anti join ${known} as known(value) on ${name} = known.value where ${name} is not null group by ${name}`;
}

function sameTotal(table: string, check: Extract<Check, { check: 'same-total' }>): { title: string; faults: string } {
  const by = check.by ?? [];
  const groups = by.length > 0 ? `${quoted(by)}, ` : '';
  const totals = (relation: string, column: string): string =>
    `(select ${groups}coalesce(sum(${quoteName(column)}), 0) as total from ${relation}${by.length > 0 ? ` group by ${quoted(by)}` : ''})`;
  const on =
    by.length > 0 ? by.map((name) => `here.${quoteName(name)} is not distinct from there.${quoteName(name)}`).join(' and ') : 'true';
  const named = by.map((name) => `coalesce(here.${quoteName(name)}, there.${quoteName(name)}) as ${quoteName(name)}, `).join('');
  return {
    title: `${check.column} adds up to ${of(check.source)}${by.length > 0 ? ` for each ${spelled(by)}` : ''}`,
    faults: `select ${named}coalesce(here.total, 0) as total, coalesce(there.total, 0) as expected, coalesce(here.total, 0) - coalesce(there.total, 0) as difference
from ${totals(table, check.column)} as here full join ${totals(quoteName(check.source.relation), check.source.name)} as there on ${on}
where coalesce(here.total, 0) <> coalesce(there.total, 0)`,
  };
}

const literal = (text: string): string => `('${text.replaceAll("'", "''")}')`;
const listed = (values: readonly string[]): string =>
  values.length > 6 ? `one of ${values.length} declared values` : values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
