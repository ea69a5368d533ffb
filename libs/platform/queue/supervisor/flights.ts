import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const FLIGHT = 'queue.flight.';

/** The flight recorder of one executor. */
export const flightFile = (folder: string, executorId: string): string => join(folder, `${FLIGHT}${executorId}`);

/** Removes what the executors of a dead supervisor recorded: the machine, not one of them, ended, and nobody is charged. */
export function removeFlights(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith(FLIGHT)) rmSync(join(folder, name), { force: true });
}
