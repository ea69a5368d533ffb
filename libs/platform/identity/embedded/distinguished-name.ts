/** Distinguished names as Active Directory writes and compares them (RFC 4514). */

/** Joins the levels of a comparable name; cannot occur in one. */
const LEVEL = '\u0001';

/** The value of a relative name, escaped the way a domain controller writes it. */
export function escapeValue(value: string): string {
  return value
    .replace(/[\\,+"<>;=]/g, '\\$&')
    .replace(/^[# ]/, '\\$&')
    .replace(/ $/, '\\ ');
}

/** A form of the name that is equal for all its spellings: unescaped and in lower case. */
export function comparable(name: string): string {
  return split(name)
    .map((level) => plain(level.replace(/^ +|(?<!\\) +$/g, '')).toLowerCase())
    .join(LEVEL);
}

/** Whether the comparable name lies within the scope of a search that starts at the comparable base. */
export function inScope(name: string, base: string, scope: 'base' | 'one' | 'sub'): boolean {
  if (scope === 'base') return name === base;
  if (scope === 'one') return name.includes(LEVEL) ? name.slice(name.indexOf(LEVEL) + 1) === base : base === '';
  return name === base || base === '' || name.endsWith(LEVEL + base);
}

/** Cuts at the commas that are not escaped. */
function split(name: string): string[] {
  return name.match(/(?:\\[\s\S]|[^\\,])+/g) ?? [];
}

/** Turns \, into a comma and \c3\a9 into the letter those bytes are. */
function plain(level: string): string {
  return level.replace(/(?:\\[0-9a-f]{2})+|\\[\s\S]/gi, (escaped) =>
    /^\\[0-9a-f]{2}/i.test(escaped) ? Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString('utf8') : escaped.slice(1),
  );
}
