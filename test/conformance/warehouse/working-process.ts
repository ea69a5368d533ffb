/** Publishes load after load into the folder named, as a worker does, until it is told how many are enough. */
import { Warehouse } from '#data/warehouse';
import { publish, sale } from '../../support/ticket-shop.js';

async function run(folder: string, loads: number): Promise<void> {
  const warehouse = new Warehouse(folder, { threads: 1, memory: '300MB', keep: 3 });
  for (let i = 0; i < loads; i++) {
    const next = (warehouse.snapshot('shop')?.load ?? 0) + 1;
    const { load } = await publish(warehouse, [sale('T1', 'S1', `${next}.00`), sale('T2', 'S2', '1.00')]);
    process.stdout.write(`${load}\n`);
  }
  await warehouse.close();
}

void run(process.argv[2] as string, Number(process.argv[3]));
