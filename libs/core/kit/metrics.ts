import type { Column, Kind, Numeric } from './fields.js';

/** A condition on a column of the metric's own model, or of a dimension that the model refers to. */
export interface Condition {
  readonly column: Column;
  readonly values: readonly string[];
}

/** Only rows whose column holds one of these values. */
export const is = <K extends Kind, V extends string>(
  column: Column<K, string, string, V>,
  ...values: readonly NoInfer<V>[]
): Condition => ({
  column: column as unknown as Column,
  values,
});

type Aggregate = 'sum' | 'count' | 'distinct' | 'min' | 'max' | 'last';

/** How a metric is computed. Leaves read one column of one relation; the rest is arithmetic on leaves. */
export type Expression =
  | {
      readonly op: Aggregate;
      readonly column: Column;
      readonly where: readonly Condition[];
      /** 1, or -1 to turn the sign (a ledger's credits shown positive). */
      readonly sign: 1 | -1;
      /** For `last`: the column that orders the periods. */
      readonly over?: Column;
    }
  | { readonly op: 'plus' | 'minus' | 'ratio'; readonly left: Expression; readonly right: Expression };

/** An expression over the relation named `R`, with the unit and places of its result. */
export interface Formula<R extends string = string> {
  readonly relation: R;
  readonly expression: Expression;
  readonly unit?: string;
  readonly places: number;
  readonly result: 'money' | 'decimal' | 'integer' | 'ratio';
}

interface Doc {
  readonly title: string;
  readonly describe?: string;
  readonly unit?: string;
  readonly format?: 'percent' | 'number';
  readonly goal?: { readonly above: number } | { readonly below: number };
  /** Whether more is good news; 'higher' unless a goal says below. */
  readonly better?: 'higher' | 'lower';
  /** What was planned (a budget, a forecast), not what happened: charts draw it dashed, and it has no line for last year. */
  readonly plan?: boolean;
}

/** A figure with one definition, right at every grouping. */
export interface Metric<R extends string = string> extends Formula<R>, Doc {
  readonly kind: 'metric';
  readonly name: string;
}

/** A part of an expression that reads a column. */
export type Leaf = Exclude<Expression, { left: Expression }>;

/** The parts of an expression that read columns, from left to right. */
export const leavesOf = (expression: Expression): Leaf[] =>
  'left' in expression ? [...leavesOf(expression.left), ...leavesOf(expression.right)] : [expression];

type Options = { readonly where?: readonly Condition[]; readonly negate?: boolean };

function leaf<R extends string>(op: Aggregate, column: Column<Kind, string, R>, o: Options & { over?: Column } = {}): Formula<R> {
  const counted = op === 'count' || op === 'distinct';
  const result = counted ? 'integer' : column.kind === 'money' ? 'money' : column.kind === 'integer' ? 'integer' : 'decimal';
  return {
    relation: column.relation,
    expression: {
      op,
      column: column as unknown as Column,
      where: o.where ?? [],
      sign: o.negate ? -1 : 1,
      ...(o.over ? { over: o.over } : {}),
    },
    ...(counted || column.unit === undefined ? {} : { unit: column.unit }),
    places: counted ? 0 : (column.places ?? 0),
    result,
  };
}

/** The values added up. */
export const sum = <R extends string>(column: Column<Numeric, string, R>, o?: Options) => leaf('sum', column, o);
/** How many rows have a value in the column. */
export const count = <R extends string>(column: Column<Kind, string, R>, o?: Options) => leaf('count', column, o);
/** How many different values. */
export const countDistinct = <R extends string>(column: Column<Kind, string, R>, o?: Options) => leaf('distinct', column, o);
export const min = <R extends string>(column: Column<Numeric, string, R>, o?: Options) => leaf('min', column, o);
export const max = <R extends string>(column: Column<Numeric, string, R>, o?: Options) => leaf('max', column, o);
/** A level, not a flow: the values of the last period only, added up over everything else (a balance, a head count). */
export const last = <R extends string>(
  column: Column<Numeric, string, R>,
  o: Options & { readonly over: Column<'period' | 'date', string, NoInfer<R>> },
) => leaf('last', column, { ...o, over: o.over as unknown as Column });

const combine = <R extends string>(op: 'plus' | 'minus', left: Formula<R>, right: Formula<NoInfer<R>>): Formula<R> => ({
  relation: left.relation,
  expression: { op, left: left.expression, right: right.expression },
  ...(left.unit === undefined ? {} : { unit: left.unit }),
  places: Math.max(left.places, right.places),
  result: left.result === right.result ? left.result : 'decimal',
});

/** One figure plus another of the same model. */
export const plus = <R extends string>(left: Formula<R>, right: Formula<NoInfer<R>>) => combine('plus', left, right);
/** One figure less another of the same model. */
export const minus = <R extends string>(left: Formula<R>, right: Formula<NoInfer<R>>) => combine('minus', left, right);
/** One figure divided by another of the same model; nothing where the divisor is zero. Right at every grouping. */
export const ratio = <R extends string>(left: Formula<R>, right: Formula<NoInfer<R>>): Formula<R> => ({
  relation: left.relation,
  expression: { op: 'ratio', left: left.expression, right: right.expression },
  places: 6,
  result: 'ratio',
});

/** Gives a formula its name and its words. */
export const metric = <R extends string>(name: string, formula: Formula<R>, doc: Doc): Metric<R> =>
  Object.freeze({ ...formula, ...doc, kind: 'metric', name });
