import type { Filter, Filters, MetricQuery } from '#core/contract';
import type { Registry } from '#platform/registry';
import { ambiguousMetric, badFilter, badLimit, badOrder, listAndRange, twoModules, unknownMetric } from './errors.js';

/** A script adds up what it is given: without --limit it is given everything, up to this. */
const MOST_ROWS = 1_000_000;

/** What people type after `query`. */
export interface QueryOptions {
  readonly by?: readonly string[];
  readonly where?: readonly string[];
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly order?: readonly string[];
  readonly limit?: string;
  readonly asOf?: string;
}

/** A module and the metrics of it that are asked for, named 'finance.revenue' or, where only one module has it, 'revenue'. */
export function metricsOf(registry: Registry, names: readonly string[]): { module: string; metrics: string[] } {
  const found = names.flatMap((n) => n.split(',')).map((name) => findMetric(registry, name.trim()));
  const modules = [...new Set(found.map((f) => f.module))];
  if (modules.length > 1) throw twoModules(modules);
  return { module: modules[0] ?? '', metrics: found.map((f) => f.metric) };
}

function findMetric(registry: Registry, name: string): { module: string; metric: string } {
  const dot = name.indexOf('.');
  if (dot > 0) {
    const module = registry.module(name.slice(0, dot));
    return { module: module.id, metric: name.slice(dot + 1) };
  }
  const homes = registry.modules.filter((m) => m.metrics.some((x) => x.name === name));
  const known = registry.modules.flatMap((m) => m.metrics.map((x) => `${m.id}.${x.name}`));
  if (homes.length === 0) throw unknownMetric(name, known);
  if (homes.length > 1)
    throw ambiguousMetric(
      name,
      homes.map((h) => h.id),
    );
  return { module: homes[0]?.id ?? '', metric: name };
}

/** The metric query that the options say. Throws a Problem for an option that is not of its form. */
export function queryOf(metrics: readonly string[], options: QueryOptions): MetricQuery {
  const by = (options.by ?? []).flatMap((b) => b.split(',')).map((b) => b.trim());
  const order = (options.order ?? []).map(orderOf);
  return {
    metrics: [...metrics],
    ...(by.length > 0 ? { by } : {}),
    where: filtersOf(options),
    ...(order.length > 0 ? { order } : {}),
    limit: options.limit === undefined ? MOST_ROWS : wholeNumber(options.limit),
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
  };
}

function filtersOf(options: QueryOptions): Filters {
  const filters = new Map<string, Filter>(); // no name is lost in it, whatever a person calls a dimension
  for (const [name, value] of (options.where ?? []).map((w) => pair('--where', w))) {
    const list = filters.get(name) ?? [];
    filters.set(name, Array.isArray(list) ? [...list, value] : [value]);
  }
  for (const bound of ['from', 'to'] as const)
    for (const [name, value] of (options[bound] ?? []).map((w) => pair(`--${bound}`, w))) {
      const range = filters.get(name);
      if (Array.isArray(range)) throw listAndRange(name, bound);
      filters.set(name, { ...range, [bound]: value });
    }
  return Object.fromEntries(filters);
}

function pair(option: string, text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw badFilter(option, text);
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

function orderOf(text: string): { by: string; direction: 'asc' | 'desc' } {
  const [by = '', direction = 'asc'] = text.split(':');
  if (direction !== 'asc' && direction !== 'desc') throw badOrder(text);
  return { by, direction };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text) || Number(text) < 1 || Number(text) > MOST_ROWS) throw badLimit(text, MOST_ROWS);
  return Number(text);
}
