import type { Filter } from '#core/contract';
import { isRealDate, parseDecimal } from '#core/kernel';
import type { Field } from '#core/kit';
import { decimalType, type Parameter } from '#data/warehouse';
import { wrongFilter, wrongValue } from './errors.js';

const MOST_VALUES = 1000;

/** The values of a statement: they are bound, never written into it. */
export class Bindings {
  readonly values: Parameter[] = [];

  bind(value: Parameter): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** A filter as SQL on an expression of the field's kind. Throws when it is no filter or a value is of the wrong kind. */
export function conditionSql(expression: string, name: string, field: Field, filter: Filter, bindings: Bindings): string {
  const bind = (value: unknown) => bound(name, field, value, bindings);
  if (Array.isArray(filter)) {
    if (filter.length === 0) throw wrongFilter(name, 'names no value');
    if (filter.length > MOST_VALUES) throw wrongFilter(name, `names more than ${MOST_VALUES} values`);
    return `${expression} in (${filter.map(bind).join(', ')})`;
  }
  const { from, to } = rangeOf(name, filter);
  const ends = [
    ...(from === undefined ? [] : [`${expression} >= ${bind(from)}`]),
    ...(to === undefined ? [] : [`${expression} <= ${bind(to)}`]),
  ];
  return ends.join(' and ');
}

function rangeOf(name: string, filter: unknown): { from?: unknown; to?: unknown } {
  if (typeof filter !== 'object' || filter === null) throw wrongFilter(name, 'is neither a list nor a range');
  const others = Object.keys(filter).filter((key) => key !== 'from' && key !== 'to');
  if (others.length > 0) throw wrongFilter(name, `has the part '${others[0]}', which is no end of a range`);
  const range = filter as { from?: unknown; to?: unknown };
  if (range.from === undefined && range.to === undefined) throw wrongFilter(name, 'is a range without ends');
  return range;
}

function bound(name: string, field: Field, value: unknown, bindings: Bindings): string {
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  const refuse = (expected: string) => wrongValue(name, value, expected);
  switch (field.kind) {
    case 'text':
    case 'choice':
    case 'period':
      if (typeof value !== 'string') throw refuse(field.kind === 'period' ? "period such as '2026-03'" : 'text');
      return bindings.bind(value);
    case 'date':
      if (typeof value !== 'string' || !isRealDate(value)) throw refuse("date such as '2026-03-31'");
      return `${bindings.bind(value)}::DATE`;
    case 'flag':
      if (text !== 'true' && text !== 'false') throw refuse('true or false');
      return `${bindings.bind(text)}::BOOLEAN`;
    case 'integer':
      if (text === undefined || !/^-?\d{1,18}$/.test(text)) throw refuse('whole number');
      return `${bindings.bind(text)}::BIGINT`;
    case 'money':
    case 'decimal': {
      const places = field.places ?? (field.kind === 'money' ? 2 : 6);
      if (text === undefined || text.length > 18 || parseDecimal(text, places) === undefined)
        throw refuse(`number with at most ${places} decimal places`);
      return `${bindings.bind(text)}::${decimalType(places)}`;
    }
  }
}
