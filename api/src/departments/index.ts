import type { ModuleSpec } from '#core/kit';
import { finance } from './finance/finance.js';

/** What Jupiter is for: one line per department. `npm run new:department -- <name>` adds one. */
export const departments: ModuleSpec[] = [finance];
