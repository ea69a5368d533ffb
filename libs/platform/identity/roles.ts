import { Inject, Injectable } from '@nestjs/common';
import { Registry } from '#platform/registry';
import { assertRolesExist, PLATFORM_ROLES, type RolesMap, rolesOfGroups } from './roles-map.js';

/** Injection token of the `RolesMap`. */
export const ROLES_MAP = Symbol('ROLES_MAP');

/** What groups amount to. */
export interface Rights {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

/** Turns directory groups into roles and permissions by today's map: a change of the map needs no new sign-in. */
@Injectable()
export class Roles {
  private readonly known = new Map<string, Rights>();

  constructor(
    @Inject(ROLES_MAP) private readonly map: RolesMap,
    private readonly registry: Registry,
  ) {
    assertRolesExist(map, registry.roles(), 'JUPITER_ROLES_FILE');
  }

  /** `groups` is the JSON list that a person's row holds. */
  rightsOf(groups: string): Rights {
    const known = this.known.get(groups) ?? this.derive(JSON.parse(groups) as string[]);
    this.known.set(groups, known);
    return known;
  }

  private derive(groups: readonly string[]): Rights {
    const roles = rolesOfGroups(this.map, groups, this.registry.roles());
    const permissions = roles.flatMap((role) => PLATFORM_ROLES[role] ?? this.registry.permissionsOf(role));
    return { roles, permissions: [...new Set(permissions)].sort() };
  }
}
