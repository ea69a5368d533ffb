import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { JobConditions, JobStateName } from '#core/contract';
import { messages } from './messages';

const NAMES = ['state', 'name', 'key'] as const;
type FilterName = (typeof NAMES)[number];

const BEFORE = 'before';

/** Which jobs the page lists, kept in the address: a link shows a colleague the same. */
export function useJobFilters() {
  const [parameters, setParameters] = useSearchParams();
  const where = useMemo(() => conditionsIn(parameters), [parameters]);
  const choose = useCallback(
    (name: string, values: readonly string[]) =>
      setParameters((before) => withValues(before, name as FilterName, values), { replace: true }),
    [setParameters],
  );
  const clear = useCallback(
    () => setParameters((before) => NAMES.reduce((after, name) => withValues(after, name, []), before), { replace: true }),
    [setParameters],
  );
  const page = useCallback((next: string | undefined) => setParameters((before) => at(before, next)), [setParameters]);
  /** The address of the page with these conditions and no others. */
  const addressOf = useCallback(
    (only: Partial<Record<FilterName, readonly string[]>>) =>
      `?${NAMES.reduce((after, name) => withValues(after, name, only[name] ?? []), parameters)}`,
    [parameters],
  );
  return { where, before: parameters.get(BEFORE) ?? undefined, choose, clear, page, addressOf };
}

function conditionsIn(parameters: URLSearchParams): JobConditions {
  const states = parameters.getAll('state').filter((state): state is JobStateName => Object.hasOwn(messages.states, state));
  const [name, key] = [parameters.get('name'), parameters.get('key')];
  return { ...(states.length > 0 ? { state: states } : {}), ...(name ? { name } : {}), ...(key ? { key } : {}) };
}

/** Other conditions start at the newest job again. */
function withValues(before: URLSearchParams, name: FilterName, values: readonly string[]): URLSearchParams {
  const after = at(before, undefined);
  after.delete(name);
  for (const value of values) after.append(name, value);
  return after;
}

function at(before: URLSearchParams, next: string | undefined): URLSearchParams {
  const after = new URLSearchParams(before);
  if (next === undefined) after.delete(BEFORE);
  else after.set(BEFORE, next);
  return after;
}
