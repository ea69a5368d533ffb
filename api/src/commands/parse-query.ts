import type { Filters, MetricQuery } from '#core/contract';
import { Problem } from '#core/kernel';
import type { Registry } from '#platform/registry';

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
  if (modules.length > 1)
    throw wrong('cli.two-modules', `One query asks one module, not ${modules.join(' and ')}.`, 'Ask each module in a query of its own.');
  return { module: modules[0] ?? '', metrics: found.map((f) => f.metric) };
}

function findMetric(registry: Registry, name: string): { module: string; metric: string } {
  const dot = name.indexOf('.');
  if (dot > 0) {
    const module = registry.module(name.slice(0, dot));
    return { module: module.id, metric: name.slice(dot + 1) };
  }
  const homes = registry.modules.filter((m) => m.metrics.some((x) => x.name === name));
  const all = registry.modules.flatMap((m) => m.metrics.map((x) => `${m.id}.${x.name}`)).join(', ');
  if (homes.length === 0) throw wrong('cli.unknown-metric', `There is no metric '${name}'.`, `Known metrics: ${all}.`);
  if (homes.length > 1)
    throw wrong(
      'cli.ambiguous-metric',
      `Several modules have a metric '${name}'.`,
      `Write ${homes.map((h) => `${h.id}.${name}`).join(' or ')}.`,
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
    ...(options.limit === undefined ? {} : { limit: wholeNumber(options.limit) }),
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
  };
}

function filtersOf(options: QueryOptions): Filters {
  const filters: Filters = {};
  for (const [name, value] of (options.where ?? []).map((w) => pair('--where', w))) {
    const list = filters[name] ?? [];
    filters[name] = Array.isArray(list) ? [...list, value] : [value];
  }
  for (const bound of ['from', 'to'] as const)
    for (const [name, value] of (options[bound] ?? []).map((w) => pair(`--${bound}`, w))) {
      if (Array.isArray(filters[name]))
        throw wrong('cli.list-and-range', `'${name}' is filtered by --where and by --${bound}.`, 'Use one of them.');
      filters[name] = { ...filters[name], [bound]: value };
    }
  return filters;
}

function pair(option: string, text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1)
    throw wrong('cli.bad-filter', `'${text}' after ${option} is not of the form dimension=value.`, `For example: ${option} year=2011`);
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

function orderOf(text: string): { by: string; direction: 'asc' | 'desc' } {
  const [by = '', direction = 'asc'] = text.split(':');
  if (direction !== 'asc' && direction !== 'desc')
    throw wrong('cli.bad-order', `'${text}' after --order does not say asc or desc.`, 'For example: --order revenue:desc');
  return { by, direction };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text) || Number(text) < 1 || Number(text) > 100_000)
    throw wrong('cli.bad-limit', `--limit ${text} is not a number from 1 to 100000.`, 'Give a number, or leave it out for 10000.');
  return Number(text);
}

const wrong = (code: string, message: string, remedy: string): Problem => new Problem(code, 400, message, remedy);
