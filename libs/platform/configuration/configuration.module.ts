import { type DynamicModule, Module } from '@nestjs/common';
import { CONFIGURATION, type Configuration, loadConfiguration } from './configuration.js';

/** Gives every module the one configuration of the process. */
@Module({})
export class ConfigurationModule {
  /** Loads the settings, or takes those given (a test's, or already loaded at start-up). */
  static forRoot(configuration: Configuration = loadConfiguration()): DynamicModule {
    return {
      module: ConfigurationModule,
      global: true,
      providers: [{ provide: CONFIGURATION, useValue: configuration }],
      exports: [CONFIGURATION],
    };
  }
}
