import type { Promises } from '../suite.js';

export function promisesOfVersions(promises: Promises): void {
  promises('parks a name that nobody knows until a version that knows it runs', async (bench) => {
    const { id } = await bench.add({ name: 'of tomorrow' });
    const { id: known } = await bench.add();
    await bench.open('work');
    expect(await bench.states([id, known])).toEqual(['parked', 'ready']);
    expect((await bench.job(id)).reason).toEqual(expect.any(String));
    await bench.close();
    await bench.open('work', 'of tomorrow');
    bench.join('e');
    expect((await bench.take('e', 2)).map((claim) => claim.id)).toContain(id);
    expect((await bench.place.store.history(id)).map(({ kind }) => kind)).toEqual(['parked', 'unparked']);
    expect(await bench.counters()).toEqual({ 'work/running': 1, 'of tomorrow/running': 1 });
  });

  promises('parks thousands, and brings all of them back', async (bench) => {
    await bench.addAll(Array.from({ length: 1600 }, () => ({ name: 'of tomorrow' })));
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 1);
    await bench.until('all are parked', async () => {
      await bench.settle();
      return (await bench.counters())['of tomorrow/parked'] === 1600;
    });
    await bench.close();
    await bench.open('of tomorrow');
    bench.join('e');
    expect(await bench.take('e', 1600)).toHaveLength(1600);
    expect(await bench.counters()).toEqual({ 'of tomorrow/running': 1600 });
  });

  promises('hands out no name that nobody knows and that came later', async (bench) => {
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 10);
    const { id } = await bench.add({ name: 'of tomorrow' });
    expect(await bench.taken('e')).toEqual([]);
    expect((await bench.job(id)).state).toMatch(/^(parked|ready)$/);
    await bench.close();
    await bench.open('work', 'of tomorrow');
    bench.join('e');
    expect((await bench.take('e'))[0]).toMatchObject({ id });
  });

  promises('parks a payload newer than this process knows, and unparks it by one that does', async (bench) => {
    const { id } = await bench.add({ version: 3 });
    const { id: old } = await bench.add({ version: 1 });
    await bench.open({ name: 'work', version: 2 });
    bench.join('e');
    bench.engine.credit('e', 10);
    expect((await bench.taken('e')).map((claim) => claim.id)).toEqual([old]);
    expect(await bench.states([id])).toEqual(['parked']);
    await bench.close();
    await bench.open({ name: 'work', version: 3 });
    bench.join('e');
    bench.engine.credit('e', 10);
    expect((await bench.taken('e')).find((claim) => claim.id === id)).toMatchObject({ version: 3 });
  });

  promises('parks a job that its executor does not know', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const [first, second] = await bench.addAll([{ key: 'k' }, { key: 'k' }]);
    await bench.end((await bench.take('e'))[0]!, { kind: 'parked', reason: 'nobody here knows it' });
    expect(await bench.job(first!)).toMatchObject({ state: 'parked', failures: 0, reason: 'nobody here knows it' });
    expect(await bench.cancel(first!)).toBe('cancelled');
    bench.engine.credit('e', 1);
    expect(await bench.claim('e')).toMatchObject({ id: second });
    expect(await bench.counters()).toEqual(await bench.place.recount());
  });
}
