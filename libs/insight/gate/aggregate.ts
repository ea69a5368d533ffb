import type { Filter } from '#core/contract';
import type { Condition, RelationSpec } from '#core/kit';
import { type Bindings, conditionSql } from './conditions.js';
import { column, type Dimension, dimensionOfColumn, type Relations } from './dimensions.js';
import { type Leaf, type LeafExpression, leafType } from './leaves.js';

export type TableOf = (relation: RelationSpec) => string;

/** What is asked of one relation. */
export interface Scope {
  /** Prefix of its names in the statement: 'r0'. */
  readonly id: string;
  readonly relation: RelationSpec;
  readonly relations: Relations;
  readonly tableOf: TableOf;
  readonly bindings: Bindings;
  readonly by: readonly Dimension[];
  readonly filters: readonly { readonly dimension: Dimension; readonly filter: Filter }[];
  readonly leaves: readonly Leaf[];
}

/** A named subquery that gives `d0` … (the dimensions) and figures of leaves, one row per group. */
export interface Part {
  readonly name: string;
  /** Its subqueries, in order; the last is the part itself. */
  readonly subqueries: readonly string[];
}

/** The subqueries that add up one relation. Numbers of different values are apart: they cannot be added up in two steps. */
export function aggregate(scope: Scope): Part[] {
  const additive = scope.leaves.filter(({ leaf }) => leaf.op !== 'distinct');
  const distinct = scope.leaves.filter(({ leaf }) => leaf.op === 'distinct');
  return [
    ...(additive.length > 0 ? [twoSteps({ ...scope, leaves: additive })] : []),
    ...(distinct.length > 0 ? [oneStep({ ...scope, id: `${scope.id}_distinct`, leaves: distinct })] : []),
  ];
}

/**
 * First by the relation's own key columns, then, joined to the dimensions, by what was asked: a dimension is joined to
 * one row per key instead of to every fact, and can never multiply a figure.
 */
function twoSteps(scope: Scope): Part {
  const first = new FirstStep(scope);
  const joins = new Joins(scope, (key) => `k.${first.key(key)}`);
  const shown = scope.by.map((dimension) => joins.shown(dimension));
  const latest = new Latest(scope, shown);
  const figures = scope.leaves.map(({ id, leaf }) => {
    const { own, others } = split(scope, leaf);
    const filters = [
      ...others.map((c) => joins.condition(c)),
      ...(leaf.over ? [`k.${first.key(leaf.over.name)} = ${latest.of(leaf.over.name)}`] : []),
    ];
    return `${again(leaf)}(k.${first.aggregate(leaf, own)})${onlyWhere(filters)}::${leafType(leaf)} as ${id}`;
  });
  const select = [...shown.map((sql, i) => `${sql} as d${i}`), ...figures];
  const second = `${scope.id} as (select ${select.join(', ')} from ${scope.id}_keys k${joins.sql()}${latest.joins()}${groupBy(shown.length)})`;
  return { name: scope.id, subqueries: [first.sql(), ...latest.subqueries(), second] };
}

function oneStep(scope: Scope): Part {
  const joins = new Joins(scope, (key) => column('t', key));
  const shown = scope.by.map((dimension) => joins.shown(dimension));
  const figures = scope.leaves.map(({ id, leaf }) => {
    const filters = leaf.where.map((condition) => joins.condition(condition));
    return `count(distinct ${column('t', leaf.column.name)})${onlyWhere(filters)}::BIGINT as ${id}`;
  });
  const select = [...shown.map((sql, i) => `${sql} as d${i}`), ...figures];
  const from = `${scope.tableOf(scope.relation)} t${joins.sql()}`;
  return {
    name: scope.id,
    subqueries: [`${scope.id} as (select ${select.join(', ')} from ${from}${whereSql(scope)}${groupBy(shown.length)})`],
  };
}

/** The first step: key columns and aggregates are asked for by name, and each is computed once. */
class FirstStep {
  private readonly keys = new Map<string, string>();
  private readonly aggregates = new Map<string, string>();

  constructor(private readonly scope: Scope) {}

  key(name: string): string {
    return remember(this.keys, name, 'k');
  }

  aggregate(leaf: LeafExpression, own: readonly Condition[]): string {
    const { bindings, relations, relation } = this.scope;
    const filters = own.map((c) => {
      const { field } = dimensionOfColumn(relations, relation, c.column);
      return conditionSql(column('t', c.column.name), c.column.name, field, [...c.values], bindings);
    });
    const operation = leaf.op === 'last' ? 'sum' : leaf.op;
    return remember(this.aggregates, `${operation}(${column('t', leaf.column.name)})${onlyWhere(filters)}::${leafType(leaf)}`, 'a');
  }

  sql(): string {
    const { id, tableOf, relation } = this.scope;
    const keys = [...this.keys].map(([name, alias]) => `${column('t', name)} as ${alias}`);
    const aggregates = [...this.aggregates].map(([sql, alias]) => `${sql} as ${alias}`);
    const select = [...keys, ...aggregates].join(', ');
    return `${id}_keys as (select ${select} from ${tableOf(relation)} t${whereSql(this.scope)}${groupBy(keys.length)})`;
  }
}

/** The dimensions joined so far; each key is joined once. */
class Joins {
  private readonly aliases = new Map<string, { alias: string; sql: string }>();

  constructor(
    private readonly scope: Scope,
    private readonly keySql: (key: string) => string,
  ) {}

  shown({ key, joined }: Dimension): string {
    if (!joined) return this.keySql(key);
    const known = this.aliases.get(key);
    const alias = known?.alias ?? `j${this.aliases.size}`;
    if (!known) {
      const sql = ` left join ${this.scope.tableOf(joined.relation)} ${alias} on ${column(alias, joined.on)} = ${this.keySql(key)}`;
      this.aliases.set(key, { alias, sql });
    }
    return column(alias, joined.column);
  }

  condition({ column: target, values }: Condition): string {
    const dimension = dimensionOfColumn(this.scope.relations, this.scope.relation, target);
    return conditionSql(this.shown(dimension), target.name, dimension.field, [...values], this.scope.bindings);
  }

  sql(): string {
    return [...this.aliases.values()].map(({ sql }) => sql).join('');
  }
}

/**
 * The last period in view, for levels: of each group as far as groups are about time, of everything else together.
 * Only filters on time decide it: a branch that has no rows in the last period holds nothing, not what it held once.
 */
class Latest {
  private readonly aliases = new Map<string, string>();

  constructor(
    private readonly scope: Scope,
    private readonly shown: readonly string[],
  ) {}

  of(over: string): string {
    return `${remember(this.aliases, over, 'l')}.at`;
  }

  subqueries(): string[] {
    const { scope } = this;
    return [...this.aliases].map(([over, alias]) => {
      const joins = new Joins(scope, (key) => column('t', key));
      const times = this.times(over).map((i) => `${joins.shown(scope.by[i] as Dimension)} as d${i}`);
      return `${scope.id}_${alias} as (${lastPeriodSql(scope, over, times, joins.sql())}${groupBy(times.length)})`;
    });
  }

  joins(): string {
    return [...this.aliases]
      .map(([over, alias]) => {
        const on = this.times(over).map((i) => `${alias}.d${i} is not distinct from ${this.shown[i]}`);
        return ` left join ${this.scope.id}_${alias} ${alias} on ${on.length > 0 ? on.join(' and ') : 'true'}`;
      })
      .join('');
  }

  private times(over: string): number[] {
    return this.scope.by.flatMap((dimension, i) => (isTime(this.scope.relation, over, dimension) ? [i] : []));
  }
}

/** The last period in view, as `at`: filters on time decide it, and no others. */
export function lastPeriodSql(
  scope: Pick<Scope, 'relation' | 'filters' | 'bindings' | 'tableOf'>,
  over: string,
  groups: readonly string[] = [],
  joins = '',
): string {
  const filters = scope.filters.filter(({ dimension }) => isTime(scope.relation, over, dimension));
  const from = `${scope.tableOf(scope.relation)} t${joins}${whereSql({ ...scope, filters })}`;
  return `select ${[...groups, `max(${column('t', over)}) as at`].join(', ')} from ${from}`;
}

function isTime(relation: RelationSpec, over: string, { key }: Dimension): boolean {
  const kind = relation.fields[key]?.kind;
  return key === over || kind === 'period' || kind === 'date';
}

/** Filters of the question on the rows `t`. */
export function whereSql({ filters, bindings, tableOf }: Pick<Scope, 'filters' | 'bindings' | 'tableOf'>): string {
  const conditions = filters.map(({ dimension, filter }) => rowCondition(dimension, filter, bindings, tableOf));
  return conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
}

/** A condition on the rows `t`. One on a dimension's column chooses the keys that have it. */
export function rowCondition({ name, key, joined, field }: Dimension, filter: Filter, bindings: Bindings, tableOf: TableOf): string {
  if (!joined) return conditionSql(column('t', key), name, field, filter, bindings);
  const chosen = conditionSql(column('f', joined.column), name, field, filter, bindings);
  return `${column('t', key)} in (select ${column('f', joined.on)} from ${tableOf(joined.relation)} f where ${chosen})`;
}

/** Conditions on the relation's own columns hold for its rows; those on dimensions hold for their keys. */
function split({ relation }: Scope, leaf: LeafExpression): { own: Condition[]; others: Condition[] } {
  const isOwn = (condition: Condition) => condition.column.relation === relation.name;
  return { own: leaf.where.filter(isOwn), others: leaf.where.filter((c) => !isOwn(c)) };
}

/** How figures of keys become figures of groups. */
const again = ({ op }: LeafExpression): string => (op === 'min' || op === 'max' ? op : 'sum');
const onlyWhere = (filters: readonly string[]): string => (filters.length > 0 ? ` filter (where ${filters.join(' and ')})` : '');
const groupBy = (columns: number): string =>
  columns > 0 ? ` group by ${Array.from({ length: columns }, (_, i) => i + 1).join(', ')}` : '';

function remember(map: Map<string, string>, what: string, prefix: string): string {
  const alias = map.get(what) ?? `${prefix}${map.size}`;
  map.set(what, alias);
  return alias;
}
