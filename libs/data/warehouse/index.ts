export type { Build } from './build.js';
export { decimalType } from './column-types.js';
export type { Parameter } from './reader.js';
export type { Snapshot } from './snapshot.js';
export type { Stage, StagedValue } from './stage.js';
export type { WarehouseOptions } from './warehouse.js';
export { Warehouse } from './warehouse.js';
export { WarehouseModule } from './warehouse.module.js';
