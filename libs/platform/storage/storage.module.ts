import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { notMigrated } from './errors.js';
import { pendingMigrations } from './migrate.js';
import { openStorage, type StorageOptions } from './open-storage.js';
import { Storage } from './storage.js';

/** Gives every module the one `Storage` of the process: `<data>/jupiter.sqlite`. */
@Module({})
export class StorageModule {
  /** `entities`: all of the app. With `migrations` the start is refused while the file lacks one of them. */
  static forRoot(options: Pick<StorageOptions, 'entities' | 'migrations'>): DynamicModule {
    return {
      module: StorageModule,
      global: true,
      providers: [
        {
          provide: Storage,
          inject: [CONFIGURATION],
          useFactory: (configuration: Configuration) =>
            openMigrated({ ...options, file: join(configuration.dataFolder, 'jupiter.sqlite') }),
        },
      ],
      exports: [Storage],
    };
  }
}

async function openMigrated(options: StorageOptions): Promise<Storage> {
  const storage = await openStorage(options);
  const pending = pendingMigrations(storage);
  if (pending.length === 0) return storage;
  await storage.close();
  throw notMigrated(pending);
}
