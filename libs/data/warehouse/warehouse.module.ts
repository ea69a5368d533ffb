import { join } from 'node:path';
import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { Warehouse } from './warehouse.js';
import { WarehouseHealth } from './warehouse-health.js';

/** Gives every module the one warehouse of the process; its engine starts with the first query or build. */
@Global()
@Module({
  providers: [
    {
      provide: Warehouse,
      inject: [CONFIGURATION],
      useFactory: ({ dataFolder, warehouse, snapshots }: Configuration) =>
        new Warehouse(join(dataFolder, 'warehouse'), { ...warehouse, keep: snapshots.keep }),
    },
    WarehouseHealth,
  ],
  exports: [Warehouse],
})
export class WarehouseModule implements OnApplicationShutdown {
  constructor(private readonly warehouse: Warehouse) {}

  onApplicationShutdown(): Promise<void> {
    return this.warehouse.close();
  }
}
