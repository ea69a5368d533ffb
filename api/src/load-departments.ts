import { join } from 'node:path';
import { firstLine } from '#core/kernel';
import type { ModuleSpec } from '#core/kit';
import { departments } from '#departments';
import { departmentsNotFound } from '#platform/registry';

/** The compiled project: this file is <root>/api/src/load-departments. */
const ROOT = join(__dirname, '..', '..');

/**
 * The departments of this installation: the built-in ones, or those of the folder that JUPITER_DEPARTMENTS names
 * (relative to the project, compiled with it), whose index exports `departments`.
 */
export function loadDepartments(folder: string | undefined): readonly ModuleSpec[] {
  if (folder === undefined) return departments;
  try {
    // Which folder is known only now, so no import statement can name it.
    const loaded = require(join(ROOT, folder, 'index')) as { departments?: readonly ModuleSpec[] };
    if (!Array.isArray(loaded.departments)) throw new Error('its index exports no `departments`.');
    return loaded.departments;
  } catch (error) {
    throw departmentsNotFound(folder, firstLine(error));
  }
}
