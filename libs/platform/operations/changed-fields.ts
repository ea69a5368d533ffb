import { stableJson } from '#core/kernel';

/** What the audit calls a change of the payload as a whole. */
const WHOLE = '(payload)';

/** The names of the fields that differ between two payloads, sorted: an audit may hold names, but not the values, which may be secret. */
export function changedFields(before: unknown, after: unknown): string[] {
  if (!isFields(before) || !isFields(after)) return same(before, after) ? [] : [WHOLE];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !same(before[name], after[name])).sort();
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (a: unknown, b: unknown): boolean => stableJson(a ?? null) === stableJson(b ?? null);
