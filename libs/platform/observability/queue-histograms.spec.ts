import { endsOf, histogramsOf, restartsOf } from './queue-histograms.js';

describe('the figures of the queue', () => {
  const sum = (name: string, figure: string, value: number) => ({ name, figure, value });
  const kept = [
    ...[sum('run', 'ended done', 1), sum('run', 'ended failed', 1), sum('mail', 'ended done', 1)],
    ...[sum('run', 'ran le 0.5', 1), sum('run', 'ran le +Inf', 1), sum('run', 'ran sum', 700.4), sum('run', 'waited le 2', 2)],
    sum('', 'restarted executor hang', 2),
  ];

  it('say how starts ended, by name', () => {
    expect(endsOf(kept)).toEqual([
      { labels: { name: 'run', outcome: 'done' }, value: 1 },
      { labels: { name: 'run', outcome: 'failed' }, value: 1 },
      { labels: { name: 'mail', outcome: 'done' }, value: 1 },
    ]);
  });

  it('count in each class of a latency what is in the classes below, as Prometheus wants it', () => {
    const ran = histogramsOf(kept, 'ran').filter(({ labels }) => labels?.['name'] === 'run');
    const buckets = ran.filter(({ part }) => part === '_bucket').map(({ labels, value }) => [labels?.['le'], value]);
    expect(Object.fromEntries(buckets)).toMatchObject({ '0.1': 0, '0.5': 1, '600': 1, '+Inf': 2 });
    expect(ran.slice(-2).map(({ part, value }) => [part, value])).toEqual([
      ['_sum', 700.4],
      ['_count', 2],
    ]);
    expect(histogramsOf(kept, 'waited')).toHaveLength(11);
  });

  it('say why processes were started again', () => {
    expect(restartsOf(kept)).toEqual([{ labels: { role: 'executor', reason: 'hang' }, value: 2 }]);
  });
});
