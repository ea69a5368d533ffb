const TOKENS = ['yyyy', 'SSS', 'MM', 'dd', 'HH', 'mm', 'ss'] as const;

/** A part of a written date: year, thousandths, month, day, hour, minute, second. */
export type DateToken = (typeof TOKENS)[number];

/** How a text writes a date: where each part starts, and what the whole looks like. */
export interface DateFormat {
  readonly parts: readonly { readonly token: DateToken; readonly at: number }[];
  readonly pattern: RegExp;
}

/**
 * Reads a format such as 'dd.MM.yyyy': yyyy, MM and dd once each in any order, HH, mm, ss and SSS at most once, between
 * any signs. Undefined for a format that does not say the day, or that holds letters other than these, T and Z.
 */
export function parseDateFormat(format: string): DateFormat | undefined {
  const parts: DateFormat['parts'][number][] = [];
  let pattern = '';
  for (let at = 0; at < format.length; ) {
    const token = TOKENS.find((candidate) => format.startsWith(candidate, at));
    const character = format[at] as string;
    if (token === undefined && /[A-Za-z]/.test(character) && character !== 'T' && character !== 'Z') return undefined;
    if (token !== undefined) parts.push({ token, at });
    pattern += token === undefined ? character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&') : `\\d{${token.length}}`;
    at += token?.length ?? 1;
  }
  const tokens = parts.map((part) => part.token);
  const complete = (['yyyy', 'MM', 'dd'] as const).every((token) => tokens.includes(token));
  return complete && new Set(tokens).size === tokens.length ? { parts, pattern: new RegExp(`^${pattern}$`) } : undefined;
}
