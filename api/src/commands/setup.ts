import { join } from 'node:path';
import type { ModuleSpec } from '#core/kit';
import { Warehouse } from '#data/warehouse';
import { type Configuration, loadConfiguration } from '#platform/configuration';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '#platform/identity';
import { generateGreenfield } from '../demo/greenfield/index.js';
import { loadDepartments } from '../load-departments.js';
import { bringUpToDate, withApp } from './context.js';
import { runHere } from './run.js';

/** `setup`: everything that must be there before web and worker start. Does only what is missing. */
export async function setup(): Promise<void> {
  const configuration = loadConfiguration();
  await tellMigrations(configuration);
  if (configuration.environment === 'production') return;
  if (configuration.departments === undefined) await makeDemoCompany(configuration);
  await firstRuns(configuration);
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
async function firstRuns(configuration: Configuration): Promise<void> {
  const waiting = await neverRun(configuration);
  if (waiting.length === 0) return;
  await withApp(async (app) => {
    for (const { id, title } of waiting) {
      process.stderr.write(`First run of ${title}:\n`);
      const run = await runHere(app, id);
      if (run.state !== 'published') process.stderr.write(`  ${run.reason ?? run.state}\n`);
    }
  });
}

/** Asks the manifest alone: a start that has nothing to do should not compose the whole app to find that out. */
async function neverRun({ dataFolder, departments, warehouse, snapshots }: Configuration): Promise<ModuleSpec[]> {
  const kept = new Warehouse(join(dataFolder, 'warehouse'), { ...warehouse, keep: snapshots.keep });
  try {
    return loadDepartments(departments).filter(({ id }) => !kept.snapshot(id));
  } finally {
    await kept.close();
  }
}
