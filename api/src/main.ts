import './commands/right-node.js';
import 'reflect-metadata';
import { loadConfiguration } from '#platform/configuration';
import { onStop } from '#platform/observability';
import { useDataFolder } from '#platform/storage';
import { leave } from './commands/format-problem.js';
import { createWeb } from './http/create-web.js';
import { loadDepartments } from './load-departments.js';

/** The web process: API and web app. */
async function main(): Promise<void> {
  const configuration = loadConfiguration();
  useDataFolder(configuration.dataFolder);
  const web = await createWeb(configuration, loadDepartments(configuration.departments));
  onStop(() => web.stop());
  await web.listen();
  process.send?.('ready');
}

main().catch(leave);
