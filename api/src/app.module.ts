import { type DynamicModule, Module } from '@nestjs/common';
import type { ModuleSpec } from '#core/kit';
import { PipelinesModule } from '#data/pipelines';
import { WarehouseModule } from '#data/warehouse';
import { DashboardsModule } from '#insight/dashboards';
import { ExportsModule } from '#insight/exports';
import { GateModule } from '#insight/gate';
import { migrations } from '#migrations';
import { AuditModule } from '#platform/audit';
import { type Configuration, ConfigurationModule } from '#platform/configuration';
import { IdentityModule } from '#platform/identity';
import { ObservabilityModule } from '#platform/observability';
import { OperationsModule } from '#platform/operations';
import { QueueModule } from '#platform/queue';
import { RegistryModule } from '#platform/registry';
import { StorageModule } from '#platform/storage';
import { entities } from './entities.js';

/** The whole app, composed once: web, worker and command line are three ways to start it. */
@Module({})
export class AppModule {
  static compose(configuration: Configuration, departments: readonly ModuleSpec[]): DynamicModule {
    const platform = [
      ConfigurationModule.forRoot(configuration),
      RegistryModule.forRoot(departments),
      StorageModule.forRoot({ entities, migrations }),
      AuditModule,
      QueueModule,
      IdentityModule,
      ObservabilityModule,
      OperationsModule,
    ];
    const data = [WarehouseModule, PipelinesModule];
    const insight = [GateModule, DashboardsModule, ExportsModule];
    return { module: AppModule, imports: [...platform, ...data, ...insight] };
  }
}
