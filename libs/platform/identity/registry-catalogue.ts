import type { ModuleEntry } from '#core/contract';
import type { ModuleSpec } from '#core/kit';
import type { AccessCatalogue } from './catalogue.js';
import { can, type Viewer } from './viewer.js';

/** Actions on a whole module that the app offers buttons for. */
const OFFERED = ['view', 'export', 'run', 'manage'];

/** The catalogue that follows from the declared departments. */
export function catalogueOf(modules: readonly ModuleSpec[], company: string): AccessCatalogue {
  const permissions = new Map(modules.flatMap(permissionsByRole));
  return {
    company,
    roles: () => [...permissions.keys()],
    permissionsOf: (role) => permissions.get(role) ?? [],
    modulesFor: (viewer) => modules.map((module) => entryFor(module, viewer)).filter(({ actions }) => actions.includes('view')),
  };
}

/** 'finance.viewer' -> ['finance.view', 'finance.lines.view'] */
function permissionsByRole(module: ModuleSpec): [string, string[]][] {
  return Object.entries(module.roles).map(([role, grants]) => [
    `${module.id}.${role}`,
    grants.flatMap(({ actions, on }) => {
      const objects = on.length === 0 ? [module.id] : on.map((relation) => `${module.id}.${relation}`);
      return objects.flatMap((object) => actions.map((action) => `${object}.${action}`));
    }),
  ]);
}

function entryFor(module: ModuleSpec, viewer: Viewer): ModuleEntry {
  return {
    id: module.id,
    title: module.title,
    icon: module.icon,
    describe: module.describe,
    actions: OFFERED.filter((action) => can(viewer, `${module.id}.${action}`)),
    dashboards: module.dashboards.map(({ id, title }) => ({ id, title })),
  };
}
