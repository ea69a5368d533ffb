import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Filters, FilterView } from '#core/contract';
import type { Lens } from '../../api/dashboards';

const AS_OF = 'asOf';

/** The view a person looks at, kept in the address: a link opens the same view for a colleague. */
export function useLens(filters: readonly FilterView[]) {
  const [parameters, setParameters] = useSearchParams();
  const chosen = useMemo(() => chosenIn(parameters, filters), [parameters, filters]);
  const asOf = parameters.get(AS_OF) ?? undefined;
  const lens = useMemo((): Lens => ({ filters: inForce(chosen, filters), asOf }), [chosen, filters, asOf]);
  const choose = useCallback(
    (name: string, values: readonly string[]) => setParameters((before) => withValues(before, name, values), { replace: true }),
    [setParameters],
  );
  const clear = useCallback(
    () => setParameters((before) => filters.reduce((after, { name }) => withValues(after, name, []), before), { replace: true }),
    [setParameters, filters],
  );
  const pickLoad = useCallback(
    (load: string | undefined) => setParameters((before) => withValues(before, AS_OF, load === undefined ? [] : [load])),
    [setParameters],
  );
  return { chosen, lens, choose, clear, pickLoad };
}

function chosenIn(parameters: URLSearchParams, filters: readonly FilterView[]): Filters {
  const named = filters.map(({ name }) => [name, parameters.getAll(name)] as const);
  return Object.fromEntries(named.filter(([, values]) => values.length > 0));
}

/** What is chosen, and for the rest what a filter starts with; a filter without either means all and is left out. */
function inForce(chosen: Filters, filters: readonly FilterView[]): Filters {
  const initial = filters.filter(({ initial }) => initial.length > 0).map(({ name, initial }) => [name, initial] as const);
  return { ...Object.fromEntries(initial), ...chosen };
}

function withValues(before: URLSearchParams, name: string, values: readonly string[]): URLSearchParams {
  const after = new URLSearchParams(before);
  after.delete(name);
  for (const value of values) after.append(name, value);
  return after;
}
