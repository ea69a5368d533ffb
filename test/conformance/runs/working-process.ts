/** A worker as a process of its own: `<data folder>`. Its runs stop for ever just before they publish, until it is killed. */
import { Logger } from '@nestjs/common';
import { RunHandler, RunStore } from '#data/pipelines';
import { Audit } from '#platform/audit';
import { openQueue } from '#platform/queue';
import { openTill } from '../../support/till-runs.js';

Logger.overrideLogger(['error']);

async function main(dataFolder: string): Promise<void> {
  const { storage, registry, warehouse, configuration } = await openTill(dataFolder);
  const begin = warehouse.begin.bind(warehouse);
  warehouse.begin = async (module) => Object.assign(await begin(module), { publish: () => new Promise<never>(() => undefined) });
  const handler = new RunHandler(registry, warehouse, new RunStore(storage, new Audit()), configuration);
  const { worker } = openQueue(storage, [handler as never], { graceMs: 0 });
  await worker.start();
  setInterval(() => undefined, 60_000);
}

void main(process.argv[2] ?? '');
