import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Request } from 'express';
import type { Viewer } from './viewer.js';

/** What a route asks of the one who calls it. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'permission'; readonly permission: string }
  | { readonly kind: 'module'; readonly action: string };

/** Metadata key of a route's `Access`. A route without it is refused. */
export const ACCESS = 'jupiter:access';

/** A request after the SessionGuard: `viewer` is set on every route that is not public. */
export interface ViewedRequest extends Request {
  viewer?: Viewer;
}

const declare = (access: Access) => SetMetadata(ACCESS, access);

/** Anyone may call it, signed in or not. */
export const Public = () => declare({ kind: 'public' });

/** Any person who is signed in may call it. */
export const SignedIn = () => declare({ kind: 'signed-in' });

/** Only a viewer with this permission, such as 'platform.observe'. */
export const Requires = (permission: string) => declare({ kind: 'permission', permission });

/** Only a viewer who may do this ('view', 'export', 'run', 'manage') with the module named by the route's `:module`. */
export const RequiresModule = (action: string) => declare({ kind: 'module', action });

/** The viewer of the request; not for public routes, which have none. */
export const CurrentViewer = createParamDecorator((_: unknown, context: ExecutionContext): Viewer => {
  const { viewer } = context.switchToHttp().getRequest<ViewedRequest>();
  if (viewer === undefined) throw new Error('@CurrentViewer() on a route that is @Public()');
  return viewer;
});
