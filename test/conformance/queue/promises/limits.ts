import type { Promises } from '../suite.js';

export function promisesOfLimits(promises: Promises): void {
  promises('runs at most so many of a name at once, in all executors', async (bench) => {
    await bench.open({ name: 'work', concurrency: 3 }, 'other');
    const executors = ['a', 'b'].map((id) => bench.join(id));
    await bench.addAll([...Array.from({ length: 8 }, () => ({})), ...Array.from({ length: 4 }, () => ({ name: 'other' }))]);
    for (const executor of executors) bench.engine.credit(executor, 20);
    const claims = [...(await bench.taken('a')), ...(await bench.taken('b'))];
    expect(claims.filter(({ name }) => name === 'work')).toHaveLength(3);
    expect(claims.filter(({ name }) => name === 'other')).toHaveLength(4);
    for (let left = 5; left > 0; left--) {
      await bench.end(claims.find(({ name }) => name === 'work')!, { kind: 'done' }, 'a');
      const next = [...(await bench.taken('a')), ...(await bench.taken('b'))];
      expect(next).toHaveLength(1);
      claims.splice(
        claims.findIndex(({ name }) => name === 'work'),
        1,
      );
      claims.push(...next);
    }
  });

  promises('frees the place of a name when its executor is gone', async (bench) => {
    await bench.open({ name: 'work', concurrency: 1 });
    const ids = await bench.addAll([{}, {}]);
    bench.join('a');
    await bench.take('a');
    await bench.leave('a', { kind: 'stopped' });
    bench.join('b');
    bench.engine.credit('b', 5);
    const claims = await bench.taken('b');
    expect(claims).toHaveLength(1);
    expect(ids).toContain(claims[0]!.id);
  });

  promises('runs as many of a key as its definition says', async (bench) => {
    await bench.open({ name: 'work', keyConcurrency: 3 });
    bench.join('e');
    bench.engine.credit('e', 20);
    const ids = await bench.addAll(Array.from({ length: 7 }, () => ({ key: 'k', keyConcurrency: 3 })));
    const running = await bench.taken('e');
    expect(running.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    await bench.end(running[1]!);
    expect((await bench.taken('e')).map(({ id }) => id)).toEqual([ids[3]]);
    await bench.end(running[0]!, { kind: 'failed', reason: 'no', afterMs: 1000 });
    expect(await bench.taken('e')).toEqual([]);
    await bench.pass(1000);
    expect((await bench.taken('e')).map(({ id }) => id)).toEqual([ids[0]]);
  });

  promises('starts at most so many in any stretch of time', async (bench) => {
    await bench.open({ name: 'work', rate: { starts: 5, perMs: 10_000 } });
    bench.join('e');
    bench.engine.credit('e', 100);
    await bench.addAll(Array.from({ length: 20 }, () => ({})));
    const starts: number[] = [];
    const begun = bench.place.clock.monotonic();
    for (let moment = 0; moment <= 60_000 && starts.length < 20; moment += 500) {
      for (const claim of await bench.taken('e')) {
        starts.push(bench.place.clock.monotonic() - begun);
        await bench.end(claim);
      }
      await bench.pass(500);
    }
    expect(starts).toHaveLength(20);
    for (const start of starts) expect(starts.filter((other) => other >= start && other < start + 10_000).length).toBeLessThanOrEqual(5);
    expect(starts[19]).toBeLessThanOrEqual(40_500);
  });

  promises('limits the rate of each key by itself', async (bench) => {
    await bench.open({ name: 'work', keyConcurrency: 10, rate: { starts: 1, perMs: 1000 } });
    bench.join('e');
    bench.engine.credit('e', 100);
    await bench.addAll(['a', 'a', 'b', 'b', 'c'].map((key) => ({ key, payload: JSON.stringify(key), keyConcurrency: 10 })));
    expect((await bench.taken('e')).map(({ payload }) => payload).sort()).toEqual(['"a"', '"b"', '"c"']);
    await bench.pass(1000);
    expect((await bench.taken('e')).map(({ payload }) => payload).sort()).toEqual(['"a"', '"b"']);
  });

  promises('does not hold a key back because the jobs without one have used up theirs', async (bench) => {
    await bench.open({ name: 'work', rate: { starts: 1, perMs: 10_000 } });
    bench.join('e');
    bench.engine.credit('e', 100);
    await bench.addAll([{}, {}]);
    expect(await bench.taken('e')).toHaveLength(1);
    const { id } = await bench.add({ key: 'a' });
    expect((await bench.taken('e')).map((claim) => claim.id)).toEqual([id]);
  });

  promises('starts what is allowed behind many that are not', async (bench) => {
    await bench.open({ name: 'work', keyConcurrency: 50, rate: { starts: 1, perMs: 10_000 } });
    bench.join('e');
    await bench.addAll([...Array.from({ length: 50 }, () => ({ key: 'a', keyConcurrency: 50 })), { key: 'b', payload: '"b"' }]);
    bench.engine.credit('e', 5);
    expect((await bench.claims('e', 2)).map(({ payload }) => payload)).toEqual(['null', '"b"']);
  });

  promises('counts retries and snoozes against the rate', async (bench) => {
    await bench.open({ name: 'work', rate: { starts: 2, perMs: 10_000 } });
    bench.join('e');
    bench.engine.credit('e', 100);
    await bench.add();
    await bench.end(await bench.claim('e'), { kind: 'failed', reason: 'no', afterMs: 0 });
    await bench.end(await bench.claim('e'), { kind: 'snoozed', afterMs: 0 });
    expect(await bench.taken('e')).toEqual([]);
    await bench.pass(10_000);
    expect(await bench.taken('e')).toHaveLength(1);
  });

  promises('keeps to the rate over a restart', async (bench) => {
    const limited = { name: 'work', rate: { starts: 2, perMs: 10_000 } };
    await bench.open(limited);
    bench.join('e');
    bench.engine.credit('e', 100);
    await bench.addAll([{}, {}, {}]);
    for (const claim of await bench.taken('e')) await bench.end(claim);
    await bench.close();
    await bench.open(limited);
    bench.join('e');
    bench.engine.credit('e', 100);
    await bench.pass(5000);
    expect(await bench.taken('e')).toEqual([]);
    await bench.pass(5000);
    expect(await bench.taken('e')).toHaveLength(1);
  });

  promises('does not hold a limited name for hours because somebody set the clock back', async (bench) => {
    await bench.open({ name: 'work', rate: { starts: 1, perMs: 1000 } });
    bench.join('e');
    bench.engine.credit('e', 100);
    await bench.addAll([{}, {}, {}]);
    expect(await bench.taken('e')).toHaveLength(1);
    bench.place.clock.step(-7_200_000);
    const claims = [];
    for (let second = 0; second < 5; second++) {
      await bench.pass(1000);
      claims.push(...(await bench.taken('e')));
    }
    expect(claims).toHaveLength(2);
  });

  promises('starts no job of a paused name, also after a restart, and lets what runs go on', async (bench) => {
    await bench.open('work', 'other');
    bench.join('e');
    const [running] = [...(await bench.addAll([{}, {}, { name: 'other' }]))];
    await bench.take('e', 1);
    await bench.pause('work', true);
    bench.engine.credit('e', 10);
    expect((await bench.taken('e')).map(({ name }) => name)).toEqual(['other']);
    expect((await bench.place.store.counts()).find(({ name }) => name === 'work')?.paused).toBe(true);
    await bench.end({ id: running!, attempt: 1 });
    expect(await bench.states([running!])).toEqual(['done']);
    await bench.close();
    await bench.open('work', 'other');
    bench.join('e');
    bench.engine.credit('e', 10);
    expect((await bench.taken('e')).map(({ name }) => name)).toEqual(['other']);
    await bench.pause('work', false);
    expect((await bench.claims('e', 1)).map(({ name }) => name)).toEqual(['work']);
  });
}
