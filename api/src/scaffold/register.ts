import type { DepartmentName } from './department-name.js';

const LIST = /export const departments: ModuleSpec\[\] = \[([^\]]*)\];/;
const WIDTH = 140;

/** The text of departments/index.ts with one more department; undefined when its list is not the plain one we know. */
export function registered(index: string, { id, identifier }: DepartmentName): string | undefined {
  const list = LIST.exec(index);
  if (!list) return undefined;
  const entries = [...(list[1] ?? '').split(',').map((e) => e.trim()), identifier].filter((e) => e !== '');
  const withEntry = index.replace(LIST, () => listOf(entries));
  return withImport(withEntry, `import { ${identifier} } from './${id}/${id}.js';`, `./${id}/`);
}

function listOf(entries: readonly string[]): string {
  const start = 'export const departments: ModuleSpec[] = ';
  const line = `${start}[${entries.join(', ')}];`;
  return line.length <= WIDTH ? line : `${start}[\n${entries.map((e) => `  ${e},\n`).join('')}];`;
}

/** Imports of departments stand in the order of their paths, below the imports of libraries. */
function withImport(text: string, statement: string, path: string): string {
  const lines = text.split('\n');
  const imports = lines.flatMap((line, i) => {
    const from = /^import .* from '([^']+)';$/.exec(line)?.[1];
    return from === undefined ? [] : [{ from, at: i }];
  });
  const next = imports.find(({ from }) => from.startsWith('./') && from > path);
  const at = next?.at ?? (imports.at(-1)?.at ?? -1) + 1;
  lines.splice(at, 0, statement);
  return lines.join('\n');
}
