import type { Promises } from '../suite.js';

const payloads = (claims: readonly { payload: string }[]) => claims.map(({ payload }) => payload);

export function promisesOfOrder(promises: Promises): void {
  promises('starts the smaller priority first, and the older of two', async (bench) => {
    await bench.open('work');
    await bench.addAll([5, 0, -1000, 5, 1000, 0, -7].map((priority, index) => ({ priority, payload: String(index) })));
    bench.join('e');
    expect(payloads(await bench.take('e', 7))).toEqual(['2', '6', '1', '5', '0', '3', '4']);
  });

  promises('starts no job before it is due', async (bench) => {
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 10);
    const ids = await bench.addAll([{ delayMs: 3000 }, { delayMs: 1000 }, { delayMs: 2000 }]);
    expect(await bench.states(ids)).toEqual(['delayed', 'delayed', 'delayed']);
    for (const expected of [ids[1], ids[2], ids[0]]) {
      await bench.pass(999);
      expect(await bench.taken('e')).toEqual([]);
      await bench.pass(1);
      expect((await bench.claims('e', 1)).map(({ id }) => id)).toEqual([expected]);
    }
  });

  promises('starts thousands that come due at one moment', async (bench) => {
    await bench.open('work');
    bench.join('e');
    await bench.addAll(Array.from({ length: 3000 }, (_, index) => ({ delayMs: 1000, payload: String(index) })));
    bench.engine.credit('e', 5000);
    await bench.pass(1000);
    expect(
      payloads(await bench.claims('e', 3000))
        .map(Number)
        .toSorted((a, b) => a - b),
    ).toEqual(Array.from({ length: 3000 }, (_, index) => index));
    expect(await bench.counters()).toEqual({ 'work/running': 3000 });
  });

  promises('keeps the time that is left to a delayed job when the clock is set back, and starts nothing twice', async (bench) => {
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 10);
    const [running] = await bench.addAll([{}, { delayMs: 5000 }]);
    expect((await bench.taken('e')).map(({ id }) => id)).toEqual([running]);
    bench.place.clock.step(-7_200_000);
    await bench.settle();
    await bench.pass(4000);
    expect(await bench.taken('e')).toEqual([]);
    await bench.pass(2000);
    expect(await bench.taken('e')).toHaveLength(1);
    bench.place.clock.step(7_200_000);
    await bench.settle();
    expect(await bench.taken('e')).toEqual([]);
    expect(await bench.counters()).toEqual({ 'work/running': 2 });
  });

  promises('hands out no more than there is credit for, and wakes for a job that comes later', async (bench) => {
    await bench.open('work');
    await bench.addAll([{ payload: '1' }, { payload: '2' }, { payload: '3' }]);
    bench.join('e');
    bench.engine.credit('e', 2);
    expect(payloads(await bench.taken('e'))).toEqual(['1', '2']);
    bench.engine.credit('e', 2);
    expect(payloads(await bench.taken('e'))).toEqual(['3']);
    await bench.add({ payload: '4' });
    expect(payloads(await bench.claims('e', 1))).toEqual(['4']);
    await bench.add({ payload: '5' });
    expect(await bench.taken('e')).toEqual([]);
  });

  promises('never hands one job to two executors', async (bench) => {
    await bench.open('work');
    const executors = ['a', 'b', 'c', 'd'].map((id) => bench.join(id));
    const ids = await bench.addAll(Array.from({ length: 400 }, () => ({})));
    for (let round = 0; round < 25; round++) for (const executor of executors) bench.engine.credit(executor, 4);
    await bench.settle();
    const claims = (await Promise.all(executors.map((executor) => bench.taken(executor)))).flat();
    expect(claims.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(ids.map(Number));
  });

  promises('runs the jobs of a key one at a time and in order, whatever their priority', async (bench) => {
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 10);
    const ids = await bench.addAll([3, 0, -5].map((priority, index) => ({ priority, key: 'k', payload: String(index) })));
    for (const id of ids) {
      const claims = await bench.taken('e');
      expect(claims.map((claim) => claim.id)).toEqual([id]);
      await bench.end(claims[0]!);
    }
  });

  promises('keeps the turn of a job that failed and waits', async (bench) => {
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 10);
    const [first, second] = await bench.addAll([{ key: 'k' }, { key: 'k' }]);
    for (let failure = 1; failure <= 3; failure++) {
      const claim = await bench.claim('e');
      expect(claim).toMatchObject({ id: first, attempt: failure, failures: failure - 1 });
      await bench.end(claim, { kind: 'failed', reason: 'no', afterMs: 5000 });
      expect(await bench.taken('e')).toEqual([]);
      expect(await bench.states([second!])).toEqual(['blocked']);
      await bench.pass(5000);
    }
    await bench.end(await bench.claim('e'));
    expect(await bench.claim('e')).toMatchObject({ id: second });
  });

  promises('takes the jobs of a key in the order they came due, not in the order they were asked for', async (bench) => {
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 10);
    const { id: held } = await bench.add({ key: 'k', payload: '0' });
    await bench.add({ key: 'k', payload: '1', delayMs: 5000 });
    await bench.add({ key: 'k', payload: '2', delayMs: 1000 });
    await bench.pass(3000);
    await bench.add({ key: 'k', payload: '3' });
    await bench.pass(4000);
    const order: string[] = [];
    for (let turn = 0; turn < 4; turn++) {
      const claims = await bench.taken('e');
      expect(claims).toHaveLength(1);
      order.push(claims[0]!.payload);
      await bench.end(claims[0]!);
    }
    expect(order).toEqual(['0', '2', '3', '1']);
    expect(await bench.states([held])).toEqual(['done']);
  });

  promises('goes on with a key when the one whose turn it is dies, is cancelled, or is parked', async (bench) => {
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 10);
    const ids = await bench.addAll(Array.from({ length: 5 }, () => ({ key: 'k', maxAttempts: 1 })));
    await bench.end(await bench.claim('e'), { kind: 'failed', reason: 'no', afterMs: 0 });
    await bench.end(await bench.claim('e'), { kind: 'cancelled', reason: 'no use' });
    const third = await bench.claim('e');
    expect(await bench.cancel(third.id)).toBe('cancelling');
    await bench.end(third, { kind: 'cancelled', reason: 'asked' });
    expect(await bench.claim('e')).toMatchObject({ id: ids[3] });
    expect(await bench.states(ids)).toEqual(['dead', 'cancelled', 'cancelled', 'running', 'blocked']);
  });

  promises('gives a key’s turn on when its waiting holder is cancelled', async (bench) => {
    await bench.open('work');
    const ids = await bench.addAll([{ key: 'k' }, { key: 'k' }, { key: 'k' }]);
    expect(await bench.cancel(ids[0]!)).toBe('cancelled');
    expect(await bench.cancel(ids[2]!)).toBe('cancelled');
    bench.join('e');
    expect((await bench.take('e'))[0]).toMatchObject({ id: ids[1] });
    expect(await bench.counters()).toEqual({ 'work/cancelled': 2, 'work/running': 1 });
  });

  promises('keeps keys apart, and one key together over names', async (bench) => {
    await bench.open('work', 'other');
    bench.join('e');
    bench.engine.credit('e', 10);
    const ids = await bench.addAll([{ key: 'a' }, { key: 'b' }, { key: 'a', name: 'other' }, { key: 'a' }, {}, {}]);
    expect((await bench.taken('e')).map(({ id }) => ids.indexOf(id)).toSorted()).toEqual([0, 1, 4, 5]);
    await bench.end({ id: ids[0]!, attempt: 1 });
    expect((await bench.taken('e')).map(({ id }) => ids.indexOf(id))).toEqual([2]);
  });

  promises('has an index for a key among thousands', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const started = performance.now();
    await bench.addAll(Array.from({ length: 3000 }, (_, index) => ({ key: `k${index % 3}`, payload: String(index) })));
    for (let turn = 0; turn < 30; turn++) {
      const claims = await bench.take('e', 3);
      expect(
        payloads(claims)
          .map(Number)
          .sort((a, b) => a - b),
      ).toEqual([0, 1, 2].map((key) => turn * 3 + key));
      bench.engine.end(
        'e',
        claims.map(({ id, attempt }) => ({ id, attempt, ending: { kind: 'done' } })),
      );
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });
}
