import type { DirectoryEntry, DirectoryTree } from './directory-tree.js';
import { comparable } from './distinguished-name.js';

/** A search filter as ldapjs hands it to a server. */
export type ParsedFilter =
  | { type: 'and' | 'or'; filters: ParsedFilter[] }
  | { type: 'not'; filter: ParsedFilter }
  | { type: 'present'; attribute: string }
  | { type: 'equal'; attribute: string; value: string }
  | { type: 'substring'; attribute: string; initial: string; any: string[]; final: string }
  | { type: 'ext'; matchType: string; rule: string; value: string }
  | { type: 'ge' | 'le' | 'approx' };

/** Active Directory's rule for "member of, through any number of groups". */
const IN_CHAIN = '1.2.840.113556.1.4.1941';
const ALL_BITS = '1.2.840.113556.1.4.803';

/** Whether the entry satisfies the filter. A rule that is not known matches nothing, as in Active Directory. */
export function matches(filter: ParsedFilter, entry: DirectoryEntry, tree: DirectoryTree): boolean {
  switch (filter.type) {
    case 'and':
      return filter.filters.every((part) => matches(part, entry, tree));
    case 'or':
      return filter.filters.some((part) => matches(part, entry, tree));
    case 'not':
      return !matches(filter.filter, entry, tree);
    case 'present':
      return valuesOf(entry, filter.attribute).length > 0;
    case 'equal':
      return equals(filter.attribute, filter.value, entry);
    case 'substring':
      return valuesOf(entry, filter.attribute).some((value) => contains(value, filter));
    case 'ext':
      return extended(filter, entry, tree);
    default:
      return false;
  }
}

/** Values of an attribute, whose name is compared in any case. */
export function valuesOf(entry: DirectoryEntry, attribute: string): string[] {
  const wanted = attribute.toLowerCase();
  const name = Object.keys(entry.attributes).find((candidate) => candidate.toLowerCase() === wanted);
  return name === undefined ? [] : (entry.attributes[name] ?? []).map(String);
}

function equals(attribute: string, wanted: string, entry: DirectoryEntry): boolean {
  const values = valuesOf(entry, attribute);
  if (/^(member|memberof|distinguishedname)$/i.test(attribute)) return values.some((value) => comparable(value) === comparable(wanted));
  return values.some((value) => value.toLowerCase() === wanted.trim().toLowerCase());
}

function contains(value: string, filter: { initial: string; any: string[]; final: string }): boolean {
  const literal = (part: string | undefined) => (part ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const parts = [filter.initial, ...(filter.any ?? []), filter.final].map(literal);
  return new RegExp(`^${parts.join('[^]*')}$`, 'iu').test(value);
}

function extended(filter: { matchType: string; rule: string; value: string }, entry: DirectoryEntry, tree: DirectoryTree): boolean {
  if (filter.rule === IN_CHAIN) {
    return tree.reaches(entry, /^member$/i.test(filter.matchType) ? 'member' : 'memberOf', comparable(filter.value));
  }
  if (filter.rule === ALL_BITS) {
    const bits = Number(filter.value);
    return valuesOf(entry, filter.matchType).some((value) => (Number(value) & bits) === bits);
  }
  return false;
}
