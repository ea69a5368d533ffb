import type { ModuleSpec, RelationSpec } from '#core/kit';
import type { FaultList } from './faults.js';

/** Validates the roles of one module. */
export function validateRoles(module: ModuleSpec, relations: ReadonlyMap<string, RelationSpec>, at: FaultList): void {
  const roles = Object.entries(module.roles);
  if (!roles.some(([, grants]) => grants.some((g) => g.actions.includes('view'))))
    at.add('No role may view anything.', "Grant it: roles: { viewer: [may('view')] }.");
  for (const [role, grants] of roles) {
    if (!/^[a-z][a-z0-9-]{0,40}$/.test(role))
      at.at(role).add(`'${role}' is not a usable role name.`, 'Use lower-case letters, digits and dashes.');
    for (const name of grants.flatMap((g) => g.on).filter((n) => !relations.has(n)))
      at.at(role).add(`It grants rights on '${name}', which this module does not declare.`, 'List that relation in the module.');
  }
}
