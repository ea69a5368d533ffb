import { type INestApplicationContext, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ACCESS, type Access } from './access.js';
import { undeclaredRoutes } from './errors.js';

/** A route of a controller, and who may call it; undefined when it does not say. */
export interface DeclaredRoute {
  /** Such as 'GET api/modules/:module/runs'. */
  readonly address: string;
  /** Such as 'RunsController.list'. */
  readonly handler: string;
  readonly access: Access | undefined;
}

/** Every route of the app's controllers, sorted by address. */
export function declaredRoutes(app: INestApplicationContext): DeclaredRoute[] {
  const scanner = new MetadataScanner();
  const routes = new Map<string, DeclaredRoute>();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      for (const route of routesOf(metatype, scanner)) routes.set(route.handler, route);
    }
  }
  return [...routes.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** Throws one Problem that lists every route which does not say who may call it. For start-up. */
export function assertEveryRouteDeclares(app: INestApplicationContext): void {
  const undeclared = declaredRoutes(app).filter(({ access }) => access === undefined);
  if (undeclared.length > 0) throw undeclaredRoutes(undeclared.map(({ handler, address }) => `${handler} (${address})`));
}

function routesOf(controller: { readonly name: string; readonly prototype?: unknown }, scanner: MetadataScanner): DeclaredRoute[] {
  const prototype = controller.prototype as Record<string, object>;
  return scanner
    .getAllMethodNames(prototype)
    .map((name) => ({ name, handler: prototype[name] as object }))
    .filter(({ handler }) => Reflect.hasMetadata(PATH_METADATA, handler))
    .map(({ name, handler }) => ({
      address: `${verb(handler)} ${[pathOf(controller), pathOf(handler)].filter(Boolean).join('/')}`,
      handler: `${controller.name}.${name}`,
      access: (Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller)) as Access | undefined,
    }));
}

function verb(handler: object): string {
  return RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
}

function pathOf(target: object): string {
  return String(Reflect.getMetadata(PATH_METADATA, target)).replace(/^\/|\/$/g, '');
}
