import './commands/right-node.js';
import 'reflect-metadata';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { loadConfiguration } from '#platform/configuration';
import { JupiterLogger, onStop } from '#platform/observability';
import { JobWorker, Schedules } from '#platform/queue';
import { useDataFolder } from '#platform/storage';
import { AppModule } from './app.module.js';
import { leave } from './commands/format-problem.js';
import { loadDepartments } from './load-departments.js';

/** Runs are quicker with Node's usual memory than with what is enough for the worker process itself. */
const EXECUTOR_FLAGS = ['--enable-source-maps'];

/** The worker process: keeps the schedules, hands out jobs and watches over the executors that run them. */
async function main(): Promise<void> {
  const configuration = loadConfiguration();
  useDataFolder(configuration.dataFolder);
  const app = await NestFactory.createApplicationContext(AppModule.compose(configuration, loadDepartments(configuration.departments)), {
    logger: new JupiterLogger(configuration),
    abortOnError: false,
  });
  onStop(() => app.close());
  await app.get(JobWorker).start({ file: join(__dirname, 'executor.js'), execArgv: EXECUTOR_FLAGS });
  await app.get(Schedules).start();
  process.send?.('ready');
}

main().catch(leave);
