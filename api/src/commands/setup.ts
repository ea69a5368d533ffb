import { join } from 'node:path';
import { Warehouse } from '#data/warehouse';
import { type Configuration, loadConfiguration } from '#platform/configuration';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '#platform/identity';
import { Registry } from '#platform/registry';
import { generateGreenfield } from '../demo/greenfield/index.js';
import { bringUpToDate, withApp } from './context.js';
import { runHere } from './run.js';

/** `setup`: everything that must be there before web and worker start. Does only what is missing. */
export async function setup(): Promise<void> {
  const configuration = loadConfiguration();
  await tellMigrations(configuration);
  if (configuration.environment === 'production') return;
  if (configuration.departments === undefined) await makeDemoCompany(configuration);
  await firstRuns();
}

/** `migrate`: runs the migrations that are missing. */
export async function migrateStore(): Promise<void> {
  await tellMigrations(loadConfiguration());
}

/** `people`: the demo people with what they may do; nobody outside the demo. */
export function people(): void {
  const { directory } = loadConfiguration();
  if (directory.url !== undefined) return;
  const rows = DEMO_PEOPLE.map(({ account, name, title }) => `  ${account.padEnd(8)}${DEMO_PASSWORD.padEnd(16)}${name}, ${title}`);
  process.stdout.write(`DEMO: sign in as one of these people.\n${rows.join('\n')}\n`);
}

async function tellMigrations(configuration: Configuration): Promise<void> {
  const done = await bringUpToDate(configuration);
  if (done.length > 0) process.stderr.write(`The store is up to date: ${done.length} migrations run.\n`);
}

async function makeDemoCompany({ dataFolder, company }: Configuration): Promise<void> {
  const { lines } = await generateGreenfield(join(dataFolder, 'greenfield'));
  process.stderr.write(`${company}: ${lines.toLocaleString('en')} ledger lines.\n`);
}

/** A department that has never run shows nothing, so the first run is made before anyone looks. */
async function firstRuns(): Promise<void> {
  await withApp(async (app) => {
    const warehouse = app.get(Warehouse);
    for (const { id, title } of app.get(Registry).modules) {
      if (warehouse.snapshot(id)) continue;
      process.stderr.write(`First run of ${title}:\n`);
      const run = await runHere(app, id);
      if (run.state !== 'published') process.stderr.write(`  ${run.reason ?? run.state}\n`);
    }
  });
}
