import { Inject, Injectable } from '@nestjs/common';
import type { Me, ModuleEntry } from '#core/contract';
import type { ModuleSpec } from '#core/kit';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { Registry } from '#platform/registry';
import { Directory } from './directory/directory.js';
import { can, type Viewer } from './viewer.js';

/** Actions on a whole module that the app offers buttons for. */
const OFFERED = ['view', 'export', 'run', 'manage'];

/** What the app is told about the person who uses it. */
@Injectable()
export class MeService {
  constructor(
    private readonly registry: Registry,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'timeZone' | 'company'>,
    private readonly directory: Directory,
  ) {}

  describe(viewer: Viewer): Me {
    return {
      account: viewer.name,
      displayName: viewer.displayName,
      roles: [...viewer.roles],
      platform: viewer.permissions.filter((permission) => permission.startsWith('platform.')),
      modules: this.registry.modules.map((module) => entryFor(module, viewer)).filter(({ actions }) => actions.includes('view')),
      demo: this.directory.isDemo,
      company: this.configuration.company,
      timeZone: this.configuration.timeZone,
    };
  }
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
