export type { Configuration, DirectorySettings } from './configuration.js';
export { CONFIGURATION, loadConfiguration } from './configuration.js';
export { ConfigurationModule } from './configuration.module.js';
export { renderEnvExample } from './env-example.js';
export { processEnvironment, projectRoot } from './environment.js';
