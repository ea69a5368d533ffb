import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadConfiguration } from '#platform/configuration';
import { JupiterLogger, onStop } from '#platform/observability';
import { JobWorker, Schedules } from '#platform/queue';
import { AppModule } from './app.module.js';
import { leave } from './commands/format-problem.js';
import { loadDepartments } from './load-departments.js';

/** The worker process: runs jobs and keeps the schedules. */
async function main(): Promise<void> {
  const configuration = loadConfiguration();
  const app = await NestFactory.createApplicationContext(AppModule.compose(configuration, loadDepartments(configuration.departments)), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(JupiterLogger));
  onStop(() => app.close());
  await app.get(JobWorker).start();
  await app.get(Schedules).start();
  process.send?.('ready');
}

main().catch(leave);
