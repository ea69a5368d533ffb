import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, type Access, type ViewedRequest } from './access.js';
import { notPermitted, undeclaredRoutes } from './errors.js';
import { Identity } from './identity.service.js';
import { SessionCookie } from './session-cookie.js';
import { can } from './viewer.js';

/** Global: a route is refused unless it says who may call it and the caller is one of them. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly identity: Identity,
    private readonly cookie: SessionCookie,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access === undefined) throw undeclaredRoutes([`${context.getClass().name}.${context.getHandler().name}`]);
    if (access.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<ViewedRequest>();
    request.viewer = await this.identity.resume(this.cookie.read(request));
    const needed = permissionOf(access, request);
    if (needed !== undefined && !can(request.viewer, needed)) throw notPermitted(needed);
    return true;
  }
}

function permissionOf(access: Access, request: ViewedRequest): string | undefined {
  switch (access.kind) {
    case 'permission':
      return access.permission;
    case 'module':
      return `${request.params['module']}.${access.action}`;
    default:
      return undefined;
  }
}
