/** What stands in a payload where a secret is. */
export const MASK = '••••••';

/** The payload with its secrets masked: every value behind one of the dotted paths; `*` stands for any field or position. */
export function masked(payload: unknown, secrets: readonly string[] = []): unknown {
  return secrets.reduce((value, path) => replaced(value, path.split('.'), () => MASK), payload);
}

/** An edited payload with the secrets that were left masked put back from the stored one. */
export function unmasked(edited: unknown, stored: unknown, secrets: readonly string[] = []): unknown {
  return secrets.reduce(
    (value, path) => replaced(value, path.split('.'), (given, at) => (given === MASK ? valueAt(stored, at) : given)),
    edited,
  );
}

function replaced(value: unknown, path: readonly string[], by: (given: unknown, at: string[]) => unknown, at: string[] = []): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return by(value, at);
  if (typeof value !== 'object' || value === null) return value;
  const change = (name: string, field: unknown) => (first === '*' || first === name ? replaced(field, rest, by, [...at, name]) : field);
  if (Array.isArray(value)) return value.map((item, index) => change(String(index), item));
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, change(name, field)]));
}

function valueAt(value: unknown, at: readonly string[]): unknown {
  return at.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name) ? inner[name as never] : undefined),
    value,
  );
}
