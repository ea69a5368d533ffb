import { type DateToken, isPeriod, isRealDate, parseDateFormat } from '#core/kernel';
import { unknownFormat } from '../errors.js';
import { type Reader, Refusal } from './refusal.js';

const HIGHEST: Partial<Record<DateToken, number>> = { HH: 23, mm: 59, ss: 59 };

/**
 * Reads dates written exactly as `format` says, into 'yyyy-mm-dd'. A time may be in the text when it is in the format;
 * it is checked and left out. A day that does not exist (31 February) is refused.
 */
export function dateReader(column: string, format = 'yyyy-MM-dd'): Reader<string> {
  const known = parseDateFormat(format);
  if (!known) throw unknownFormat(column, format);
  const { parts, pattern } = known;
  const at = (token: DateToken): number => parts.find((part) => part.token === token)?.at as number;
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
