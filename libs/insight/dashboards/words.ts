import { groupThousands, roundHalfAwayFromZero } from '#core/kernel';
import type { Metric } from '#core/kit';
import { type Amount, negate } from './exact.js';

type Figure = Pick<Metric, 'unit' | 'places' | 'format' | 'result'>;

/** A figure as a sentence carries it: '1,234.50 USD', '12.5 %', 'no figure'. Summaries are read aloud, so minus is a word sign. */
export function inWords(amount: Amount, metric: Figure): string {
  if (amount === null) return 'no figure';
  if (metric.format === 'percent') return `${percentOf(amount)} %`;
  const places = metric.result === 'ratio' ? 2 : metric.places;
  return [groupThousands(roundHalfAwayFromZero(amount, places)), metric.unit].filter(Boolean).join(' ');
}

/** A share in percent with one place: '0.125' is '12.5'. */
export const percentOf = (share: string): string => groupThousands(roundHalfAwayFromZero(shiftedByHundred(share), 1));

/** The size of a figure, without its sign. */
export const sizeOf = (amount: string): string => (amount.startsWith('-') ? negate(amount) : amount);

/** What people call a value that is empty. */
export const NOT_SET = '(not set)';

/** The number of a goal as plain decimal text; goals are declared as numbers. */
export const plainNumber = (value: number): string => {
  const text = String(value);
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text;
};

function shiftedByHundred(share: string): string {
  const [whole = '0', fraction = ''] = share.split('.');
  const padded = fraction.padEnd(2, '0');
  const shifted = `${whole}${padded.slice(0, 2)}`.replace(/^(-?)0+(?=\d)/, '$1');
  return padded.length > 2 ? `${shifted}.${padded.slice(2)}` : shifted;
}
