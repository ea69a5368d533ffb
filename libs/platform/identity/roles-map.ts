import { readFileSync } from 'node:fs';
import { messageOf } from '#core/kernel';
import { wrongRolesMap } from './errors.js';

/** Which directory group (its cn) carries which roles. '*.viewer' means the viewer role of every module. */
export type RolesMap = Readonly<Record<string, readonly string[]>>;

/** Roles of the platform itself; those of departments come from their declarations. */
export const PLATFORM_ROLES: Readonly<Record<string, readonly string[]>> = {
  'platform.admin': ['platform.observe', 'platform.operate', 'platform.runs', 'platform.people', 'platform.audit'],
};

/** Reads the map from its file. Throws a Problem that says what is wrong with it. */
export function readRolesMap(file: string): RolesMap {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw wrongRolesMap(file, [messageOf(error)]);
  }
  const faults = faultsOf(content);
  if (faults.length > 0) throw wrongRolesMap(file, faults);
  return content as RolesMap;
}

/** Every role that the map names must exist: a misspelt role would silently give nobody anything. */
export function assertRolesExist(map: RolesMap, roles: readonly string[], source: string): void {
  const known = new Set([...roles, ...Object.keys(PLATFORM_ROLES)]);
  const unknown = [...new Set(Object.values(map).flat())].filter((role) => !role.startsWith('*.') && !known.has(role));
  if (unknown.length > 0) {
    const list = [...known].sort().join(', ');
    throw wrongRolesMap(
      source,
      unknown.map((role) => `there is no role '${role}'; the roles are ${list}`),
    );
  }
}

/** The roles that these groups carry, sorted, '*' expanded over the roles that exist. Group names match in any case. */
export function rolesOfGroups(map: RolesMap, groups: readonly string[], roles: readonly string[]): string[] {
  const held = new Set(groups.map((group) => group.toLowerCase()));
  const named = Object.entries(map).flatMap(([group, granted]) => (held.has(group.toLowerCase()) ? granted : []));
  const expanded = named.flatMap((role) => (role.startsWith('*.') ? roles.filter((known) => known.endsWith(role.slice(1))) : [role]));
  return [...new Set(expanded)].sort();
}

function faultsOf(content: unknown): string[] {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return ['it is not an object'];
  const entries = Object.entries(content);
  if (entries.length === 0) return ['it names no group, so nobody could do anything'];
  return entries
    .filter(([, roles]) => !Array.isArray(roles) || !roles.every((role) => typeof role === 'string'))
    .map(([group]) => `the roles of '${group}' are not a list of texts`);
}
