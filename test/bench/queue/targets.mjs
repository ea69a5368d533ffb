/**
 * What a queue of world class reaches, against its peers in the same run. Each target compares one figure of ours with those of
 * some peers; a peer that was not measured cannot be compared with and is named.
 */
import { aligned } from './table.mjs';

const DURABLE_PEERS = ['bullmq-always', 'pg-boss', 'graphile', 'graphile-tuned', 'plainjob-full', 'liteque-full'];
const DURABLE_DATABASE_PEERS = DURABLE_PEERS.filter((name) => name !== 'bullmq-always');
const BULLMQ = ['bullmq-everysec', 'bullmq-always'];
const ON_POSTGRES = ['pg-boss', 'graphile', 'graphile-tuned'];
const GRAPHILE_BEST = { best: ['graphile', 'graphile-tuned'], of: ['process 1', 'process 10', 'process 100'] };

/** @typedef {{ figure: string, ours: string, least?: number, most?: number, of: string[] | typeof GRAPHILE_BEST }} Target */

/** @type {(figure: string, least: number, of: Target['of'], ours?: string) => Target} */
const atLeast = (figure, least, of, ours = 'jupiter') => ({ figure, ours, least, of });
/** @type {(figure: string, most: number, of: string[], ours?: string) => Target} */
const atMost = (figure, most, of, ours = 'jupiter') => ({ figure, ours, most, of });

/** @type {Target[]} */
const targets = [
  atLeast('enqueue 1', 0.9, ['plainjob-full']),
  atLeast(
    'enqueue 1',
    1,
    DURABLE_PEERS.filter((name) => name !== 'plainjob-full'),
  ),
  atLeast('enqueue 100', 2, ['bullmq-everysec']),
  atLeast('enqueue 100', 50, DURABLE_DATABASE_PEERS),
  atLeast('bulk 1000', 1, ['plainjob-full']),
  atLeast('bulk 1000', 4, ['pg-boss']),
  atLeast('bulk 1000', 7, BULLMQ),
  atLeast('process 1', 2.5, ['graphile-tuned']),
  atLeast('process 1', 7, BULLMQ),
  atLeast('process 10', 2.5, ['graphile-tuned']),
  atLeast('process 10', 3, BULLMQ),
  atLeast('process 100', 4, ['graphile-tuned']),
  atLeast('process 100', 6, BULLMQ),
  atLeast('process 1', 1.5, GRAPHILE_BEST, 'jupiter-processes'),
  atLeast('process 10', 2, GRAPHILE_BEST, 'jupiter-processes'),
  atLeast('process 100', 3, GRAPHILE_BEST, 'jupiter-processes'),
  atLeast('process 1', 1.3, ['plainjob-full', 'pg-boss-strict'], 'jupiter-strict'),
  ...['jupiter', 'jupiter-processes'].flatMap((ours) => [
    atMost('p50', 1.2, ['bullmq-everysec'], ours),
    atMost('p50', 1 / 3, ON_POSTGRES, ours),
  ]),
];

/** Figures that need no peer: a sync and 1.3 ms more, and what the processes may hold. */
const limits = [
  { ours: 'jupiter', figure: 'p50', most: 2.4, unit: 'ms' },
  { ours: 'jupiter-processes', figure: 'p50', most: 2.4, unit: 'ms' },
  { ours: 'jupiter-processes', figure: 'memory', most: 110, unit: 'MB', what: 'memory of supervisor and engine' },
  { ours: 'jupiter-processes', figure: 'memory 2', most: 65, unit: 'MB', what: 'memory of an executor without the app' },
];

/** Every target, one line per peer. @param {import('./rounds.mjs').Rounds['figures']} figures */
export const judge = (figures) => [...ratios(figures), ...limits.map((limit) => within(limit, figures))];

/** @param {typeof limits[number]} limit @param {import('./rounds.mjs').Rounds['figures']} figures */
function within({ ours, figure, most, unit, what = figure }, figures) {
  const value = figures.get(ours)?.[figure];
  const line = { what: `${ours}: ${what}`, wanted: `<= ${most} ${unit}` };
  if (value === undefined || Number.isNaN(value)) return { ...line, told: 'not measured' };
  return { ...line, told: `${value.toFixed(unit === 'ms' ? 2 : 0)} ${unit}`, met: value <= most };
}

/** One line per target and peer. @param {import('./rounds.mjs').Rounds['figures']} figures */
function ratios(figures) {
  return targets.flatMap((target) => peersOf(target).map((peer) => compared(target, peer, figures)));
}

/** @param {Target} target */
const peersOf = ({ of }) => (Array.isArray(of) ? of : ['graphile, its best']);

/** @param {Target} target @param {string} peer @param {import('./rounds.mjs').Rounds['figures']} figures */
function compared({ figure, ours, least, most, of }, peer, figures) {
  const own = figures.get(ours)?.[figure];
  const other = Array.isArray(of) ? figures.get(peer)?.[figure] : bestOf(of, figures);
  const wanted = least === undefined ? `<= ${(most ?? 0).toFixed(2)} x` : `>= ${least} x`;
  const what = `${ours}: ${figure} against ${peer}`;
  if (!own || !other) return { what, wanted, told: 'not measured' };
  const ratio = own / other;
  return { what, wanted, told: `${ratio.toFixed(2)} x`, met: least === undefined ? ratio <= (most ?? 0) : ratio >= least };
}

/** @param {typeof GRAPHILE_BEST} which @param {import('./rounds.mjs').Rounds['figures']} figures */
function bestOf({ best, of }, figures) {
  return Math.max(0, ...best.flatMap((name) => of.map((figure) => figures.get(name)?.[figure] ?? 0)));
}

/** @typedef {{ what: string, wanted: string, told: string, met?: boolean }} Judged */

/** @param {Judged[]} judged */
export function showTargets(judged) {
  const rows = judged.map(({ what, wanted, told, met }) => [what, told, wanted, met === undefined ? '' : met ? 'met' : 'MISSED']);
  const counted = judged.filter(({ met }) => met !== undefined);
  const missed = counted.filter(({ met }) => !met);
  const verdict = `${counted.length - missed.length} of ${counted.length} targets met.${missed.length ? ` Missed: ${missed.map(({ what }) => what).join('; ')}.` : ''}`;
  return [aligned([['target', 'measured', 'wanted', ''], ...rows], [0, 2, 3]), '', verdict].join('\n');
}
