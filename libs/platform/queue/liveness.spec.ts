import { hostname } from 'node:os';
import { Liveness } from './liveness.js';

const worker = (id: string, beats: number, more = {}) => ({ id, pid: 1, host: 'elsewhere', startedAt: '', beatAt: '', beats, ...more });

describe('liveness', () => {
  it('takes a worker for dead whose beats have not grown for a lease, whatever the wall clock says', () => {
    let clock = 0;
    const liveness = new Liveness(100, () => clock);
    const ids = (beats: [number, number]) => liveness.dead([worker('a', beats[0]), worker('b', beats[1])]).map((dead) => dead.id);
    expect(ids([1, 1])).toEqual([]);
    clock = 80;
    expect(ids([1, 2])).toEqual([]);
    clock = 120;
    expect(ids([1, 2])).toEqual(['a']);
  });

  it('needs no lease for a process of this machine that is gone', () => {
    const gone = worker('gone', 1, { host: hostname(), pid: 2 ** 30 });
    const here = worker('here', 1, { host: hostname(), pid: process.pid });
    expect(new Liveness(100).dead([gone, here])).toEqual([gone]);
  });
});
