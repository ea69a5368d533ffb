import { prepared } from '../bench.js';
import type { Promises } from '../suite.js';

export function promisesOfFamilies(promises: Promises): void {
  promises('starts a child when the last of 100 parents is done, and shows it their results', async (bench) => {
    await bench.open('work', 'child');
    bench.join('e');
    const parents = await bench.addAll(Array.from({ length: 100 }, () => ({})));
    const { id } = await bench.add({ name: 'child', parents });
    expect((await bench.job(id)).state).toBe('waiting');
    bench.engine.credit('e', 1000);
    const claims = await bench.claims('e', 100);
    bench.engine.end(
      'e',
      claims.slice(1).map((claim) => ({ id: claim.id, attempt: 1, ending: { kind: 'done', result: claim.id } })),
    );
    await bench.settle();
    expect(await bench.taken('e')).toEqual([]);
    await bench.end(claims[0]!, { kind: 'done', result: '"last"' });
    const child = await bench.claim('e');
    expect(child.id).toBe(id);
    expect(child.parents).toHaveLength(100);
    expect(child.parents).toEqual(expect.arrayContaining([{ id: claims[0]!.id, name: 'work', state: 'done', result: 'last' }]));
    expect((await bench.job(id)).parents?.toSorted()).toEqual(parents.toSorted());
    expect((await bench.job(parents[0]!)).children).toEqual([id]);
  });

  promises('starts a child at once whose parents were done before', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const parent = await bench.add();
    await bench.end((await bench.take('e'))[0]!);
    const { id } = await bench.add({ parents: [parent.id] });
    expect((await bench.take('e'))[0]).toMatchObject({ id });
  });

  promises('cancels the children of a failed parent, and theirs', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id: parent } = await bench.add({ maxAttempts: 1 });
    const { id: child } = await bench.add({ parents: [parent], key: 'k' });
    const { id: grandchild } = await bench.add({ parents: [child] });
    const { id: sibling } = await bench.add({ key: 'k', delayMs: 1000 });
    await bench.end((await bench.take('e'))[0]!, { kind: 'failed', reason: 'no', afterMs: 0 });
    expect(await bench.states([parent, child, grandchild, sibling])).toEqual(['dead', 'cancelled', 'cancelled', 'delayed']);
    expect(await bench.counters()).toEqual(await bench.place.recount());
    const late = await bench.add({ parents: [parent] });
    expect(await bench.states([late.id])).toEqual(['cancelled']);
    const lateGrandchild = await bench.add({ parents: [late.id], onParentFailure: 'run' });
    expect(await bench.states([lateGrandchild.id])).toEqual(['ready']);
  });

  promises('cancels a line of two hundred generations, and a family of two hundred children', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id: first } = await bench.add({ maxAttempts: 1 });
    const line = [first];
    for (let generation = 0; generation < 200; generation++) line.push((await bench.add({ parents: [line.at(-1)!] })).id);
    const children = await bench.addAll(Array.from({ length: 200 }, () => ({ parents: [first] })));
    await bench.end((await bench.take('e'))[0]!, { kind: 'failed', reason: 'no', afterMs: 0 });
    expect(new Set(await bench.states([...line.slice(1), ...children]))).toEqual(new Set(['cancelled']));
    expect(await bench.counters()).toEqual({ 'work/dead': 1, 'work/cancelled': 400 });
  });

  promises('runs a child all the same that asked for it, when every parent has ended', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const [dies, lives] = await bench.addAll([{ maxAttempts: 1 }, {}]);
    const { id } = await bench.add({ name: 'work', parents: [dies!, lives!], onParentFailure: 'run' });
    const claims = await bench.take('e', 2);
    await bench.end(claims[0]!, { kind: 'failed', reason: 'no', afterMs: 0 });
    expect(await bench.states([id])).toEqual(['waiting']);
    await bench.end(claims[1]!);
    const [child] = await bench.take('e');
    expect(child!.parents?.map(({ state }) => state).toSorted()).toEqual(['dead', 'done']);
  });

  promises('holds a child until its failed parent was replayed', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id: parent } = await bench.add({ maxAttempts: 1 });
    const { id: child } = await bench.add({ parents: [parent], onParentFailure: 'hold' });
    await bench.end((await bench.take('e'))[0]!, { kind: 'failed', reason: 'no', afterMs: 0 });
    expect(await bench.states([child])).toEqual(['waiting']);
    const late = await bench.add({ parents: [parent], onParentFailure: 'hold' });
    expect(await bench.states([late.id])).toEqual(['waiting']);
    expect(await bench.replay(parent)).toBe(true);
    await bench.end((await bench.take('e'))[0]!);
    expect((await bench.take('e', 2)).map(({ id }) => id).toSorted()).toEqual([child, late.id].toSorted());
  });

  promises('does not count a parent twice that was replayed', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const [first, second] = await bench.addAll([{}, { delayMs: 60_000 }]);
    const { id: child } = await bench.add({ parents: [first!, second!] });
    for (let round = 0; round < 2; round++) {
      if (round > 0) expect(await bench.replay(first!)).toBe(true);
      await bench.end((await bench.take('e'))[0]!);
    }
    expect(await bench.states([first!, second!, child])).toEqual(['done', 'delayed', 'waiting']);
  });

  promises('does not count a failed parent twice that was replayed', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const [first, second] = await bench.addAll([{ maxAttempts: 1 }, { delayMs: 60_000 }]);
    const { id: child } = await bench.add({ parents: [first!, second!], onParentFailure: 'run' });
    await bench.end((await bench.take('e'))[0]!, { kind: 'failed', reason: 'no', afterMs: 0 });
    expect(await bench.replay(first!)).toBe(true);
    await bench.end((await bench.take('e'))[0]!);
    expect(await bench.states([child])).toEqual(['waiting']);
    await bench.pass(60_000);
    await bench.end((await bench.take('e'))[0]!);
    expect((await bench.take('e'))[0]).toMatchObject({ id: child });
  });

  promises('waits for the later of parents and delay', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id: parent } = await bench.add();
    const { id: child } = await bench.add({ parents: [parent], delayMs: 5000 });
    await bench.end((await bench.take('e'))[0]!);
    expect(await bench.states([child])).toEqual(['delayed']);
    await bench.pass(5000);
    expect((await bench.take('e'))[0]).toMatchObject({ id: child });
  });

  promises('names a parent once, however often it is given', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id: parent } = await bench.add();
    const { id: child } = await bench.add({ parents: [parent] });
    const { id: other } = await bench.add({ parents: [parent] });
    await bench.end((await bench.take('e'))[0]!);
    expect((await bench.take('e', 2)).map(({ id }) => id)).toEqual([child, other]);
  });

  promises('keeps parents and child together when they are added in one deed', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { store, storage } = bench.place;
    const ids = await storage.write(async (tx) => {
      const parent = await store.enqueue(tx, prepared({ key: 'k' }));
      const child = await store.enqueue(tx, prepared({ key: 'k', parents: [parent.id] }));
      return [parent.id, child.id];
    });
    const claims = await bench.take('e');
    expect(claims[0]!.id).toBe(ids[0]);
    await bench.end(claims[0]!);
    expect((await bench.take('e'))[0]!.id).toBe(ids[1]);
  });
}
