import { Problem } from '#core/kernel';

/** An error as the command line says it: what is wrong, then what to do. Never a stack for something a person can mend. */
export function formatProblem(error: unknown): string {
  if (error instanceof Problem) return `${error.message}\n${error.remedy}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Says why the process cannot go on, and ends it. */
export function leave(error: unknown): void {
  process.stderr.write(`${formatProblem(error)}\n`, () => process.exit(1));
}
