import { Problem } from '#core/kernel';
import type { Fault } from './faults.js';

export const brokenDeclarations = (faults: readonly Fault[]): Problem =>
  new Problem(
    'registry.broken-declarations',
    500,
    `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in the departments' declarations:\n${faults
      .map((f) => `  ${f.module} · ${f.path}: ${f.message} ${f.remedy}`)
      .join('\n')}`,
    'Mend the declarations and start again.',
    { faults },
  );

export const unknownModule = (id: string, known: readonly string[]): Problem =>
  new Problem('registry.unknown-module', 404, `There is no module '${id}'.`, `Known modules: ${known.join(', ') || 'none'}.`);

export const departmentsNotFound = (folder: string, reason: string): Problem =>
  new Problem(
    'registry.departments-not-found',
    500,
    `The departments in '${folder}' could not be loaded: ${reason}`,
    'JUPITER_DEPARTMENTS names a folder of the project with an index.ts that exports `departments`; build again after adding it.',
  );
