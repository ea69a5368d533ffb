import { Problem } from '#core/kernel';
import { diskFull } from '../errors.js';

/** How the file system, SQLite and DuckDB say that nothing more fits. */
const NO_SPACE = /ENOSPC|no space left on device|database or disk is full/i;

/** A failure that people can mend, as they read it: what is wrong, then what to do. Undefined when Jupiter itself is at fault. */
export function inWords(error: unknown): string | undefined {
  const problem = NO_SPACE.test(messageOf(error)) ? diskFull() : error;
  return problem instanceof Problem ? `${problem.message} ${problem.remedy}` : undefined;
}

/** The first line of what a program says of itself; the rest is for its log. Native code throws errors that are none of this realm. */
export const firstLine = (error: unknown): string => messageOf(error).split('\n')[0] ?? '';

const messageOf = (error: unknown): string => String((error as { message?: unknown } | undefined)?.message ?? error);
