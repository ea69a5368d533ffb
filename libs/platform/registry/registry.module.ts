import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { ModuleSpec } from '#core/kit';
import { Registry } from './registry.js';

/** Makes the validated departments injectable everywhere as `Registry`. */
@Global()
@Module({})
export class RegistryModule {
  static forRoot(modules: readonly ModuleSpec[]): DynamicModule {
    const registry = new Registry(modules);
    return { module: RegistryModule, providers: [{ provide: Registry, useValue: registry }], exports: [Registry] };
  }
}
