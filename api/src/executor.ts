import './commands/right-node.js';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadConfiguration } from '#platform/configuration';
import { JupiterLogger } from '#platform/observability';
import { Handlers, runExecutor } from '#platform/queue';
import { AppModule } from './app.module.js';
import { leave } from './commands/format-problem.js';
import { loadDepartments } from './load-departments.js';

/** An executor: a child of the worker process that runs jobs. It is ended and replaced when a job hangs or breaks it. */
async function main(): Promise<void> {
  const configuration = loadConfiguration();
  const app = await NestFactory.createApplicationContext(AppModule.compose(configuration, loadDepartments(configuration.departments)), {
    logger: new JupiterLogger(configuration),
    abortOnError: false,
  });
  await runExecutor(app.get(Handlers), process);
  await app.close();
}

main().catch(leave);
