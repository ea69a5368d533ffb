import { type FigureGrowth, LATENCY_BOUNDS_SECONDS } from '#platform/queue';
import type { KeptReading, Reading } from './metrics.js';

/** What became of starts, by name and outcome. */
export function endsOf(figures: readonly FigureGrowth[]): Reading[] {
  return named(figures, 'ended').map(({ name, words: [, outcome = ''], value }) => ({ labels: { name, outcome }, value }));
}

/** How often places of processes were filled again, by role and reason. */
export function restartsOf(figures: readonly FigureGrowth[]): Reading[] {
  return named(figures, 'restarted').map(({ words: [, role = '', reason = ''], value }) => ({ labels: { role, reason }, value }));
}

/** A latency as Prometheus's histogram by name: classes that hold those below them too, the sum and the count. */
export function histogramsOf(figures: readonly FigureGrowth[], what: 'waited' | 'ran'): KeptReading[] {
  const own = named(figures, what);
  return [...new Set(own.map(({ name }) => name))].flatMap((name) => {
    const values = new Map(own.filter((figure) => figure.name === name).map(({ words, value }) => [words.slice(1).join(' '), value]));
    let below = 0;
    const buckets = [...LATENCY_BOUNDS_SECONDS.map(String), '+Inf'].map((le): KeptReading => {
      below += values.get(`le ${le}`) ?? 0;
      return { part: '_bucket', labels: { name, le }, value: below };
    });
    return [
      ...buckets,
      { part: '_sum', labels: { name }, value: values.get('sum') ?? 0 },
      { part: '_count', labels: { name }, value: below },
    ];
  });
}

function named(figures: readonly FigureGrowth[], first: string) {
  return figures.map(({ figure, ...rest }) => ({ ...rest, words: figure.split(' ') })).filter(({ words }) => words[0] === first);
}
