import { join } from 'node:path';
import { type INestApplicationContext, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { migrations } from '#migrations';
import { type Configuration, loadConfiguration, processEnvironment } from '#platform/configuration';
import { JupiterLogger } from '#platform/observability';
import { migrate, openStorage, useDataFolder } from '#platform/storage';
import { AppModule } from '../app.module.js';
import { entities } from '../entities.js';
import { loadDepartments } from '../load-departments.js';

/**
 * Composes the app for one command and closes it afterwards. Outside production the store is brought up to date first,
 * so that a command works on an empty data folder; in production IT migrates on purpose.
 */
export async function withApp<T>(work: (app: INestApplicationContext, configuration: Configuration) => Promise<T>): Promise<T> {
  const configuration = quiet(loadConfiguration());
  if (configuration.environment !== 'production') await bringUpToDate(configuration);
  const app = await NestFactory.createApplicationContext(AppModule.compose(configuration, loadDepartments(configuration.departments)), {
    logger: logBesideTheAnswer(configuration),
    abortOnError: false,
  });
  try {
    return await work(app, configuration);
  } finally {
    await app.close();
  }
}

/** Creates the data folder and runs the migrations that are missing. Returns their names. */
export async function bringUpToDate(configuration: Configuration): Promise<string[]> {
  Logger.overrideLogger(logBesideTheAnswer(configuration));
  const { dataFolder } = configuration;
  useDataFolder(dataFolder);
  const storage = await openStorage({ file: join(dataFolder, 'jupiter.sqlite'), entities, migrations });
  try {
    return await migrate(storage);
  } finally {
    await storage.close();
  }
}

/** stdout is the command's answer, which a script may parse: the log goes to stderr, or to the file that is configured. */
function logBesideTheAnswer(configuration: Configuration): JupiterLogger {
  return new JupiterLogger(configuration, configuration.log.file ? undefined : process.stderr);
}

/** What a command prints is its answer: the log keeps to trouble, unless someone asks for more. */
function quiet(configuration: Configuration): Configuration {
  return processEnvironment()['JUPITER_LOG_LEVEL'] ? configuration : { ...configuration, log: { ...configuration.log, level: 'warn' } };
}
