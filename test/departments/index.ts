import type { ModuleSpec } from '#core/kit';
import { adventureworks } from './adventureworks.js';
import { books } from './books.js';

/** The departments that tests run against real files: JUPITER_DEPARTMENTS=test/departments. */
export const departments: ModuleSpec[] = [adventureworks, books];
