import { Figures } from '../queue/figures.js';
import { endsOf, histogramsOf, restartsOf } from './queue-histograms.js';

describe('the figures of the queue', () => {
  const figures = new Figures();
  figures.started('run', 3);
  figures.started('run', 3_000);
  figures.ended('run', 'done', 400);
  figures.ended('run', 'failed', 700_000);
  figures.ended('mail', 'done', 1);
  const kept = [...figures.take(), { name: '', figure: 'restarted executor hang', value: 2 }];

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

  it('are handed over once, and taken back when they could not be kept', () => {
    const once = new Figures();
    once.ended('run', 'done', 5);
    const taken = once.take();
    expect(once.take()).toEqual([]);
    once.giveBack(taken);
    expect(once.take()).toEqual(taken);
  });
});
