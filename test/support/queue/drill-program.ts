import { join } from 'node:path';

const RUN_TYPESCRIPT = join(__dirname, '../run-typescript.cjs');

/** What a supervisor forks in a drill. */
export function drillProgram(log: string, ...how: string[]) {
  return { file: join(__dirname, 'executor-process.ts'), args: [log, ...how], execArgv: ['-r', RUN_TYPESCRIPT] };
}
