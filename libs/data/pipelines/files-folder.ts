import { join, resolve } from 'node:path';
import type { ModuleSpec } from '#core/kit';
import { type Configuration, projectRoot } from '#platform/configuration';

/**
 * The folder that a module's sources read: the configured one, else the declared one. 'data:x' lies in Jupiter's data
 * folder; anything else is relative to the project. Without either: a folder named like the module in the data folder.
 */
export function filesFolderOf(module: ModuleSpec, configuration: Pick<Configuration, 'dataFolder' | 'filesOf'>): string {
  const configured = configuration.filesOf(module.id);
  if (configured) return configured;
  const declared = module.files ?? `data:${module.id}`;
  return declared.startsWith('data:') ? join(configuration.dataFolder, declared.slice('data:'.length)) : resolve(projectRoot(), declared);
}
