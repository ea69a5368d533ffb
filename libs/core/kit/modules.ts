import type { Dashboard } from './dashboards.js';
import type { Metric } from './metrics.js';
import { type AnyRelation, spec } from './relations.js';

/** What a person may do with a module or with one of its relations. */
export type Action = 'view' | 'create' | 'edit' | 'approve' | 'export' | 'run' | 'manage';

/** Actions on the whole module, or on the relations named. */
export interface Grant {
  readonly actions: readonly Action[];
  /** Local names of relations; empty means the module itself. */
  readonly on: readonly string[];
}

/** The right to these actions on the module: its figures, exports, runs. */
export const may = (...actions: readonly Action[]): Grant => ({ actions, on: [] });
const on =
  (...actions: readonly Action[]) =>
  (...relations: readonly AnyRelation[]): Grant => ({ actions, on: relations.map((r) => r[spec].name) });
/** Rows may be read. */
export const read = on('view');
/** Rows may be read, added and changed. */
export const write = on('view', 'create', 'edit');
/** Everything may be done with the rows. */
export const manage = on('view', 'create', 'edit', 'approve', 'export', 'manage');

/**
 * When a module runs by itself: every night, never, or on a working day after each period's end (1 is the first; weekends and US
 * federal holidays are none) at hh:mm on the company's wall clock.
 */
export type Refresh =
  | 'nightly'
  | 'by hand'
  | { readonly workingDay: number; readonly after: 'month end' | 'quarter end' | 'year end'; readonly at: string };

/** A department: everything Jupiter knows about it. */
export interface ModuleSpec {
  /** Lower-case letters, digits and dashes; prefixes every metric ('finance.revenue'). */
  readonly id: string;
  readonly title: string;
  readonly describe?: string;
  /** Name of a Fluent UI icon without size and style, e.g. 'Money'. */
  readonly icon: string;
  /** The folder that its source files lie in: relative to the project, or 'data:…' for one inside Jupiter's data folder. */
  readonly files?: string;
  /** When it runs by itself; 'nightly' unless said. */
  readonly refresh: Refresh;
  readonly datasets: readonly AnyRelation[];
  readonly sources: readonly AnyRelation[];
  readonly models: readonly AnyRelation[];
  readonly metrics: readonly Metric[];
  readonly dashboards: readonly Dashboard[];
  readonly roles: Readonly<Record<string, readonly Grant[]>>;
}

type Declared = Pick<ModuleSpec, 'title' | 'icon' | 'roles'> & Partial<Omit<ModuleSpec, 'id' | 'title' | 'icon' | 'roles'>>;

/** Declares a department. Nothing is checked here but types; the registry checks the whole at start-up. */
export const defineModule = (id: string, d: Declared): ModuleSpec =>
  Object.freeze({ refresh: 'nightly', datasets: [], sources: [], models: [], metrics: [], dashboards: [], ...d, id });
