import { type INestApplicationContext, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ACCESS } from './access.js';
import { undeclaredRoutes } from './errors.js';

/** Throws one Problem that lists every route which does not say who may call it. For start-up and the architecture test. */
export function assertEveryRouteDeclares(app: INestApplicationContext): void {
  const scanner = new MetadataScanner();
  const undeclared = new Set<string>();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      for (const route of undeclaredIn(metatype, scanner)) undeclared.add(route);
    }
  }
  if (undeclared.size > 0) throw undeclaredRoutes([...undeclared].sort());
}

function undeclaredIn(controller: { readonly name: string; readonly prototype?: unknown }, scanner: MetadataScanner): string[] {
  const prototype = controller.prototype as Record<string, object>;
  if (Reflect.hasMetadata(ACCESS, controller)) return [];
  return scanner
    .getAllMethodNames(prototype)
    .map((name) => ({ name, handler: prototype[name] as object }))
    .filter(({ handler }) => Reflect.hasMetadata(PATH_METADATA, handler) && !Reflect.hasMetadata(ACCESS, handler))
    .map(({ name, handler }) => `${controller.name}.${name} (${verb(handler)} ${pathOf(controller)}/${pathOf(handler)})`);
}

function verb(handler: object): string {
  return RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
}

function pathOf(target: object): string {
  return String(Reflect.getMetadata(PATH_METADATA, target)).replace(/^\/|\/$/g, '');
}
