import { join } from 'node:path';
import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { Warehouse } from './warehouse.js';

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
  ],
  exports: [Warehouse],
})
export class WarehouseModule implements OnApplicationShutdown {
  constructor(private readonly warehouse: Warehouse) {}

  onApplicationShutdown(): Promise<void> {
    return this.warehouse.close();
  }
}

/** Whether the live snapshots can be opened; what readiness asks. Throws what is the matter. */
export async function checkWarehouse(warehouse: Warehouse): Promise<void> {
  for (const module of warehouse.modules()) {
    const snapshot = warehouse.snapshot(module);
    if (snapshot) await warehouse.read(snapshot, 'select 1', [], { deadlineMs: 2_000 });
  }
}
