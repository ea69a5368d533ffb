/**
 * A supervisor of a drill as a process of its own: `<folder> <log> <orders as JSON>`. It says its executors' pids and stops as a
 * worker does: by message and by signal.
 */
import { onStop } from '#platform/observability';
import { rulesOf } from '../../../libs/platform/queue/contract/definition.js';
import { Supervisor } from '../../../libs/platform/queue/supervisor/supervisor.js';
import { DRILLS } from './drill-handlers.js';
import { drillProgram } from './drill-program.js';
import { MemoryEngine } from './memory-engine.js';

const [folder = '', log = '', orders = '[]'] = process.argv.slice(2);

async function main(): Promise<void> {
  const engine = new MemoryEngine();
  for (const order of JSON.parse(orders) as unknown[]) engine.add('drill', order);
  const program = drillProgram(log);
  const supervisor = new Supervisor(engine, DRILLS.map(rulesOf), { folder, program, rowsMs: 50, graceMs: 500, hangMs: 2000 });
  onStop(() => supervisor.stop());
  await supervisor.start();
  process.send?.('ready');
}

main().catch((error: unknown) => {
  process.send?.(String(error), () => process.exit(1));
});
