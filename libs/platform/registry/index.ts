export type { Fault } from './faults.js';
export { reaches, relationsOf, waysTo } from './reach.js';
export type { Reachable } from './reach.js';
export { Registry } from './registry.js';
export { RegistryModule } from './registry.module.js';
export { departmentsNotFound } from './errors.js';
export { validateModules } from './validate.js';
