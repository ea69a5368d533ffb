export { departmentsNotFound } from './errors.js';
export type { Fault } from './faults.js';
export type { Reachable } from './reach.js';
export { dimensionName, relationsOf, waysTo } from './reach.js';
export { Registry } from './registry.js';
export { RegistryModule } from './registry.module.js';
export { validateModules } from './validate.js';
