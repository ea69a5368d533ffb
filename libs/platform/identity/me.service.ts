import { Inject, Injectable } from '@nestjs/common';
import type { Me } from '#core/contract';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { ACCESS_CATALOGUE, type AccessCatalogue } from './catalogue.js';
import { Directory } from './directory/directory.js';
import type { Viewer } from './viewer.js';

/** What the app is told about the person who uses it. */
@Injectable()
export class MeService {
  constructor(
    @Inject(ACCESS_CATALOGUE) private readonly catalogue: AccessCatalogue,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'timeZone'>,
    private readonly directory: Directory,
  ) {}

  describe(viewer: Viewer): Me {
    return {
      account: viewer.name,
      displayName: viewer.displayName,
      roles: [...viewer.roles],
      platform: viewer.permissions.filter((permission) => permission.startsWith('platform.')),
      modules: this.catalogue.modulesFor(viewer),
      demo: this.directory.isDemo,
      company: this.catalogue.company,
      timeZone: this.configuration.timeZone,
    };
  }
}
