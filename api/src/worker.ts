import './commands/right-node.js';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadConfiguration } from '#platform/configuration';
import { JupiterLogger, onStop } from '#platform/observability';
import { JobWorker, Schedules } from '#platform/queue';
import { useDataFolder } from '#platform/storage';
import { AppModule } from './app.module.js';
import { leave } from './commands/format-problem.js';
import { loadDepartments } from './load-departments.js';

/** The worker process: runs jobs and keeps the schedules. */
async function main(): Promise<void> {
  const configuration = loadConfiguration();
  useDataFolder(configuration.dataFolder);
  const app = await NestFactory.createApplicationContext(AppModule.compose(configuration, loadDepartments(configuration.departments)), {
    logger: new JupiterLogger(configuration),
    abortOnError: false,
  });
  onStop(() => app.close());
  await app.get(JobWorker).start();
  await app.get(Schedules).start();
  process.send?.('ready');
}

main().catch(leave);
