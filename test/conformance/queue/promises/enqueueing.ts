import { prepared } from '../bench.js';
import type { Promises } from '../suite.js';

export function promisesOfEnqueueing(promises: Promises): void {
  promises('keeps a job with the deed it belongs to', async (bench) => {
    await bench.open('work');
    const { id } = await bench.place.storage.write(async (tx) => {
      await tx.query("INSERT INTO effect (job, value) VALUES (0, 'the deed')");
      return bench.place.store.enqueue(tx, prepared({ payload: '{"a":[1,"ü",null]}' }));
    });
    bench.join('e');
    const [claim] = await bench.take('e');
    expect(claim).toMatchObject({ id, name: 'work', payload: '{"a":[1,"ü",null]}', version: 1, attempt: 1, failures: 0, maxAttempts: 5 });
    expect(bench.effects()).toEqual([{ job: 0, value: 'the deed' }]);
  });

  promises('forgets a job with the deed that was rolled back', async (bench) => {
    await bench.open('work');
    const deed = bench.place.storage.write(async (tx) => {
      await bench.place.store.enqueue(
        tx,
        prepared({ key: 'k', unique: { key: 'u', within: 'unfinished', onConflict: 'keep' }, idempotencyKey: 'i' }),
      );
      throw new Error('the deed went wrong');
    });
    await expect(deed).rejects.toThrow('the deed went wrong');
    bench.join('e');
    bench.engine.credit('e', 10);
    expect(await bench.taken('e')).toEqual([]);
    expect(await bench.counters()).toEqual({});
    const again = await bench.add({ key: 'k', unique: { key: 'u', within: 'unfinished', onConflict: 'keep' }, idempotencyKey: 'i' });
    expect(again.outcome).toBe('enqueued');
    expect((await bench.claims('e', 1))[0]?.id).toBe(again.id);
  });

  promises('takes 10,000 jobs in one call, in their order', async (bench) => {
    await bench.open('work');
    const ids = await bench.addAll(Array.from({ length: 10_000 }, (_, index) => ({ payload: String(index) })));
    expect(new Set(ids).size).toBe(10_000);
    expect(await bench.counters()).toEqual({ 'work/ready': 10_000 });
    bench.join('e');
    const claims = await bench.take('e', 10_000);
    expect(claims.map((claim) => claim.payload)).toEqual(Array.from({ length: 10_000 }, (_, index) => String(index)));
    bench.engine.end(
      'e',
      claims.map(({ id, attempt }) => ({ id, attempt, ending: { kind: 'done' } })),
    );
    await bench.settle();
    expect(await bench.counters()).toEqual({ 'work/done': 10_000 });
  });

  promises('takes what many callers add at the same time, each once', async (bench) => {
    await bench.open('work');
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => bench.add({ payload: String(index) })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(200);
    bench.join('e');
    const claims = await bench.take('e', 200);
    expect(claims.map((claim) => Number(claim.payload)).sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index));
  });

  promises('refuses one bad job of a call and keeps the others', async (bench) => {
    await bench.open('work');
    const answers = await bench.place.store.add([
      prepared({ payload: '1' }),
      prepared({ payload: '2', parents: ['999999999'] }),
      prepared({ payload: '3' }),
    ]);
    expect(answers.map((answer) => answer instanceof Error)).toEqual([false, true, false]);
    bench.join('e');
    bench.engine.credit('e', 10);
    expect((await bench.taken('e')).map(({ payload }) => payload)).toEqual(['1', '3']);
    expect(await bench.counters()).toEqual({ 'work/running': 2 });
  });

  promises('keeps a job that nobody is there to run yet', async (bench) => {
    const { id } = await bench.add({ payload: '"early"' });
    await bench.open('work');
    bench.join('e');
    expect((await bench.take('e'))[0]).toMatchObject({ id, payload: '"early"' });
  });

  promises('shows a job as it was asked for', async (bench) => {
    await bench.open('work');
    const { id } = await bench.add({ payload: '{"n":1}', priority: -3, key: 'k', maxAttempts: 7, version: 1 });
    const now = new Date(bench.place.clock.wall()).toISOString();
    expect(await bench.job(id)).toMatchObject({
      ...{ id, name: 'work', state: 'ready', lane: 'normal', key: 'k', priority: -3, attempt: 0, failures: 0, maxAttempts: 7, version: 1 },
      ...{ payload: { n: 1 }, createdAt: now, runAt: now },
    });
    expect(await bench.place.store.job('123456789')).toBeUndefined();
    expect(await bench.place.store.job('no number')).toBeUndefined();
  });
}
