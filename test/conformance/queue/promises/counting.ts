import type { Promises } from '../suite.js';

const DAY_MS = 86_400_000;

export function promisesOfCounting(promises: Promises): void {
  promises('lists newest first, by state, name and key, a page at a time', async (bench) => {
    await bench.open('work', 'other');
    const ids = await bench.addAll([{ key: 'a' }, { name: 'other' }, { key: 'a' }, { delayMs: 1000 }, { key: 'b' }]);
    const { store } = bench.place;
    const listed = async (filter: Parameters<typeof store.list>[0]) => (await store.list(filter)).map(({ id }) => ids.indexOf(id));
    expect(await listed({})).toEqual([4, 3, 2, 1, 0]);
    expect(await listed({ name: 'work', key: 'a' })).toEqual([2, 0]);
    expect(await listed({ states: ['delayed', 'blocked'] })).toEqual([3, 2]);
    expect(await listed({ limit: 2 })).toEqual([4, 3]);
    expect(await listed({ limit: 2, before: ids[3]! })).toEqual([2, 1]);
    expect(await listed({ name: 'of nobody' })).toEqual([]);
    expect(await listed({ key: 'b', states: ['ready'] })).toEqual([4]);
  });

  promises('knows since when the longest waiting job is due', async (bench) => {
    await bench.open('work');
    await bench.add({ delayMs: 1000 });
    await bench.pass(5000);
    await bench.add();
    const [count] = await bench.place.store.counts();
    const age = bench.place.clock.wall() - Date.parse(count!.oldestDueAt!);
    expect(age).toBe(4000);
  });

  promises('shows the rows of its processes', async (bench) => {
    await bench.open('work');
    const beat = {
      id: 's',
      role: 'supervisor',
      pid: process.pid,
      host: 'here',
      startedAt: new Date(bench.place.clock.wall()).toISOString(),
      memoryBytes: 7,
      running: 2,
      restarts: 0,
    } as const;
    bench.engine.beat([beat, { ...beat, id: 'x', role: 'executor', restarts: 3, restartReason: 'hung' }]);
    await bench.settle();
    expect(await bench.place.store.workers()).toMatchObject([
      { id: 's', role: 'supervisor', pid: process.pid, memoryBytes: 7, running: 2, live: true },
      { id: 'x', role: 'executor', restarts: 3, restartReason: 'hung' },
    ]);
    bench.engine.beat([beat]);
    await bench.settle();
    expect((await bench.place.store.workers()).map(({ id }) => id)).toEqual(['s']);
  });

  promises('forgets ended jobs by their number', async (bench) => {
    await bench.open({ name: 'work', keep: { doneJobs: 5, failedJobs: 2 } });
    bench.join('e');
    const ids = await bench.addAll(Array.from({ length: 30 }, () => ({ maxAttempts: 1 })));
    const claims = await bench.take('e', 30);
    bench.engine.end(
      'e',
      claims.map(({ id, attempt }, index) => ({
        id,
        attempt,
        ending: index < 20 ? { kind: 'done' } : { kind: 'failed', reason: 'no', afterMs: 0 },
      })),
    );
    await bench.until('they are pruned', async () => {
      await bench.pass(60_000);
      const { 'work/done': done, 'work/dead': dead } = await bench.counters();
      return done === 5 && dead === 2;
    });
    expect(await bench.counters()).toEqual(await bench.place.recount());
    expect((await bench.place.store.list({})).map(({ id }) => id)).toEqual(
      [...ids.slice(28), ...ids.slice(15, 20)].toSorted((a, b) => Number(b) - Number(a)),
    );
  });

  promises('forgets ended jobs by their age, never one that has not ended or is a parent of such', async (bench) => {
    await bench.open({ name: 'work', keep: { doneMs: DAY_MS, failedMs: 3 * DAY_MS } });
    bench.join('e');
    const [done, dead, parent, open] = await bench.addAll([{}, { maxAttempts: 1 }, {}, { delayMs: 30 * DAY_MS }]);
    const claims = await bench.take('e', 3);
    await bench.end(claims[1]!, { kind: 'failed', reason: 'no', afterMs: 0 });
    await bench.end(claims[0]!);
    await bench.end(claims[2]!, { kind: 'done', result: '"kept"' });
    const { id: child } = await bench.add({ parents: [parent!, open!] });
    const gone = async (id: string) => (await bench.place.store.job(id)) === undefined;
    await bench.pass(DAY_MS - 60_000);
    expect(await gone(done!)).toBe(false);
    await bench.until('the done one is gone', async () => {
      await bench.pass(60_000);
      return gone(done!);
    });
    expect(await gone(dead!)).toBe(false);
    await bench.pass(2 * DAY_MS);
    await bench.until('the dead one is gone', async () => {
      await bench.pass(60_000);
      return gone(dead!);
    });
    expect(await bench.states([open!, child])).toEqual(['delayed', 'waiting']);
    expect(await bench.counters()).toEqual(await bench.place.recount());
    await bench.pass(27 * DAY_MS);
    await bench.end((await bench.take('e'))[0]!);
    expect((await bench.take('e'))[0]).toMatchObject({ id: child });
  });

  promises('keeps a job with an idempotency key for a day', async (bench) => {
    await bench.open({ name: 'work', keep: { doneJobs: 0, doneMs: 0 } });
    bench.join('e');
    const first = await bench.add({ idempotencyKey: 'i' });
    const other = await bench.add();
    for (const claim of await bench.take('e', 2)) await bench.end(claim);
    await bench.until('the other one is pruned', async () => {
      await bench.pass(60_000);
      return (await bench.place.store.job(other.id)) === undefined;
    });
    expect(await bench.add({ idempotencyKey: 'i' })).toEqual({ id: first.id, outcome: 'known' });
    await bench.pass(DAY_MS);
    await bench.until('it is pruned', async () => {
      await bench.pass(60_000);
      return (await bench.place.store.job(first.id)) === undefined;
    });
    expect((await bench.add({ idempotencyKey: 'i' })).outcome).toBe('enqueued');
  });

  promises('never gives an id twice', async (bench) => {
    await bench.open({ name: 'work', keep: { doneJobs: 0, doneMs: 0 } });
    bench.join('e');
    const seen = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const { id } = await bench.add();
      expect(seen.has(id)).toBe(false);
      seen.add(id);
      await bench.end((await bench.take('e'))[0]!);
      await bench.until('it is pruned', async () => {
        await bench.pass(60_000);
        return (await bench.place.store.job(id)) === undefined;
      });
    }
  });

  promises('has its counters right after it was closed in the middle', async (bench) => {
    await bench.open('work');
    bench.join('e');
    await bench.addAll(Array.from({ length: 50 }, (_, index) => ({ key: `k${index % 5}`, delayMs: index % 7 === 0 ? 1000 : 0 })));
    await bench.take('e', 5);
    await bench.close();
    await bench.open('work');
    expect(await bench.counters()).toEqual(await bench.place.recount());
    expect(await bench.place.integrity()).toBe('ok');
  });
}
