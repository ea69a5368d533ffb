import { existsSync } from 'node:fs';
import type { Configuration } from './configuration.js';
import type { Fault } from './errors.js';

/** What only matters once real people use it: no demo directory, no demo roles, no plain http, no directory in clear. */
export function productionFaults(configuration: Configuration): Fault[] {
  if (configuration.environment !== 'production') return [];
  const { directory } = configuration;
  return [
    unless(
      configuration.publicUrl.startsWith('https://'),
      'JUPITER_PUBLIC_URL',
      'production is served over https only.',
      'Set it to the https address people type.',
    ),
    unless(
      directory.url !== undefined,
      'JUPITER_DIRECTORY_URL',
      'production refuses the demo directory, whose passwords are public.',
      'Set it to your directory, ldaps://…',
    ),
    unless(
      directory.url === undefined || directory.url.split(/\s+/).every((url) => /^ldaps:/i.test(url)),
      'JUPITER_DIRECTORY_URL',
      'passwords would travel in clear.',
      'Use ldaps://',
    ),
    unless(
      directory.url === undefined || directory.bindDn !== undefined,
      'JUPITER_DIRECTORY_BIND_DN',
      'it is needed to search the directory.',
      'Set it to a read-only account.',
    ),
    unless(
      configuration.rolesFile !== undefined,
      'JUPITER_ROLES_FILE',
      'production refuses the demo map of groups to roles.',
      'Set it to your file.',
    ),
  ].filter((fault) => fault !== undefined);
}

/** Files that are named must be there, whatever the environment. */
export function missingFiles(configuration: Configuration): Fault[] {
  const named: [string, string | undefined][] = [
    ['JUPITER_ROLES_FILE', configuration.rolesFile],
    ['JUPITER_DIRECTORY_CA', configuration.directory.ca],
  ];
  return named
    .filter(([, path]) => path !== undefined && !existsSync(path))
    .map(([setting, path]) => ({ setting, message: `there is no file ${path}.`, remedy: 'Put it there or correct the path.' }));
}

function unless(fine: boolean, setting: string, message: string, remedy: string): Fault | undefined {
  return fine ? undefined : { setting, message, remedy };
}
