import * as kit from '#core/kit';
import { defineModule, may } from '#core/kit';
import { validateModules } from '#platform/registry';
import { nameRefused } from './errors.js';

/** What a department is called: in addresses and folders, in code, and by people. */
export interface DepartmentName {
  /** 'customer-care' */
  readonly id: string;
  /** 'customerCare' */
  readonly identifier: string;
  /** 'Customer care' */
  readonly title: string;
}

/** Folders of departments/ that are something else. */
const TAKEN = new Set(['shared', 'departments', 'index']);
/** Words that cannot name a constant in the new file: the language's, the kit's, and those the file declares itself. */
const WORDS =
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield departments teamRows entries teams entryLines entryMonths total entryCount';
const BUSY = new Set([...WORDS.split(' '), ...Object.keys(kit)]);

/** Reads a name as typed; a Problem says what is wrong with it. */
export function departmentName(typed: string): DepartmentName {
  const stub = defineModule(typed, { title: typed || 'x', icon: 'Apps', roles: { viewer: [may('view')] } });
  const fault = validateModules([stub]).find((f) => f.path === 'id');
  if (fault) throw nameRefused(typed, fault.message, fault.remedy);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(typed))
    throw nameRefused(typed, 'Its dashes are not between words.', "Write it like 'customer-care'.");
  if (TAKEN.has(typed)) throw nameRefused(typed, 'That folder is kept for something else.', 'Choose another name.');
  const camel = typed.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const words = typed.replaceAll('-', ' ');
  return { id: typed, identifier: BUSY.has(camel) ? `${camel}Department` : camel, title: words.charAt(0).toUpperCase() + words.slice(1) };
}
