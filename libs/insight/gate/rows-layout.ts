import type { ResultColumn } from '#core/contract';
import { type Field, quoteName, type RelationSpec } from '#core/kit';
import type { Bindings } from './conditions.js';
import { column } from './dimensions.js';
import { fieldColumn } from './result-columns.js';

/** How rows of one fact, or of several below each other, are shown, and in what order they stay. */
export interface RowsLayout {
  readonly columns: ResultColumn[];
  /** What is selected from the rows `t` of the fact at `index`, by name. */
  select(index: number, bindings: Bindings): string[];
  /** Names that put the rows in one order, whatever else they are sorted by. */
  readonly tie: readonly string[];
}

/** Columns of the answer itself; a fact's own of that name is not shown beside them. */
const OURS: ReadonlySet<string> = new Set(['rows_of', 'contribution']);
const ROWS_OF: ResultColumn = { name: 'rows_of', title: 'Rows of', kind: 'text', role: 'dimension' };

/** All columns of one fact; of several the columns that all have, after one that says which fact a row is of. */
export function layoutOf(facts: readonly RelationSpec[]): RowsLayout {
  const [first, ...others] = facts as readonly [RelationSpec, ...RelationSpec[]];
  const shared = Object.entries(first.fields).filter(
    ([name, field]) => !OURS.has(name) && others.every((fact) => isSame(field, fact.fields[name])),
  );
  const columns = shared.map(([name, field]) => fieldColumn(name, field));
  const own = shared.map(([name]) => `${column('t', name)} as ${quoteName(name)}`);
  if (others.length === 0) return { columns, select: () => own, tie: first.grain };
  return {
    columns: [ROWS_OF, ...columns],
    select: (index, bindings) => [
      `${bindings.bind(facts[index]?.title ?? '')}::VARCHAR as rows_of`,
      ...own,
      `${index} as ${quoteName(PLACE)}`,
      ...(facts[index]?.grain ?? []).map((name) => `${column('t', name)} as ${quoteName(keyName(index, name))}`),
    ],
    tie: [PLACE, ...facts.flatMap((fact, index) => fact.grain.map((name) => keyName(index, name)))],
  };
}

/** Names that no column of a department can have: they hold a blank. */
const PLACE = 'place of fact';
const keyName = (index: number, name: string): string => `key of ${index} ${name}`;

const isSame = (a: Field, b: Field | undefined): boolean => a.kind === b?.kind && a.unit === b.unit && a.places === b.places;
