/** A fiscal period key: four-digit fiscal year, dash, two-digit period from 01 ('2026-03'). Keys sort as text. */
const PERIOD = /^(\d{4})-(\d{2})$/;

/** Whether `key` is a period key with a period number from 1 to `perYear`. */
export function isPeriod(key: string, perYear = 12): boolean {
  const match = PERIOD.exec(key);
  if (!match) return false;
  const number = Number(match[2]);
  return number >= 1 && number <= perYear;
}

/** The period `steps` after `key` (before it when negative): ('2026-11', 3) is '2027-02'. */
export function shiftPeriod(key: string, steps: number, perYear = 12): string {
  const [year, number] = split(key, perYear);
  const ordinal = year * perYear + (number - 1) + steps;
  const shiftedYear = Math.floor(ordinal / perYear);
  return join(shiftedYear, ordinal - shiftedYear * perYear + 1);
}

/** The first period of the fiscal year of `key`: where year to date starts. */
export function sameYearStart(key: string, perYear = 12): string {
  return join(split(key, perYear)[0], 1);
}

/** The same period one fiscal year earlier. */
export function previousYear(key: string, perYear = 12): string {
  return shiftPeriod(key, -perYear, perYear);
}

function split(key: string, perYear: number): [number, number] {
  if (!isPeriod(key, perYear)) throw new RangeError(`'${key}' is not a fiscal period such as 2026-03 with periods 1 to ${perYear}`);
  return [Number(key.slice(0, 4)), Number(key.slice(5))];
}

function join(year: number, number: number): string {
  return `${String(year).padStart(4, '0')}-${String(number).padStart(2, '0')}`;
}
