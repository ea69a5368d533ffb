import type { PreparedJob } from '../../../../libs/platform/queue/contract/engine.js';
import type { Bench } from '../bench.js';
import type { Promises } from '../suite.js';

type Unique = NonNullable<PreparedJob['unique']>;
const unique = (onConflict: Unique['onConflict'] = 'keep', within: Unique['within'] = 'unfinished', key = 'u'): { unique: Unique } => ({
  unique: { key, within, onConflict },
});

async function done(bench: Bench): Promise<void> {
  const [claim] = await bench.take('e');
  await bench.end(claim!);
}

export function promisesOfUniqueness(promises: Promises): void {
  promises('answers a repeated idempotency key with the first job, also after it has ended', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const first = await bench.add({ idempotencyKey: 'request-1', payload: '1' });
    expect(first.outcome).toBe('enqueued');
    expect(await bench.add({ idempotencyKey: 'request-1', payload: '2' })).toEqual({ id: first.id, outcome: 'known' });
    await done(bench);
    expect(await bench.add({ idempotencyKey: 'request-1' })).toEqual({ id: first.id, outcome: 'known' });
    expect((await bench.add({ idempotencyKey: 'request-2' })).outcome).toBe('enqueued');
    expect(await bench.counters()).toEqual({ 'work/done': 1, 'work/ready': 1 });
  });

  promises('answers a repeated idempotency key within one call', async (bench) => {
    await bench.open('work');
    const ids = await bench.addAll([{ idempotencyKey: 'a' }, { idempotencyKey: 'b' }, { idempotencyKey: 'a' }]);
    expect(ids[2]).toBe(ids[0]);
    expect(await bench.counters()).toEqual({ 'work/ready': 2 });
  });

  promises('keeps one unfinished job of a unique key, whatever became of it so far', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const first = await bench.add(unique());
    const second = { id: first.id, outcome: 'duplicate' };
    expect(await bench.add(unique())).toEqual(second);
    const [claim] = await bench.take('e');
    expect(await bench.add(unique())).toEqual(second);
    await bench.end(claim!, { kind: 'failed', reason: 'no', afterMs: 60_000 });
    expect(await bench.add(unique())).toEqual(second);
    await bench.pass(60_000);
    await done(bench);
    expect((await bench.add(unique())).outcome).toBe('enqueued');
  });

  promises('lets one run and one wait of a unique key within pending', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const first = await bench.add(unique('keep', 'pending'));
    await bench.take('e');
    const second = await bench.add(unique('keep', 'pending'));
    expect(second.outcome).toBe('enqueued');
    expect(await bench.add(unique('keep', 'pending'))).toEqual({ id: second.id, outcome: 'duplicate' });
    expect(await bench.states([first.id, second.id])).toEqual(['running', 'ready']);
  });

  promises('survives a pending unique job coming back while another one waits', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const first = await bench.add(unique('keep', 'pending'));
    const [claim] = await bench.take('e');
    const second = await bench.add(unique('keep', 'pending'));
    await bench.end(claim!, { kind: 'failed', reason: 'again', afterMs: 0 });
    await bench.settle();
    const claims = await bench.take('e', 2);
    for (const each of claims) await bench.end(each);
    expect(await bench.states([first.id, second.id])).toEqual(['done', 'done']);
  });

  promises('replaces payload, priority and due moment of the waiting one', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const first = await bench.add({ ...unique('replace'), payload: '1', delayMs: 60_000 });
    expect(await bench.add({ ...unique('replace'), payload: '2', priority: -5, delayMs: 1000 })).toEqual({
      id: first.id,
      outcome: 'replaced',
    });
    expect(await bench.job(first.id)).toMatchObject({ state: 'delayed', priority: -5, payload: 2 });
    await bench.pass(1000);
    expect((await bench.take('e'))[0]).toMatchObject({ id: first.id, payload: '2' });
    expect(await bench.add({ ...unique('replace'), payload: '3' })).toEqual({ id: first.id, outcome: 'duplicate' });
    expect(await bench.job(first.id)).toMatchObject({ state: 'running', payload: 2 });
  });

  promises('makes a replaced job that was not due start at once when the new one is', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id } = await bench.add({ ...unique('replace'), payload: '1', delayMs: 60_000 });
    await bench.add({ ...unique('replace'), payload: '2' });
    expect((await bench.take('e'))[0]).toMatchObject({ id, payload: '2' });
    expect(await bench.counters()).toEqual({ 'work/running': 1 });
  });

  promises('pushes a debounced job back with each new one', async (bench) => {
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 5);
    const first = await bench.add({ ...unique('debounce'), payload: '0', delayMs: 1000 });
    for (let again = 1; again <= 5; again++) {
      await bench.pass(900);
      expect(await bench.taken('e')).toEqual([]);
      expect(await bench.add({ ...unique('debounce'), payload: String(again), delayMs: 1000 })).toEqual({
        id: first.id,
        outcome: 'replaced',
      });
    }
    await bench.pass(999);
    expect(await bench.taken('e')).toEqual([]);
    await bench.pass(1);
    expect(await bench.claims('e', 1)).toMatchObject([{ id: first.id, payload: '5' }]);
    expect(await bench.taken('e')).toEqual([]);
  });

  promises('counts right when jobs replace each other over states', async (bench) => {
    await bench.open('work');
    await bench.add({ name: 'work', key: 'k' });
    await bench.add({ ...unique('replace'), key: 'k', delayMs: 1000 });
    await bench.add({ ...unique('replace'), key: 'k' });
    await bench.settle();
    expect(await bench.counters()).toEqual({ 'work/ready': 1, 'work/blocked': 1 });
    await bench.add({ ...unique('replace'), key: 'k', delayMs: 1000 });
    await bench.settle();
    expect(await bench.counters()).toEqual({ 'work/ready': 1, 'work/delayed': 1 });
    expect(await bench.counters()).toEqual(await bench.place.recount());
  });
}
