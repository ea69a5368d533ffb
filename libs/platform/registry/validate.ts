import type { ModuleSpec } from '#core/kit';
import { type Fault, FaultList } from './faults.js';
import { relationsOf } from './reach.js';
import { validateDashboards } from './validate-dashboards.js';
import { validateMetrics } from './validate-metrics.js';
import { validateRelations } from './validate-relations.js';
import { validateRoles } from './validate-roles.js';

const ID = /^[a-z][a-z0-9-]{0,40}$/;
/** Words that the platform's own addresses use. */
const RESERVED = new Set(['api', 'health', 'metrics', 'platform', 'sign-in', 'assets', 'runs', 'admin', 'teams', 'status']);

/** Validates all modules together. Never stops at the first fault: a person mends them in one go. */
export function validateModules(modules: readonly ModuleSpec[]): Fault[] {
  const faults: Fault[] = [];
  const ids = modules.map((m) => m.id);
  for (const module of modules) {
    const list = new FaultList(module.id, faults);
    if (!ID.test(module.id))
      list.at('id').add(`'${module.id}' is not a usable id.`, 'Use lower-case letters, digits and dashes, starting with a letter.');
    if (RESERVED.has(module.id)) list.at('id').add(`'${module.id}' is a word the platform uses itself.`, 'Choose another id.');
    if (!module.title.trim()) list.at('title').add('It has no title.', 'Say what people should read on the tab.');
    if (module.sources.length > 0 && !module.files)
      list.at('files').add('It has sources but no folder to read them from.', "Name the folder, e.g. files: 'data:greenfield'.");
    const relations = relationsOf(module);
    validateRelations(module, relations, list);
    validateMetrics(module, relations, list.at('metrics'));
    validateDashboards(module, relations, list.at('dashboards'));
    validateRoles(module, relations, list.at('roles'));
  }
  for (const id of new Set(ids.filter((n, i) => ids.indexOf(n) !== i)))
    faults.push({ module: id, path: 'id', message: `Two modules are called '${id}'.`, remedy: 'Rename one of them.' });
  return faults;
}
