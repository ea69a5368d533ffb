import { readFileSync } from 'node:fs';
import type { Configuration, DirectorySettings } from '#platform/configuration';
import type { DirectorySource } from './directory/directory.js';
import { DEMO_ROLES } from './embedded/demo-company.js';
import { demoDirectoryInProduction, insecureDirectory, rolesMapNeeded } from './errors.js';
import { type RolesMap, readRolesMap } from './roles-map.js';

/** Injection token of the `DirectorySource`. */
export const DIRECTORY_SOURCE = Symbol('DIRECTORY_SOURCE');

type Settings = Pick<Configuration, 'environment' | 'directory' | 'rolesFile'>;

/** The configured directory, or the demo when none is. Throws a Problem for one that would send passwords in clear. */
export function directorySourceOf({ environment, directory }: Settings): DirectorySource {
  if (directory.url !== undefined) return endpointOf(directory, directory.url);
  if (environment === 'production') throw demoDirectoryInProduction();
  return 'demo';
}

/** The configured map of groups to roles. A real directory has groups of its own, so the demo's map would be wrong for it. */
export function rolesMapOf({ rolesFile }: Settings, source: DirectorySource): RolesMap {
  if (rolesFile !== undefined) return readRolesMap(rolesFile);
  if (source !== 'demo') throw rolesMapNeeded();
  return DEMO_ROLES;
}

function endpointOf(directory: DirectorySettings, url: string): DirectorySource {
  const urls = url.split(/\s+/);
  for (const each of urls) if (!each.toLowerCase().startsWith('ldaps://')) throw insecureDirectory(each);
  const { bindDn, bindPassword, userSearchBase, groupSearchBase, netbios, deadlineMs } = directory;
  const ca = directory.ca === undefined ? undefined : readFileSync(directory.ca, 'utf8');
  return { urls, ca, bindDn, bindPassword, userSearchBase, groupSearchBase, netbios, deadlineMs };
}
