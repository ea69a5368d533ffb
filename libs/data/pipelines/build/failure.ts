import { messageOf, Problem } from '#core/kernel';
import { diskFull } from '../errors.js';

/** How the file system, SQLite and DuckDB say that nothing more fits. */
const NO_SPACE = /ENOSPC|no space left on device|database or disk is full/i;

/** A failure that people can mend, as they read it: what is wrong, then what to do. Undefined when Jupiter itself is at fault. */
export function inWords(error: unknown): string | undefined {
  const problem = NO_SPACE.test(messageOf(error)) ? diskFull() : error;
  return problem instanceof Problem ? `${problem.message} ${problem.remedy}` : undefined;
}
