import { isPeriod, isRealDate } from '#core/kernel';
import { unknownFormat } from '../errors.js';
import { type Reader, Refusal } from './refusal.js';

const TOKENS = ['yyyy', 'SSS', 'MM', 'dd', 'HH', 'mm', 'ss'] as const;
type Token = (typeof TOKENS)[number];
const HIGHEST: Partial<Record<Token, number>> = { HH: 23, mm: 59, ss: 59 };

interface Part {
  readonly token: Token;
  readonly at: number;
}

/**
 * Reads dates written exactly as `format` says, into 'yyyy-mm-dd'. A time may be in the text when it is in the format;
 * it is checked and left out. A day that does not exist (31 February) is refused.
 */
export function dateReader(column: string, format = 'yyyy-MM-dd'): Reader<string> {
  const { parts, pattern } = compile(column, format);
  const at = (token: Token): number => parts.find((part) => part.token === token)?.at as number;
  const [year, month, day] = [at('yyyy'), at('MM'), at('dd')];
  const times = parts.filter((part) => HIGHEST[part.token] !== undefined);
  return (text) => {
    if (!pattern.test(text)) return new Refusal(`is not a date written ${format}`);
    const iso = `${text.slice(year, year + 4)}-${text.slice(month, month + 2)}-${text.slice(day, day + 2)}`;
    if (!isRealDate(iso)) return new Refusal('is a day that does not exist');
    for (const part of times) {
      if (Number(text.slice(part.at, part.at + 2)) > (HIGHEST[part.token] as number)) return new Refusal('has a time that does not exist');
    }
    return iso;
  };
}

/** Reads fiscal periods 'YYYY-PP'; a year has up to 13. */
export const readPeriod: Reader<string> = (text) =>
  isPeriod(text, 13) ? text : new Refusal('is not a fiscal period written YYYY-PP, such as 2026-03');

function compile(column: string, format: string): { parts: Part[]; pattern: RegExp } {
  const parts: Part[] = [];
  let pattern = '';
  for (let at = 0; at < format.length; ) {
    const token = TOKENS.find((candidate) => format.startsWith(candidate, at));
    const character = format[at] as string;
    if (token === undefined && /[A-Za-z]/.test(character) && character !== 'T' && character !== 'Z') throw unknownFormat(column, format);
    if (token !== undefined) parts.push({ token, at });
    pattern += token === undefined ? character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&') : `\\d{${token.length}}`;
    at += token?.length ?? 1;
  }
  const tokens = parts.map((part) => part.token);
  const complete = (['yyyy', 'MM', 'dd'] as const).every((token) => tokens.includes(token));
  if (!complete || new Set(tokens).size !== tokens.length) throw unknownFormat(column, format);
  return { parts, pattern: new RegExp(`^${pattern}$`) };
}
